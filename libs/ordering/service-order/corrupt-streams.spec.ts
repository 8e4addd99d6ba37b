import { describe, expect, it } from '@jest/globals';
import { CorruptStream } from '#libs/kernel/decider';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { ServiceOrderCommand } from './service-order.commands.ts';
import {
  acceptCompletion,
  acceptDesign,
  acceptMilestone,
  agreedOrder,
  completeTask,
  concludeContract,
  concludedOrder,
  confirmNeeds,
  continued,
  draftContract,
  draftProposal,
  finishedOrder,
  invoice,
  pay,
  planProject,
  recordNeeds,
  reportCompletion,
  startedOrder,
  startReview,
  startTask,
  story,
  STORY_DAY,
  submitDesign,
  submitProposal,
  type Story,
} from './service-order.story.ts';
import { serviceOrderStream } from './service-order.stream.ts';

// What no decision leads to, and what a log might hold that something else has written: facts that were recorded, with one member that cannot be.

const { decider } = serviceOrderStream;

const nextFact = (before: Story, command: ServiceOrderCommand): ServiceOrderFact =>
  continued(before, command).facts[before.facts.length]!;
const foldedWith = (before: Story, fact: ServiceOrderFact, change: object = {}) =>
  decider.evolve(before.state, { ...fact, data: { ...fact.data, ...change } } as ServiceOrderFact);

const revise: ServiceOrderCommand = { type: 'ReviseProposal', data: { scope: '設計・構築' } };
const requestChange: ServiceOrderCommand = {
  type: 'RequestChange',
  data: { title: '帳票', description: '帳票', by: 'customer' },
};
const quoteChange: ServiceOrderCommand = { type: 'QuoteChange', data: { validUntil: '2026-12-01', scope: '帳票も' } };
const agreeChange: ServiceOrderCommand = { type: 'AgreeChange', data: {} };
const terminate: ServiceOrderCommand = { type: 'TerminateContract', data: { by: 'customer', reason: '中止' } };
const time = { itemId: 'support', minutes: 90, memberId: 'sato', workedOn: STORY_DAY };
const reportTime: ServiceOrderCommand = { type: 'ReportTime', data: time };
const withdrawTime: ServiceOrderCommand = { type: 'WithdrawTime', data: { ...time, reason: '誤り' } };
const refuseDesign: ServiceOrderCommand = {
  type: 'RefuseDeliverable',
  data: { deliverableId: 'design', points: [{ description: '図がない' }] },
};
const refuseCompletion: ServiceOrderCommand = { type: 'RefuseCompletion', data: { points: [{ description: '誤り' }] } };
const resolvePoint: ServiceOrderCommand = { type: 'ResolvePoint', data: { pointId: 'P1', resolution: '直した' } };
const raiseIssue: ServiceOrderCommand = { type: 'RaiseIssue', data: { kind: 'issue', severity: 'low', title: '環境' } };
const resolveIssue: ServiceOrderCommand = { type: 'ResolveIssue', data: { issueId: 'I1', resolution: '直した' } };
const reportProgress: ServiceOrderCommand = { type: 'ReportProgress', data: { percent: 10, summary: '着手' } };
const planImprovement: ServiceOrderCommand = { type: 'PlanImprovement', data: { description: '手順' } };
const findNext: ServiceOrderCommand = { type: 'RecordNextOpportunity', data: { title: '倉庫' } };
const hold: ServiceOrderCommand = { type: 'HoldOrder', data: { reason: 'credit' } };
const release: ServiceOrderCommand = { type: 'ReleaseHold', data: { reason: 'credit' } };
const ask: ServiceOrderCommand = { type: 'OpenInquiry', data: { about: '日程', question: '?', askedVia: 'phone' } };
const answer: ServiceOrderCommand = { type: 'ResolveInquiry', data: { answer: '12月' } };

const agreed = agreedOrder();
const secondDraft = continued(story(recordNeeds, confirmNeeds, draftProposal()), revise);
const drafted = continued(agreed, draftContract);
const concluded = concludedOrder();
const { contract } = (nextFact(drafted, concludeContract) as Extract<ServiceOrderFact, { type: 'ContractConcluded' }>)
  .data;
const started = startedOrder();
const requested = continued(started, requestChange);
const quoted = continued(requested, quoteChange);
const handedOver = continued(started, submitDesign);
const accepted = continued(handedOver, acceptDesign);
const finished = finishedOrder();
const reported = continued(finished, reportCompletion);
const invoiced = continued(finished, invoice('INV-1'));

