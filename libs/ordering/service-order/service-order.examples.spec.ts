import { describe, expect, it } from '@jest/globals';
import { serviceOrderCommands } from './service-order.catalogue.ts';
import type { ServiceOrderCommand } from './service-order.commands.ts';
import { continued, placeOf, story, told, type Story } from './service-order.story.ts';

type CommandType = ServiceOrderCommand['type'];

const played = new Set<CommandType>();

/** The example of a command, as the documents show it; some with another part of the order than the one it is about. */
const example = (type: CommandType, about: object = {}): ServiceOrderCommand => {
  played.add(type);
  return { type, data: { ...serviceOrderCommands[type].example, ...about } } as ServiceOrderCommand;
};
const all = (...types: readonly CommandType[]): readonly ServiceOrderCommand[] => types.map((type) => example(type));

const recorded = story(example('RecordNeeds', { orderNumber: 'SO-2026-000001' }));
const withCustomer = continued(
  recorded,
  ...all('EstimateWinProbability', 'ReviseNeeds', 'ConfirmNeeds', 'DraftProposal', 'SubmitProposal'),
);
const agreed = continued(
  withCustomer,
  ...all('RequestProposalRevision', 'ReviseProposal', 'SubmitProposal', 'AcceptProposal'),
);
const started = continued(
  agreed,
  ...all('DraftContract', 'AmendContractDraft', 'ConcludeContract', 'PlanProject', 'KickOffProject'),
);
const changed = continued(started, ...all('RequestChange', 'QuoteChange', 'AgreeChange'));
const handedOver = continued(
  changed,
  ...all('StartTask', 'CompleteTask', 'ReportTime', 'WithdrawTime'),
  ...all('SubmitDeliverable', 'RefuseDeliverable', 'ResolvePoint', 'SubmitDeliverable', 'AcceptDeliverable'),
  ...all('AcceptMilestone', 'ReportProgress', 'RaiseIssue', 'MarkAtRisk', 'ResolveIssue', 'MarkOnTrack'),
);
const improved = continued(handedOver, ...all('StartReview', 'ConcludeReview', 'CloseImprovement', 'ResumeDelivery'));
const finished = continued(
  improved,
  example('StartTask', { taskId: 'T2' }),
  example('CompleteTask', { taskId: 'T2' }),
  example('SubmitDeliverable', { deliverableId: 'D2' }),
  example('AcceptDeliverable', { deliverableId: 'D2' }),
  example('AcceptMilestone', { milestoneId: 'M4' }),
  example('EndService'),
);
const invoiced = continued(changed, example('IssueInvoice'));

const completed = continued(
  finished,
  ...all('ReportCompletion', 'RefuseCompletion'),
  example('ResolvePoint', { pointId: 'P2' }),
  ...all('ReportCompletion', 'AcceptCompletion', 'EvaluateEngagement', 'RecordNextOpportunity'),
);
const MUCH_LATER = '2099-06-01T00:00:00.000Z';

/** What else may become of it, by the state in which it then is. */
const otherwise: readonly (readonly [string, Story])[] = [
  ['lost.declined', continued(withCustomer, example('DeclineProposal'))],
  ['lost.expired', told(withCustomer, example('ExpireProposal'), MUCH_LATER)],
  ['lost.withdrawn', continued(agreed, example('GiveUpEngagement'))],
  ['terminated', continued(handedOver, example('TerminateContract'))],
  ['delivering.onTrack', continued(started, ...all('RequestChange', 'DeclineChange'))],
  ['delivering.onTrack', continued(changed, example('RenewContract'))],
  [
    'reviewing.improving',
    continued(handedOver, ...all('StartReview', 'ConcludeReview', 'WaiveImprovement', 'PlanImprovement')),
  ],
  [
    'delivering.onTrack',
    continued(started, ...all('OpenInquiry', 'ResolveInquiry', 'RecordContact', 'RecordFeedback')),
  ],
  ['delivering.onTrack', continued(started, ...all('HoldOrder', 'ReleaseHold'))],
];

const paid = continued(invoiced, example('RecordInvoicePayment'));
const cancelled = continued(invoiced, example('CancelInvoice'));
const overdue = told(invoiced, example('MarkInvoiceOverdue'), MUCH_LATER);

describe('the examples of the commands of a service order', () => {
  it('tell one engagement, from the first wish to the next', () =>
    expect(placeOf(completed)).toMatchObject({ engagement: 'completed', value: 6_860_000, billable: 6_860_000 }));

  it.each(otherwise)('tell how it may come to be %s', (state, order) =>
    expect(placeOf(order)).toMatchObject({ engagement: state }),
  );

  it('tell of its invoices', () => {
    expect(placeOf(paid)).toMatchObject({ paid: 550_000, milestones: { M1: 'partlyPaid' } });
    expect(placeOf(cancelled)).toMatchObject({ billed: 0, milestones: { M1: 'billable' } });
    expect(placeOf(overdue)).toMatchObject({ milestones: { M1: 'overdue' } });
  });

  it('leave no command out', () => expect([...played].sort()).toEqual(Object.keys(serviceOrderCommands).sort()));
});
