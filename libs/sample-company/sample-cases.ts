import type { Plain } from '#libs/kernel/command-catalogue';
import type { OpenCase } from '#libs/ordering/support-case/support-case.commands';
import { caseCategories, type CaseCategory } from '#state-machines/support-case/support-case.events';
import { priorities, type Priority } from '#state-machines/vocabulary/priority';
import type { ContactMedium } from '#state-machines/vocabulary/contact';
import type { CaseJourney } from './case-journey.ts';
import { caseJourneys } from './case-journeys.ts';
import { caseTopics, type CaseTopic } from './case-topics.ts';
import { lengthOf } from './journey.ts';
import { sampleCustomers, type SampleCustomer } from './sample-customers.ts';
import { memberInTurn } from './sample-desk.ts';
import { LAST_DAY, LINGERING_DAYS, type SampleOrder } from './sample-orders.ts';
import { seededRandom } from './seeded-random.ts';

/** One support case of the sample company that is not an inquiry about an order, and what is to become of it. */
export interface SampleCase {
  /** Counts from 1. */
  readonly number: number;
  readonly customer: SampleCustomer;
  readonly category: CaseCategory;
  readonly priority: Priority;
  readonly openedVia: ContactMedium;
  readonly topic: CaseTopic;
  /** The order that it is about, which came in on an earlier day. */
  readonly order: SampleOrder | undefined;
  /** Who works on it. */
  readonly assignee: string;
  readonly journey: CaseJourney;
  /** The working day on which it is opened. */
  readonly receivedOnDay: number;
}

/** About one case for so many orders. */
const ORDERS_PER_CASE = 12;
const media = ['phone', 'email', 'fax', 'web', 'visit'] as const satisfies readonly ContactMedium[];

const inTurn = <Item>(items: readonly [Item, ...Item[]], turn: number): Item => items[turn % items.length] ?? items[0];

/** The support cases of a seed: every journey at least once, in every category as they go on; every second one is about an order. */
export const sampleCases = (seed: string, orders: readonly SampleOrder[]): readonly SampleCase[] => {
  const rounds = Math.max(1, Math.round(orders.length / ORDERS_PER_CASE / caseJourneys.length));
  return Array.from({ length: rounds }, (_, round) =>
    caseJourneys.map((journey, place): SampleCase => {
      const number = round * caseJourneys.length + place + 1;
      const random = seededRandom(`${seed}/case ${String(number)}`);
      const category = inTurn(caseCategories, number + round);
      const latest = LAST_DAY - lengthOf(journey);
      const lingers = journey.endsIn.state !== 'closed';
      const receivedOnDay = random.between(lingers ? Math.max(0, latest - LINGERING_DAYS) : 0, latest);
      const known = orders.filter((order) => order.receivedOnDay < receivedOnDay);
      const order = number % 2 === 0 ? known[random.between(0, known.length - 1)] : undefined;
      return {
        number,
        customer: order?.customer ?? random.pick(sampleCustomers),
        category,
        priority: random.pick(priorities),
        openedVia: random.pick(media),
        topic: caseTopics[category],
        order,
        assignee: memberInTurn('support', number),
        journey,
        receivedOnDay,
      };
    }),
  ).flat();
};

/** 問い合わせの受け付け: the case as the customer told it. @param orderId id of the order that it is about. */
export const openCaseOf = (
  { customer, category, priority, openedVia, topic }: SampleCase,
  orderId: string | undefined,
): Plain<OpenCase> => ({
  customerId: customer.id,
  category,
  priority,
  openedVia,
  title: topic.title,
  description: topic.description,
  ...(orderId === undefined ? {} : { order: { orderId } }),
});
