import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { PERSON } from '../testing/goods-order-samples.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { orderStatusProjection } from './order-status.projection.ts';
import { orderQuery, ordersQuery } from './order-status.query.ts';
import { goodsOrderExample, serviceOrderExample } from './order-view.example.ts';
import { OrderParameters, OrdersParameters } from './orders.parameters.ts';

describeInEachRoom('orders of both kinds', (openRoom) => {
  let room: ReadModelsRoom;
  let vault: MemoryVault;
  let log: GivenLog;
  let projected = 0;
  beforeEach(async () => {
    room = await openRoom();
    vault = memoryVault();
    log = givenLog(vault);
    projected = 0;
    log.order('goods', 'OrderReceived');
    log.service('wish', 'NeedsRecorded', { orderNumber: 'SO-2026-000001', desiredDate: undefined });
    log.service('offer', 'NeedsRecorded', { orderNumber: 'SO-2026-000002', title: '倉庫の改善' });
    log.service('offer', 'ProposalDrafted');
    const submitted = { engagement: 'proposing.submitted', step: 2, nextActor: 'customer', value: 10, total: 11 };
    log.service('offer', 'ProposalSubmitted', {}, submitted);
    log.service('work', 'NeedsRecorded', { orderNumber: 'SO-2026-000003', desiredDate: '2027-06-10' });
    const concluded = { engagement: 'contracting.concluded', step: 3, billing: 'billable' };
    log.service('work', 'ContractConcluded', {}, { ...concluded, milestones: { M1: 'billable' } });
    const delivering = { engagement: 'delivering.onTrack', step: 5, change: 'quoted' };
    log.service('work', 'ChangeQuoted', {}, delivering);
  });
  afterEach(() => room.leave());

  const catchUp = async () => {
    await room.project(orderStatusProjection, log.events.slice(projected));
    projected = log.events.length;
    return { database: room.database, vault };
  };
  const found = async (wanted: Partial<OrdersParameters>) => {
    const answer = await ordersQuery.run(await catchUp(), Object.assign(new OrdersParameters(), wanted));
    return answer!.items.map(({ id }) => id).sort();
  };
  const one = async (id: string, asOf?: string) =>
    orderQuery.run(await catchUp(), Object.assign(new OrderParameters(), { id, asOf }));

  it('can be narrowed to one kind, and to where its engagement, change and billing stand', async () => {
    const cases: readonly (readonly [Partial<OrdersParameters>, readonly string[]])[] = [
      [{}, ['goods', 'offer', 'wish', 'work']],
      [{ kind: 'goods' }, ['goods']],
      [{ kind: 'service' }, ['offer', 'wish', 'work']],
      [{ engagement: 'proposing' }, ['offer']],
      [{ engagement: 'proposing.submitted' }, ['offer']],
      [{ engagement: 'proposing.drafting' }, []],
      [{ engagement: 'delivering' }, ['work']],
      [{ change: 'quoted' }, ['work']],
      [{ change: 'none' }, ['offer', 'wish']],
      [{ billing: 'billable' }, ['work']],
      [{ billing: 'unscheduled' }, ['offer', 'wish']],
      [{ fulfilment: 'received' }, ['goods']],
      [{ payment: 'notDue' }, ['goods']],
      [{ hold: 'clear' }, ['goods', 'offer', 'wish', 'work']],
      [{ step: '1' }, ['goods', 'wish']],
      [{ nextActor: 'customer' }, ['offer']],
      [{ blocked: true }, ['offer', 'work']],
      [{ replyOwedBy: 'customer' }, ['offer', 'work']],
      [{ replyDueUntil: '2026-12-11' }, ['offer']],
      [{ search: '倉庫' }, ['offer']],
      [{ search: 'so-2026' }, ['offer', 'wish', 'work']],
      [{ asOf: '2027-07-01', late: true }, ['goods', 'offer', 'work']],
      [{ asOf: '2027-06-15', late: true }, ['goods']],
      [{ asOf: '2027-06-15', late: false }, ['offer', 'wish', 'work']],
    ];
    for (const [wanted, ids] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, ids]);
  });

  it('are sorted as one list', async () => {
    const sorted = async (sort: string) => {
      const answer = await ordersQuery.run(await catchUp(), Object.assign(new OrdersParameters(), { sort, limit: 3 }));
      return answer!.items.map(({ id }) => id);
    };
    expect(await sorted('orderNumber')).toEqual(['goods', 'wish', 'offer']);
    expect(await sorted('total')).toEqual(['offer', 'goods', 'wish']);
    expect(await sorted('dueDate')).toEqual(['goods', 'offer', 'work']);
  });

  it('answer each with the regions, dates and amounts of its kind', async () => {
    expect(await one('SO-2026-000003')).toMatchObject({
      id: 'work',
      kind: 'service',
      title: '在庫管理の導入支援',
      customerName: PERSON,
      state: { engagement: 'delivering.onTrack', change: 'quoted', billing: 'billable', hold: 'clear', care: 'quiet' },
      value: 1_800_000,
      total: 1_980_000,
      paid: 0,
      requestedDate: '2027-06-10',
      agreedDate: '2027-06-30',
      proposedDate: '2027-07-31',
      milestones: [{ milestoneId: 'M1', state: 'billable' }, { milestoneId: 'M2' }, { milestoneId: 'M3' }],
      blockedBy: [
        {
          code: 'changeAwaitingAnswer',
          changeId: 'C1',
          validUntil: '2027-02-26',
          label: { ja: '変更への回答待ち', en: "Waiting for the customer's answer to a change" },
        },
      ],
    });
    expect((await one('GO-2026-000001'))?.state).toEqual({
      fulfilment: 'received',
      payment: 'notDue',
      hold: 'clear',
      care: 'quiet',
    });
  });

  it('have exactly the members that the documentation shows', async () => {
    const members = async (id: string) => Object.keys((await one(id))!).sort();
    expect(await members('goods')).toEqual(Object.keys(goodsOrderExample).sort());
    expect(await members('work')).toEqual(Object.keys(serviceOrderExample).sort());
  });

  it('show no name once the person was erased', async () => {
    await vault.destroyKey('work');
    expect((await one('work'))?.customerName).toBeNull();
    expect((await one('offer'))?.customerName).toBe(PERSON);
  });

  it('are late once the contract has ended and the work is not reported complete', async () => {
    expect((await one('work', '2027-06-30'))?.tags).not.toContain('late');
    expect((await one('work', '2027-07-01'))?.tags).toContain('late');
    log.service('work', 'CompletionReported', {}, { engagement: 'finalising.awaitingAcceptance', step: 7 });
    expect((await one('work', '2027-07-01'))?.tags).not.toContain('late');
  });

  it('are never late where they were lost or terminated', async () => {
    log.service('offer', 'ProposalDeclined', {}, { engagement: 'lost.declined', step: undefined });
    log.service('work', 'ContractTerminated', {}, { engagement: 'terminated', step: undefined });
    expect(await found({ kind: 'service', asOf: '2030-01-01', late: true })).toEqual([]);
  });

  it('are tagged where the customer has not answered an offer in time', async () => {
    expect((await one('offer', '2026-12-11'))?.tags).toEqual([]);
    expect((await one('offer', '2026-12-12'))?.tags).toEqual(['answerOverdue', 'replyOverdue']);
    expect((await one('work', '2027-02-27'))?.tags).toEqual(['answerOverdue', 'replyOverdue']);
    log.service('work', 'ChangeAgreed', {}, { change: 'agreed' });
    expect((await one('work', '2027-02-27'))?.tags).toEqual([]);
  });
});
