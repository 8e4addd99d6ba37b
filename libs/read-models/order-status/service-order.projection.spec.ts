import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { StateAfter } from '#libs/kernel/fact';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { serviceOrderFactLabels } from '../order-timeline/service-order.fact-labels.ts';
import { describeInEachRoom } from '../testing/read-models-room.ts';
import { serviceOrderSamples } from '../testing/service-order-samples.ts';
import { orderStatusProjection } from './order-status.projection.ts';
import {
  delivering,
  inState,
  openServiceOrderStatus,
  type ServiceOrderStatus,
} from './testing/service-order-status.ts';

describeInEachRoom('the status of a service order', (openRoom) => {
  let order: ServiceOrderStatus;
  beforeEach(async () => {
    order = openServiceOrderStatus(await openRoom());
  });
  afterEach(() => order.room.leave());

  it('begins with what the customer wishes', async () => {
    order.given('NeedsRecorded');
    expect(await order.rowNow()).toMatchObject({
      id: 's',
      kind: 'service',
      order_number: 'SO-2026-000001',
      channel: 'visit',
      customer_id: 'C-2',
      title: '在庫管理の導入支援',
      engagement: 'hearing.gathering',
      change: 'none',
      billing: 'unscheduled',
      fulfilment: null,
      payment: null,
      payment_terms: null,
      step: 1,
      blocked: false,
      requested_date: '2027-06-30',
      agreed_date: null,
      value: 1_800_000,
      total: 1_980_000,
      shipments: [],
      milestones: [],
    });
  });

  it('takes every fact, and moves on with each', async () => {
    const types = Object.keys(serviceOrderFactLabels) as ServiceOrderFact['type'][];
    order.given(...types);
    expect(await order.rowNow()).toMatchObject({
      revision: types.length - 1,
      position: order.log.events.at(-1)!.position,
    });
  });

  it('stands beside goods orders, which know nothing of engagements', async () => {
    order.log.order('a', 'OrderReceived');
    order.given('NeedsRecorded');
    await order.rowNow();
    expect(await order.room.rows(orderStatusProjection, 'order_status')).toMatchObject([
      { id: 'a', kind: 'goods', fulfilment: 'received', engagement: null, value: null, title: null, milestones: [] },
      { id: 's', kind: 'service', fulfilment: null, engagement: 'hearing.gathering' },
    ]);
  });

  it('cannot begin with a fact that comes later', async () => {
    order.given('ProposalDrafted');
    await expect(order.rowNow()).rejects.toThrow('not with NeedsRecorded');
  });

  it('follows needs that are revised', async () => {
    order.given('NeedsRecorded');
    order.log.service('s', 'NeedsRevised', { title: '在庫と発注の導入支援', desiredDate: undefined });
    expect(await order.rowNow()).toMatchObject({ title: '在庫と発注の導入支援', requested_date: null });
  });

  it('takes its dates from the contract, also when that is changed, renewed or not renewed', async () => {
    order.contracted();
    const dates = async () => {
      const { agreed_date, expected_date } = await order.rowNow();
      return [agreed_date, expected_date];
    };
    expect(await dates()).toEqual(['2027-06-30', '2027-06-30']);
    order.log.service('s', 'ChangeAgreed', {}, delivering);
    expect(await dates()).toEqual(['2027-07-31', '2027-07-31']);
    order.given('ContractRenewed');
    expect(await dates()).toEqual(['2027-12-31', '2027-12-31']);
    order.log.service('s', 'ServiceEndAgreed', { endsOn: '2027-11-30' });
    expect(await dates()).toEqual(['2027-11-30', '2027-11-30']);
    order.log.service('s', 'CompletionReported', {}, inState('finalising.awaitingAcceptance', { step: 7 }));
    expect(await dates()).toEqual(['2027-11-30', null]);
  });

  it('follows each milestone from the schedule of the contract to the money', async () => {
    order.contracted();
    expect((await order.rowNow()).milestones).toEqual([
      {
        milestoneId: 'M1',
        name: '着手金',
        trigger: 'contractConclusion',
        state: 'billable',
        amount: 300_000,
        plannedOn: null,
        invoiceNumber: null,
      },
      expect.objectContaining({ milestoneId: 'M2', state: 'scheduled', plannedOn: '2027-02-05' }),
      expect.objectContaining({ milestoneId: 'M3', state: 'scheduled', amount: 1_000_000 }),
    ]);
    order.log.service('s', 'InvoiceIssued', {}, { milestones: { M1: 'invoiced', M2: 'scheduled', M3: 'scheduled' } });
    const billable = { milestones: { M1: 'billable', M2: 'scheduled', M3: 'scheduled' } };
    order.log.service('s', 'InvoiceCancelled', {}, billable);
    expect((await order.rowNow()).milestones[0]).toMatchObject({ state: 'billable', invoiceNumber: null });
    order.log.service('s', 'InvoiceIssued', {}, { milestones: { M1: 'invoiced', M2: 'scheduled', M3: 'scheduled' } });
    order.given('ChangeAgreed');
    expect((await order.rowNow()).milestones).toMatchObject([
      { milestoneId: 'M1', state: 'invoiced', invoiceNumber: 'INV-1' },
      { milestoneId: 'M2', state: 'scheduled', invoiceNumber: null },
      { milestoneId: 'M3', amount: 1_120_000, plannedOn: '2027-07-31' },
    ]);
    const terminated = inState('terminated', {
      step: undefined,
      milestones: { M1: 'invoiced', M2: 'billable', M4: 'billable' },
    });
    order.log.service('s', 'ContractTerminated', {}, terminated);
    expect((await order.rowNow()).milestones).toMatchObject([
      { milestoneId: 'M1', state: 'invoiced', invoiceNumber: 'INV-1' },
      { milestoneId: 'M2', state: 'billable' },
      { milestoneId: 'M4', state: 'billable', amount: 200_000 },
    ]);
  });

  it('remembers when the customer was last spoken to: by what is handed over or answered, not by work inside', async () => {
    order.given('NeedsRecorded');
    const spokenAt = async () => (await order.rowNow()).last_contact_at;
    const state = order.log.events[0]!.metadata.stateAfter as StateAfter;
    const at = (type: ServiceOrderFact['type'], occurredAt: string) => {
      order.log.add('serviceOrder-s', { type, data: serviceOrderSamples[type] }, state, occurredAt);
    };
    at('DeliverableSubmitted', '2027-02-01T01:00:00Z');
    at('TaskStarted', '2027-02-03T01:00:00Z');
    at('MilestoneAccepted', '2027-01-20T01:00:00Z');
    expect(await spokenAt()).toBe('2027-02-01T01:00:00.000Z');
  });
});
