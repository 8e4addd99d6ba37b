import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeInEachRoom } from '../testing/read-models-room.ts';
import { contractSample, planSample } from '../testing/service-contract-samples.ts';
import {
  delivering,
  inState,
  openServiceOrderStatus,
  type ServiceOrderStatus,
} from './testing/service-order-status.ts';

describeInEachRoom('why a service order is stuck', (openRoom) => {
  let order: ServiceOrderStatus;
  beforeEach(async () => {
    order = openServiceOrderStatus(await openRoom());
  });
  afterEach(() => order.room.leave());

  it('waits for the answer to the newest version of the proposal until it expires', async () => {
    order.given('NeedsRecorded', 'ProposalDrafted', 'ProposalRevised');
    const submitted = inState('proposing.submitted', { step: 2, nextActor: 'customer' });
    order.log.service('s', 'ProposalSubmitted', { version: 2, validUntil: '2026-12-18' }, submitted);
    expect(await order.rowNow()).toMatchObject({
      blocked_by: [{ code: 'proposalAwaitingAnswer', version: 2, validUntil: '2026-12-18' }],
      next_actor: 'customer',
      proposed_date: '2027-06-30',
    });
    order.log.service('s', 'ProposalRevisionRequested', { version: 2 }, inState('proposing.revisionRequested'));
    expect(await order.rowNow()).toMatchObject({
      blocked_by: [{ code: 'revisionRequested', version: 2 }],
      next_actor: 'backOffice',
      proposed_date: null,
    });
    order.log.service('s', 'ProposalExpired', { version: 2 }, inState('lost.expired', { step: undefined }));
    expect(await order.rowNow()).toMatchObject({ blocked: false, step: null });
  });

  it('names what the draft of the contract still lacks', async () => {
    order.given('NeedsRecorded', 'ProposalDrafted');
    const { scope: _scope, paymentDays: _days, warranty: _warranty, ...incomplete } = contractSample;
    order.log.service('s', 'ContractDrafted', { contract: incomplete }, inState('contracting.drafted', { step: 3 }));
    expect(await order.blockersNow()).toEqual([
      { code: 'contractIncomplete', missing: ['scope', 'paymentDays', 'warranty'] },
    ]);
    order.log.service('s', 'ContractDrafted', { draft: 2 });
    expect(await order.blockersNow()).toEqual([]);
  });

  it('names what the plan still lacks before the project is kicked off', async () => {
    order.contracted();
    const { owner: _owner, schedule: _schedule, ...incomplete } = planSample;
    order.log.service('s', 'ProjectPlanned', { plan: incomplete }, inState('launching.planning', { step: 4 }));
    expect(await order.blockersNow()).toEqual([{ code: 'planIncomplete', missing: ['owner', 'schedule'] }]);
    order.log.service('s', 'ProjectPlanned', {}, inState('launching.ready'));
    expect(await order.blockersNow()).toEqual([]);
  });

  it('says why a project is at risk until it is back on track', async () => {
    order.contracted();
    order.log.service('s', 'ProjectBecameAtRisk', {}, inState('delivering.atRisk', { step: 5 }));
    expect(await order.blockersNow()).toEqual([{ code: 'atRisk', causes: ['schedule', 'quality'] }]);
    order.log.service('s', 'ProjectCameBackOnTrack', {}, delivering);
    expect(await order.blockersNow()).toEqual([]);
  });

  it('is held up by issues of high severity, and by no others', async () => {
    order.contracted();
    order.log.service('s', 'IssueRaised', {}, delivering);
    order.log.service('s', 'IssueRaised', { issueId: 'X2', severity: 'medium' });
    expect(await order.blockersNow()).toEqual([{ code: 'severeIssuesOpen', issueIds: ['X1'] }]);
    order.given('IssueResolved');
    expect(await order.blockersNow()).toEqual([]);
  });

  it('waits for the customer where everything is handed over', async () => {
    order.contracted();
    order.log.service('s', 'DeliverableSubmitted', {}, delivering);
    expect(await order.blockersNow()).toEqual([]);
    order.log.service('s', 'TaskDone', {}, { nextActor: 'customer' });
    expect(await order.blockersNow()).toEqual([{ code: 'deliverablesAwaitingAcceptance', deliverableIds: ['D1'] }]);
    order.log.service('s', 'DeliverableAccepted', {}, { nextActor: 'backOffice' });
    expect(await order.blockersNow()).toEqual([]);
  });

  it('shows a refused deliverable, and the points of it, until it is submitted again', async () => {
    order.contracted();
    order.log.service('s', 'DeliverableSubmitted', {}, delivering);
    order.given('DeliverableRefused');
    const refused = { code: 'deliverableRefused', deliverableId: 'D1' };
    expect(await order.blockersNow()).toEqual([refused, { code: 'pointsOpen', pointIds: ['P1'] }]);
    order.given('PointResolved');
    expect(await order.blockersNow()).toEqual([refused]);
    order.log.service('s', 'DeliverableSubmitted', { submission: 2 });
    expect(await order.blockersNow()).toEqual([]);
  });

  it('forgets a refused deliverable that a change takes out of the contract, but not its points', async () => {
    order.contracted();
    order.log.service('s', 'DeliverableRefused', {}, delivering);
    order.log.service('s', 'ChangeAgreed', { contract: { ...contractSample, deliverables: [] } });
    expect(await order.blockersNow()).toEqual([{ code: 'pointsOpen', pointIds: ['P1'] }]);
  });

  it('is held up by improvements until each is closed or waived', async () => {
    order.contracted();
    order.log.service('s', 'ReviewConcluded', {}, inState('reviewing.improving', { step: 6 }));
    order.given('ImprovementPlanned');
    order.log.service('s', 'ImprovementPlanned', { actionId: 'A2' });
    expect(await order.blockersNow()).toEqual([{ code: 'improvementsOpen', actionIds: ['A1', 'A2'] }]);
    order.given('ImprovementClosed');
    expect(await order.blockersNow()).toEqual([{ code: 'improvementsOpen', actionIds: ['A2'] }]);
    order.log.service('s', 'ImprovementWaived', { actionId: 'A2' });
    expect(await order.blockersNow()).toEqual([]);
  });

  it('waits for the final acceptance, and goes back to work where that is refused', async () => {
    order.contracted();
    const reported = inState('finalising.awaitingAcceptance', { step: 7, nextActor: 'customer' });
    order.log.service('s', 'CompletionReported', {}, reported);
    expect(await order.blockersNow()).toEqual([{ code: 'completionAwaitingAcceptance', reportNumber: 1 }]);
    order.log.service('s', 'CompletionRefused', {}, delivering);
    const refused = { code: 'completionRefused', reportNumber: 1 };
    expect(await order.blockersNow()).toEqual([refused, { code: 'pointsOpen', pointIds: ['P2'] }]);
    order.log.service('s', 'PointResolved', { pointId: 'P2' });
    expect(await order.blockersNow()).toEqual([refused]);
    order.log.service('s', 'CompletionReported', { reportNumber: 2 }, reported);
    expect(await order.blockersNow()).toEqual([{ code: 'completionAwaitingAcceptance', reportNumber: 2 }]);
    order.log.service('s', 'CompletionAccepted', { reportNumber: 2 }, inState('finalising.accepted'));
    expect(await order.rowNow()).toMatchObject({ blocked: false, expected_date: null });
  });

  it('asks for the quote of a change, then for the answer to it', async () => {
    order.contracted();
    order.log.service('s', 'ChangeRequested', {}, { ...delivering, change: 'requested' });
    expect(await order.rowNow()).toMatchObject({
      change: 'requested',
      blocked_by: [{ code: 'changeToQuote', changeId: 'C1' }],
      proposed_date: null,
    });
    order.log.service('s', 'ChangeQuoted', { quote: 2 }, { change: 'quoted' });
    expect(await order.rowNow()).toMatchObject({
      blocked_by: [{ code: 'changeAwaitingAnswer', changeId: 'C1', quote: 2, validUntil: '2027-02-26' }],
      proposed_date: '2027-07-31',
    });
    order.log.service('s', 'ChangeDeclined', {}, { change: 'declined' });
    expect(await order.rowNow()).toMatchObject({ blocked: false, proposed_date: null, agreed_date: '2027-06-30' });
  });

  it('names an overdue invoice and what is left to pay of it, also when the work has long ended', async () => {
    order.contracted();
    order.given('InvoiceIssued');
    order.log.service('s', 'InvoiceIssued', { invoiceNumber: 'INV-2', milestoneIds: ['M3'] }, inState('completed'));
    expect(await order.blockersNow()).toEqual([]);
    order.given('InvoiceBecameOverdue');
    order.log.service('s', 'InvoicePaymentReceived', { amount: 130_000 }, { billing: 'overdue' });
    expect(await order.blockersNow()).toEqual([
      { code: 'invoiceOverdue', invoiceNumber: 'INV-1', dueOn: '2027-01-14', outstanding: 200_000 },
    ]);
    order.log.service('s', 'InvoicePaymentReceived', { paymentId: 'p2', amount: 200_000 }, { billing: 'invoiced' });
    expect(await order.blockersNow()).toEqual([]);
  });

  it('is not overdue with an invoice that was cancelled', async () => {
    order.contracted();
    order.given('InvoiceIssued');
    order.given('InvoiceBecameOverdue');
    expect(await order.blockersNow()).toMatchObject([{ code: 'invoiceOverdue', invoiceNumber: 'INV-1' }]);
    order.given('InvoiceCancelled');
    expect(await order.blockersNow()).toEqual([]);
  });

  it('names its holds first, and is not held once it has ended', async () => {
    order.contracted();
    order.log.service('s', 'ProjectBecameAtRisk', {}, inState('delivering.atRisk', { step: 5 }));
    order.given('OrderHeld');
    order.log.service('s', 'OrderHeld', { reason: 'price' });
    order.given('HoldReleased');
    expect((await order.blockersNow()).map(({ code }) => code)).toEqual(['held', 'atRisk']);
    order.log.service('s', 'ContractTerminated', {}, inState('terminated', { step: undefined }));
    expect(await order.rowNow()).toMatchObject({ blocked: false, step: null, expected_date: null });
  });
});
