import { daysLater } from '#state-machines/vocabulary/dates';
import type { EngagementPlace } from './engagement-places.ts';
import { migration, migrationBilling, migrationItems, signatories, todayInJapan } from './sample-engagement.ts';

const today = todayInJapan();
const yesterday = daysLater(today, -1);
const tomorrow = daysLater(today, 1);
const endsTooEarly = { startsOn: today, endsOn: yesterday };
const [price, support] = migrationItems;
const [, design, final] = migrationBilling;
const task = (taskId: string, more: object = {}) => ({
  taskId,
  title: '作業',
  startsOn: today,
  endsOn: today,
  ...more,
});
/** A plan whose two tasks depend on each other. */
export const circle = { tasks: [task('T1', { dependsOn: ['T2'] }), task('T2', { dependsOn: ['T1'] })] };
const scores = { quality: 5, schedule: 5, cost: 5, collaboration: 5 };

/** What is wrong to send, and what refuses it: the form of the command (400), the state (409) or a rule about the content (422), with its field. */
type WrongCommand = readonly [
  what: string,
  command: string,
  body: object,
  status: number,
  rule: string,
  field?: string,
];

/** By the place in which it is wrong. */
export const wrongCommands: Readonly<Partial<Record<EngagementPlace, readonly WrongCommand[]>>> = {
  'new needs': [
    ['an unknown field', 'confirm-needs', { colour: 'red' }, 400, 'unknown-field', 'colour'],
    ['a chance above 100 percent', 'estimate-win-probability', { percent: 101 }, 400, 'is-whole-number', 'percent'],
    ['a chance below nothing', 'estimate-win-probability', { percent: -1 }, 400, 'is-whole-number', 'percent'],
    ['a contract before any proposal', 'draft-contract', {}, 409, 'not-in-this-state'],
  ],
  'confirmed needs': [
    [
      'a schedule that ends before it begins',
      'draft-proposal',
      { ...migration().proposal, schedule: endsTooEarly },
      422,
      'schedule-ends-before-it-begins',
      'schedule.endsOn',
    ],
  ],
  'a second proposal': [
    [
      'a price below nothing',
      'revise-proposal',
      { items: [{ ...price, amount: -1 }] },
      400,
      'is-whole-number',
      'items[0].amount',
    ],
    [
      'hours of a fixed price',
      'revise-proposal',
      { items: [{ ...price, capHours: 3 }] },
      400,
      'goes-with-pricing',
      'items[0].capHours',
    ],
    [
      'time without a cap',
      'revise-proposal',
      { items: [{ ...support, capHours: undefined }] },
      400,
      'required',
      'items[0].capHours',
    ],
    [
      'a cap below the estimate',
      'revise-proposal',
      { items: [{ ...support, capHours: 40 }] },
      422,
      'cap-below-estimate',
      'items[0].capHours',
    ],
    ['an acceptance that names no version', 'accept-proposal', {}, 400, 'required', 'version'],
    [
      'the acceptance of a superseded version',
      'accept-proposal',
      { version: 1 },
      422,
      'proposal-superseded',
      'version',
    ],
    [
      'the acceptance of a version that nobody wrote',
      'accept-proposal',
      { version: 3 },
      422,
      'unknown-proposal',
      'version',
    ],
  ],
  'an unfinished second proposal': [
    ['the acceptance of the version before it', 'accept-proposal', { version: 1 }, 409, 'proposal-not-submitted'],
  ],
  'an expired proposal': [
    ['its acceptance', 'accept-proposal', { version: 1 }, 409, 'proposal-expired'],
    [
      'a new version with the old validity',
      'revise-proposal',
      { scope: '設計。' },
      422,
      'validity-needed',
      'validUntil',
    ],
  ],
  'a drafted contract': [
    ['no word about signatories', 'conclude-contract', {}, 400, 'required', 'signatories'],
    ['no signatory at all', 'conclude-contract', { signatories: [] }, 422, 'signatory-missing', 'signatories'],
    [
      'the signature of one side only',
      'conclude-contract',
      { signatories: [signatories[1]] },
      422,
      'signatory-missing',
      'signatories',
    ],
    [
      'a schedule that ends before it begins',
      'amend-contract-draft',
      { schedule: endsTooEarly },
      422,
      'schedule-ends-before-it-begins',
      'schedule.endsOn',
    ],
  ],
  'an incomplete contract': [
    ['its conclusion', 'conclude-contract', { signatories }, 422, 'contract-incomplete', 'paymentDays'],
  ],
  'a contract that does not add up': [
    ['its conclusion', 'conclude-contract', { signatories }, 422, 'billing-does-not-add-up', 'billing'],
  ],
  'a concluded contract': [
    ['tasks that wait for each other', 'plan-project', circle, 422, 'task-cycle', 'tasks'],
    [
      'a task that waits for itself',
      'plan-project',
      { tasks: [task('T1', { dependsOn: ['T1'] })] },
      422,
      'task-cycle',
      'tasks',
    ],
    [
      'a task that ends before it begins',
      'plan-project',
      { tasks: [task('T1', endsTooEarly)] },
      422,
      'schedule-ends-before-it-begins',
      'tasks[0].endsOn',
    ],
    [
      'a project that ends before it begins',
      'plan-project',
      { schedule: endsTooEarly },
      422,
      'schedule-ends-before-it-begins',
      'schedule.endsOn',
    ],
  ],
  'half a plan': [['a kick-off', 'kick-off-project', {}, 409, 'plan-incomplete']],
  'begun work': [
    [
      'progress above 100 percent',
      'report-progress',
      { percent: 101, summary: '完了' },
      400,
      'is-whole-number',
      'percent',
    ],
    ['feedback above five', 'record-feedback', { score: 6 }, 400, 'is-whole-number', 'score'],
    ['feedback below one', 'record-feedback', { score: 0 }, 400, 'is-whole-number', 'score'],
    ['a task that waits for another', 'start-task', { taskId: 'T2' }, 409, 'task-waits'],
    [
      'a milestone before its deliverable',
      'accept-milestone',
      { milestoneId: 'M2' },
      422,
      'deliverables-not-accepted',
      'milestoneId',
    ],
    [
      'an invoice before its acceptance',
      'issue-invoice',
      { invoiceNumber: 'INV-9', milestoneIds: ['M1', 'M2'] },
      422,
      'milestone-not-billable',
      'milestoneIds[1]',
    ],
    ['completion while work is left', 'report-completion', { summary: '完了' }, 409, 'not-ready-for-completion'],
  ],
  'a change to quote': [
    [
      'a quote that does not add up',
      'quote-change',
      { validUntil: tomorrow, items: [price] },
      422,
      'billing-does-not-add-up',
      'billing',
    ],
    [
      'a quote that ends before it begins',
      'quote-change',
      { validUntil: tomorrow, endsOn: yesterday },
      422,
      'schedule-ends-before-it-begins',
      'endsOn',
    ],
    [
      'a quote for what was accepted',
      'quote-change',
      { validUntil: tomorrow, billing: [{ ...design, amount: 1 }, final] },
      422,
      'milestone-is-fixed',
      'billing[0]',
    ],
    ['agreement before there is a quote', 'agree-change', {}, 409, 'not-in-this-state'],
  ],
  'an invoice': [
    [
      'its number for something else',
      'issue-invoice',
      { invoiceNumber: 'INV-1', milestoneIds: ['M2'] },
      422,
      'invoice-number-used',
      'invoiceNumber',
    ],
    ['a payment of nothing', 'record-invoice-payment', { amount: 0, method: 'cash' }, 400, 'is-whole-number', 'amount'],
    [
      'more money than is owed',
      'record-invoice-payment',
      { amount: 660_001, method: 'cash' },
      422,
      'more-than-outstanding',
      'amount',
    ],
    [
      'that it is overdue, before it is due',
      'mark-invoice-overdue',
      { invoiceNumber: 'INV-1' },
      422,
      'not-overdue-yet',
      'invoiceNumber',
    ],
  ],
  'a reported completion': [
    ['a refusal without a point', 'refuse-completion', { points: [] }, 400, 'is-record-list', 'points'],
    [
      'an acceptance before the report',
      'accept-completion',
      { acceptedOn: yesterday },
      422,
      'accepted-before-report',
      'acceptedOn',
    ],
    ['an evaluation before the acceptance', 'evaluate-engagement', scores, 409, 'not-in-this-state'],
  ],
  'a terminated contract': [
    ['progress', 'report-progress', { percent: 10, summary: '続けました' }, 409, 'not-in-this-state'],
    ['a task', 'start-task', { taskId: 'T1' }, 409, 'not-in-this-state'],
    ['time', 'report-time', { itemId: 'I2', minutes: 60, memberId: 'sato' }, 409, 'not-in-this-state'],
    ['a deliverable', 'submit-deliverable', { deliverableId: 'D1' }, 409, 'not-in-this-state'],
  ],
};
