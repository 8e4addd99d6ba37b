import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { orderStatusProjection } from './order-status.projection.ts';
import type { OrderStatusRow } from './order-status.table.ts';

const submitted = { engagement: 'proposing.submitted', step: 2, nextActor: 'customer' };
const delivering = { engagement: 'delivering.onTrack', step: 5 };

describeInEachRoom('who owes whom an answer on an order', (openRoom) => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  let projected = 0;
  beforeEach(async () => {
    room = await openRoom();
    log = givenLog(memoryVault());
    projected = 0;
    log.order('goods', 'OrderReceived', { receivedAt: '2026-11-19T01:00:00Z' });
    log.service('work', 'NeedsRecorded', { receivedAt: '2026-11-19T01:00:00Z' });
  });
  afterEach(() => room.leave());

  const rowOf = async (wanted: 'goods' | 'work'): Promise<OrderStatusRow> => {
    const fresh = log.events.slice(projected);
    projected = log.events.length;
    await room.project(orderStatusProjection, fresh);
    const rows = (await room.rows(orderStatusProjection, 'order_status')) as readonly OrderStatusRow[];
    return rows.find(({ id }) => id === wanted)!;
  };
  /** Who owes one and by when, then after what each one is owed. */
  const owedOn = async (wanted: 'goods' | 'work') => {
    const { reply_owed_by, reply_due, owed_replies } = await rowOf(wanted);
    return [reply_owed_by, reply_due, ...owed_replies.map(({ after }) => after)];
  };
  const lastContactOn = async (wanted: 'goods' | 'work') => {
    const { last_contact_at, last_contact_medium, last_contact_direction } = await rowOf(wanted);
    return [last_contact_at, last_contact_medium, last_contact_direction];
  };
  const nobody = [null, null];

  it('is nobody at first', async () => {
    expect(await owedOn('goods')).toEqual(nobody);
    expect(await owedOn('work')).toEqual(nobody);
  });

  it('follows contacts in both directions, on either kind of order', async () => {
    const question = { direction: 'inbound', replyOwedBy: 'company', replyDue: '2026-11-24' } as const;
    log.order('goods', 'CustomerContacted', question);
    log.service('work', 'CustomerContacted', question);
    expect(await owedOn('goods')).toEqual(['company', '2026-11-24', 'contact']);
    expect(await owedOn('work')).toEqual(['company', '2026-11-24', 'contact']);
    log.order('goods', 'CustomerContacted', { direction: 'outbound' });
    log.service('work', 'CustomerContacted', { direction: 'outbound', replyOwedBy: 'customer' });
    expect(await owedOn('goods')).toEqual(nobody);
    expect(await owedOn('work')).toEqual(['customer', null, 'contact']);
    log.service('work', 'CustomerContacted', { direction: 'inbound' });
    expect(await owedOn('work')).toEqual(nobody);
  });

  it('is still the company after other facts, and after the order has ended', async () => {
    log.order('goods', 'CustomerContacted', { direction: 'inbound', replyOwedBy: 'company' });
    log.order('goods', 'OrderConfirmed');
    log.order('goods', 'OrderCompleted', {}, { fulfilment: 'completed', step: 7 });
    expect(await owedOn('goods')).toEqual(['company', null, 'contact']);
  });

  it('judges contacts by when they took place, not by when they were written down', async () => {
    const state = log.events[0]!.metadata.stateAfter as Parameters<GivenLog['add']>[2];
    const call = (direction: string, occurredAt: string, more: object = {}) => {
      const data = { medium: 'phone', direction, summary: null, ...more };
      log.add('goodsOrder-goods', { type: 'CustomerContacted', data }, state, occurredAt);
    };
    call('outbound', '2026-11-24T03:00:00Z');
    call('inbound', '2026-11-23T03:00:00Z', { replyOwedBy: 'company' });
    expect(await owedOn('goods')).toEqual(nobody);
    expect(await lastContactOn('goods')).toEqual(['2026-11-24T03:00:00.000Z', 'phone', 'outbound']);
  });

  it('is the company as long as an inquiry is open', async () => {
    log.order('goods', 'InquiryOpened', {}, { care: 'inquiryOpen' });
    log.service('work', 'InquiryOpened', {}, { care: 'inquiryOpen' });
    expect(await owedOn('goods')).toEqual(['company', null, 'inquiry']);
    expect(await owedOn('work')).toEqual(['company', null, 'inquiry']);
    log.order('goods', 'InquiryResolved', {}, { care: 'quiet' });
    expect(await owedOn('goods')).toEqual(nobody);
  });

  it('is the customer where something was unclear, until it is answered', async () => {
    log.order('goods', 'ClarificationRequested');
    expect(await owedOn('goods')).toEqual(['customer', '2026-11-24', 'clarification']);
    log.order('goods', 'ClarificationReceived');
    expect(await owedOn('goods')).toEqual(nobody);
  });

  it('is the customer where a delivery date was proposed, also one after the agreed date', async () => {
    log.order('goods', 'LineBackordered');
    log.order('goods', 'DeliveryDateProposed');
    expect(await owedOn('goods')).toEqual(['customer', null, 'deliveryDate']);
    log.order('goods', 'DeliveryDateAgreed');
    expect(await owedOn('goods')).toEqual(nobody);
    log.order('goods', 'DeliveryDateProposed', { proposedDate: '2026-12-18' });
    expect(await owedOn('goods')).toEqual(['customer', null, 'deliveryDate']);
    log.order('goods', 'StockAllocated', { quantity: 4, from: 'backordered' });
    expect(await owedOn('goods')).toEqual(nobody);
  });

  it('is the customer while a proposal or the quote of a change is with them', async () => {
    log.service('work', 'ProposalDrafted');
    expect(await owedOn('work')).toEqual(nobody);
    log.service('work', 'ProposalSubmitted', {}, submitted);
    expect(await owedOn('work')).toEqual(['customer', '2026-12-11', 'proposal']);
    log.service('work', 'ContractConcluded', {}, delivering);
    log.service('work', 'ChangeRequested', {}, { change: 'requested' });
    expect(await owedOn('work')).toEqual(nobody);
    log.service('work', 'ChangeQuoted', {}, { change: 'quoted' });
    expect(await owedOn('work')).toEqual(['customer', '2027-02-26', 'change']);
    log.service('work', 'ChangeDeclined', {}, { change: 'declined' });
    expect(await owedOn('work')).toEqual(nobody);
  });

  it('is both where each waits for the other, and the earliest day counts', async () => {
    log.order('goods', 'ClarificationRequested');
    log.order('goods', 'CustomerContacted', { direction: 'inbound', replyOwedBy: 'company', replyDue: '2026-11-23' });
    expect(await owedOn('goods')).toEqual(['both', '2026-11-23', 'contact', 'clarification']);
    log.order('goods', 'CustomerContacted', { direction: 'outbound', replyOwedBy: 'customer', replyDue: '2026-12-01' });
    expect(await owedOn('goods')).toEqual(['customer', '2026-11-24', 'contact', 'clarification']);
  });

  it('is no customer any more whose order was cancelled, or whose engagement was terminated', async () => {
    log.order('goods', 'ClarificationRequested');
    log.order('goods', 'OrderCancelled', {}, { fulfilment: 'cancelled', step: undefined });
    expect(await owedOn('goods')).toEqual(nobody);
    log.service('work', 'ChangeQuoted', {}, { ...delivering, change: 'quoted' });
    log.service('work', 'ContractTerminated', {}, { engagement: 'terminated', step: undefined });
    expect(await owedOn('work')).toEqual(nobody);
  });

  it('stands beside the last contact: when, how, and who turned to whom', async () => {
    expect(await lastContactOn('goods')).toEqual(['2026-11-19T01:00:00.000Z', 'phone', 'inbound']);
    const at = () => new Date(log.events.at(-1)!.created).toISOString();
    log.order('goods', 'OrderConfirmed');
    log.service('work', 'NeedsConfirmed');
    log.order('goods', 'ClarificationRequested', { askedVia: 'fax' });
    expect(await lastContactOn('goods')).toEqual([at(), 'fax', 'outbound']);
    log.order('goods', 'DeliveryDateDeclined');
    expect(await lastContactOn('goods')).toEqual([at(), null, 'inbound']);
    log.service('work', 'ProposalSubmitted', {}, submitted);
    expect(await lastContactOn('work')).toEqual([at(), 'email', 'outbound']);
    log.service('work', 'TaskStarted');
    log.service('work', 'ContractConcluded', {}, delivering);
    expect(await lastContactOn('work')).toEqual([at(), null, null]);
    log.service('work', 'ChangeRequested', { by: 'company' });
    expect(await lastContactOn('work')).toEqual([at(), null, 'outbound']);
  });

  it('begins without a medium where the order came in by no talk between people', async () => {
    log.order('goods', 'OrderReceived', { channel: 'edi' });
    expect(await lastContactOn('goods')).toEqual(['2026-11-20T01:00:00.000Z', null, 'inbound']);
  });
});