describe('a stream of a service order is corrupt', () => {
  it.each<[string, Story, ServiceOrderCommand, object]>([
    [
      'a version of the proposal does not follow',
      story(recordNeeds, confirmNeeds, draftProposal()),
      revise,
      { version: 3 },
    ],
    ['an older version of the proposal is submitted', secondDraft, submitProposal, { version: 1 }],
    ['a draft of the contract does not follow', agreed, draftContract, { draft: 2 }],
    ['a version of the contract does not follow', drafted, concludeContract, { contractVersion: 2 }],
    ['only one side signed the contract', drafted, concludeContract, { signedFor: ['company'] }],
    [
      'the milestones of the contract do not add up',
      drafted,
      concludeContract,
      { contract: { ...contract, billing: contract.billing.slice(1) } },
    ],
    [
      'a version of the contract is of an earlier day than the one before',
      quoted,
      agreeChange,
      { agreedOn: '2026-11-19' },
    ],
    ['a change has a number that is not the next', started, requestChange, { changeId: 'C2' }],
    ['a quote has a number that is not the next', requested, quoteChange, { quote: 2 }],
    [
      'a quote is agreed to that is not the newest',
      continued(quoted, { ...quoteChange, data: { validUntil: '2026-12-02', scope: '別' } }),
      agreeChange,
      { quote: 1 },
    ],
    [
      'a change drops a deliverable that was accepted',
      continued(accepted, requestChange, quoteChange),
      agreeChange,
      { contract: { ...contract, deliverables: [] } },
    ],
    ['a termination leaves something to be accepted', started, terminate, { contract }],
    ['a plan does not follow', concluded, planProject, { planNumber: 2 }],
    ['a task was begun that is not planned', started, startTask, { taskId: 'T9' }],
    ['a task is done that was not begun', continued(started, startTask), completeTask, { taskId: 'T9' }],
    ['more time is taken back than was reported', continued(started, reportTime), withdrawTime, { minutes: 91 }],
    ['a submission does not follow', started, submitDesign, { submission: 2 }],
    ['another submission is accepted than the one that the customer has', handedOver, acceptDesign, { submission: 2 }],
    ['another submission is refused than the one that the customer has', handedOver, refuseDesign, { submission: 2 }],
    [
      'a point has the id of another',
      continued(handedOver, refuseDesign, resolvePoint, submitDesign),
      refuseDesign,
      { points: [{ pointId: 'P1', description: '図' }] },
    ],
    ['a point is resolved that nobody raised', continued(handedOver, refuseDesign), resolvePoint, { pointId: 'P9' }],
    ['a progress report does not follow', started, reportProgress, { reportNumber: 2 }],
    ['an issue has the id of another', continued(started, raiseIssue), raiseIssue, { issueId: 'I1' }],
    ['an issue is resolved that nobody raised', continued(started, raiseIssue), resolveIssue, { issueId: 'I9' }],
    ['a review has the id of another', continued(started, startReview), startReview, { reviewId: 'R1' }],
    ['an improvement has the id of another', continued(started, planImprovement), planImprovement, { actionId: 'A1' }],
    ['a completion report does not follow', finished, reportCompletion, { reportNumber: 2 }],
    ['another report is accepted than the newest', reported, acceptCompletion, { reportNumber: 2 }],
    ['another report is refused than the newest', reported, refuseCompletion, { reportNumber: 2 }],
    [
      'an opportunity has the id of another',
      continued(reported, acceptCompletion, findNext),
      findNext,
      { opportunityId: 'O1' },
    ],
    ['a milestone is accepted that has no acceptance of its own', accepted, acceptMilestone, { milestoneId: 'M3' }],
    ['an invoice bills nothing', finished, invoice('INV-1'), { milestoneIds: [], net: 0 }],
    ['an invoice bills what is not billable', finished, invoice('INV-1'), { milestoneIds: ['M1', 'M3'], net: 700_000 }],
    ['an invoice is not the sum of what it bills', finished, invoice('INV-1'), { net: 499_999 }],
    ['a payment leaves something else than it should', invoiced, pay(50_000), { outstanding: 400_000 }],
    ['more is paid than is owed', invoiced, pay(550_000), { amount: 550_001, outstanding: -1 }],
    ['a hold is released that there is not', continued(started, hold), release, { reason: 'price' }],
    ['an inquiry is answered that there is not', continued(started, ask), answer, { inquiryId: 'another' }],
  ])('where %s', (_what, before, command, change) => {
    const fact = nextFact(before, command);
    expect(() => foldedWith(before, fact)).not.toThrow();
    expect(() => foldedWith(before, fact, change)).toThrow(CorruptStream);
  });

  it.each<[string, Story, ServiceOrderCommand]>([
    ['a task is done', continued(started, startTask), completeTask],
    ['a deliverable is submitted', started, submitDesign],
    ['a point is resolved', continued(handedOver, refuseDesign), resolvePoint],
    ['an issue is resolved', continued(started, raiseIssue), resolveIssue],
    [
      'a review is concluded',
      continued(started, startReview),
      { type: 'ConcludeReview', data: { met: ['scope', 'wording'] } },
    ],
    ['a milestone is accepted', accepted, acceptMilestone],
    ['an invoice is issued', finished, invoice('INV-1')],
    ['an inquiry is opened', started, ask],
  ])('where %s twice', (_what, before, command) => {
    const once = continued(before, command);
    expect(() => foldedWith(once, nextFact(before, command))).toThrow(CorruptStream);
  });

  it('where a contract goes on, or ends, although a change is open', () => {
    const terminated = nextFact(started, terminate);
    expect(() => foldedWith(started, terminated)).not.toThrow();
    expect(() => foldedWith(requested, terminated)).toThrow(CorruptStream);
  });
});
