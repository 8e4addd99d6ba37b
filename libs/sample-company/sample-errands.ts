import type { CommandsOf, Plain } from '#libs/kernel/command-catalogue';
import type { AmendCustomer, HoldCustomer, RecordContact } from '#libs/ordering/customer/customer.commands';
import type { CreateFollowUp } from '#libs/ordering/follow-up/follow-up.commands';
import { lengthOf, nextDay, wait, type Today, type Wait } from './journey.ts';
import { sampleCustomers, type SampleCustomer } from './sample-customers.ts';
import { memberInTurn, sampleMembers } from './sample-desk.ts';
import { LAST_DAY } from './sample-orders.ts';
import { seededRandom } from './seeded-random.ts';

/** What a step may know of its customer when its day has come. */
export interface ErrandSoFar extends Today {
  readonly customer: SampleCustomer;
  /** Who sees to the customer. */
  readonly clerk: string;
}

/** A command to a customer, or a follow-up that somebody opens by hand about one. */
interface ErrandCommand {
  readonly kind: 'send';
  readonly collection: 'customers' | 'follow-ups';
  readonly type: string;
  readonly data: (so: ErrandSoFar) => object;
}
export type ErrandStep = ErrandCommand | Wait;

type CustomerPayloads = {
  RecordContact: typeof RecordContact;
  AmendCustomer: typeof AmendCustomer;
  HoldCustomer: typeof HoldCustomer;
};
type CustomerStep = CommandsOf<CustomerPayloads>['type'];

const toCustomer = <Type extends CustomerStep>(
  type: Type,
  data: (so: ErrandSoFar) => Plain<InstanceType<CustomerPayloads[Type]>>,
): ErrandCommand => ({ kind: 'send', collection: 'customers', type, data });

const byHand = (data: (so: ErrandSoFar) => Plain<CreateFollowUp>): ErrandCommand => ({
  kind: 'send',
  collection: 'follow-ups',
  type: 'CreateFollowUp',
  data,
});

/** The customer asks for something that takes a while. */
const promised = toCustomer('RecordContact', ({ inDays }) => ({
  medium: 'phone',
  direction: 'inbound',
  summary: '新しいカタログを送ってほしいとのこと。',
  promise: '明後日までにお送りする。',
  replyDue: inDays(2),
}));
/** The company asks for something. */
const asked = toCustomer('RecordContact', ({ inDays }) => ({
  medium: 'email',
  direction: 'outbound',
  summary: '来期の見込み数量を伺った。',
  replyDue: inDays(3),
}));

/** What there is to do with customers apart from their orders and cases; one of them per customer, in turn. */
const errands: readonly [readonly ErrandStep[], ...(readonly ErrandStep[])[]] = [
  [
    promised,
    wait(2),
    toCustomer('RecordContact', () => ({ medium: 'letter', direction: 'outbound', summary: 'カタログを送付した。' })),
  ],
  [
    asked,
    wait(2),
    toCustomer('RecordContact', () => ({
      medium: 'email',
      direction: 'inbound',
      summary: '見込みは前期並みとのこと。',
    })),
  ],
  [
    byHand(({ customer, inDays }) => ({
      customerId: customer.id,
      task: '担当者交代のご挨拶に伺う',
      dueOn: inDays(5),
      team: 'sales',
    })),
    nextDay,
    toCustomer('AmendCustomer', ({ customer }) => ({ note: `${customer.contact.name}様は午後のお電話をご希望。` })),
  ],
  [asked, wait(6)],
  [
    byHand(({ customer, clerk, inDays }) => ({
      customerId: customer.id,
      task: '与信限度額の見直しを相談する',
      dueOn: inDays(3),
      priority: 'high',
      assignee: clerk,
    })),
  ],
  [promised, wait(3)],
];

/** What somebody at the company does about one customer, on some days. */
export interface SampleErrand {
  /** Counts from 1. */
  readonly number: number;
  readonly customer: SampleCustomer;
  readonly clerk: string;
  readonly steps: readonly ErrandStep[];
  readonly beginsOnDay: number;
}

/** A customer whose new orders are held from the last day on: an order that came in after it would be held as well. */
const heldAtLast: Pick<SampleErrand, 'steps' | 'beginsOnDay'> = {
  beginsOnDay: LAST_DAY,
  steps: [toCustomer('HoldCustomer', () => ({ reason: 'payment', note: '二か月続けて入金が遅れたため' }))],
};

/** Days on which everybody is given something to see to in person: one early in the quarter, and its last one. */
const ROUNDS = [20, LAST_DAY] as const;
const visitPlanned = byHand(({ customer, clerk, inDays }) => ({
  customerId: customer.id,
  task: '季節のご挨拶の日程を決める',
  dueOn: inDays(3),
  priority: 'low',
  assignee: clerk,
}));

/** The errands of a seed: one for each customer, one of each member at a time, and a hold at the end. */
export const sampleErrands = (seed: string): readonly SampleErrand[] => {
  const each = sampleCustomers.map((customer, index): Omit<SampleErrand, 'number'> => {
    const steps = errands[index % errands.length] ?? errands[0];
    const beginsOnDay = seededRandom(`${seed}/errand ${customer.id}`).between(1, LAST_DAY - lengthOf({ steps }));
    return { customer, clerk: memberInTurn('sales', index), steps, beginsOnDay };
  });
  const given = ROUNDS.flatMap((beginsOnDay, round) =>
    sampleMembers.map(({ memberId }, index): Omit<SampleErrand, 'number'> => {
      const customer = sampleCustomers[(index + round) % sampleCustomers.length] ?? sampleCustomers[0];
      return { customer, clerk: memberId, steps: [visitPlanned], beginsOnDay };
    }),
  );
  const held = { customer: sampleCustomers.at(-1) ?? sampleCustomers[0], clerk: memberInTurn('accounts', 0) };
  return [...each, ...given, { ...held, ...heldAtLast }].map((errand, index) => ({ ...errand, number: index + 1 }));
};
