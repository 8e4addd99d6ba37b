import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { IdPageParameters } from '../parameters.ts';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { PERSON } from '../testing/goods-order-samples.ts';
import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { orderTimelineProjection } from './order-timeline.projection.ts';
import { orderTimelineQuery } from './order-timeline.query.ts';
import { serviceOrderFactLabels } from './service-order.fact-labels.ts';

describeInEachRoom('the timeline of an order', (openRoom) => {
  let room: ReadModelsRoom;
  let vault: MemoryVault;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    vault = memoryVault();
    log = givenLog(vault);
    log.order('a', 'OrderReceived');
    log.order('b', 'OrderReceived', { orderNumber: 'GO-2026-000002' });
    log.order('a', 'OrderHeld', {}, { hold: 'held' });
    log.order('a', 'CustomerContacted');
    await room.project(orderTimelineProjection, log.events);
  });
  afterEach(() => room.leave());

  const timeline = (wanted: Partial<IdPageParameters>) =>
    orderTimelineQuery.run({ database: room.database, vault }, Object.assign(new IdPageParameters(), wanted));

  it('tells every fact in its sequence, with who, when and the state after it', async () => {
    const { items } = (await timeline({ id: 'a' }))!;
    expect(items.map(({ revision, type }) => `${revision} ${type}`)).toEqual([
      '0 OrderReceived',
      '1 OrderHeld',
      '2 CustomerContacted',
    ]);
    const event = log.events[2]!;
    expect(items[1]).toEqual({
      revision: '1',
      type: 'OrderHeld',
      label: { ja: '保留にした', en: 'Order held' },
      happenedAt: '2026-11-20T00:02:00.000Z',
      recordedAt: '2026-11-20T00:02:00.000Z',
      actor: { id: 'sato', role: 'backOffice', via: 'http' },
      causationId: null,
      commandId: 'command-2',
      stateAfter: event.metadata.stateAfter,
      data: { reason: 'credit', note: PERSON },
      eventId: event.id,
      hash: 'hash-2',
    });
  });

  it('is found by the order number too', async () => {
    expect(await timeline({ id: 'GO-2026-000001' })).toEqual(await timeline({ id: 'a' }));
    expect((await timeline({ id: 'GO-2026-000002' }))?.items).toHaveLength(1);
  });

  it('does not exist for an order that does not', async () => {
    expect(await timeline({ id: 'GO-2026-000009' })).toBeUndefined();
  });

  it('goes on where the page before ended, also when facts were added since', async () => {
    const first = (await timeline({ id: 'a', limit: 2 }))!;
    expect(first.items.map(({ revision }) => revision)).toEqual(['0', '1']);
    await room.project(orderTimelineProjection, [log.order('a', 'HoldReleased')]);
    const second = (await timeline({ id: 'a', limit: 2, cursor: first.next! }))!;
    expect(second.items.map(({ revision }) => revision)).toEqual(['2', '3']);
    expect(second.next).toBeNull();
  });

  it('shows when something happened where that is not when it was recorded', async () => {
    const fact = { type: 'CustomerContacted', data: { medium: 'phone', direction: 'inbound', summary: null } };
    const called = log.add('goodsOrder-b', fact, {}, '2026-11-19T23:00:00Z');
    await room.project(orderTimelineProjection, [called]);
    const { items } = (await timeline({ id: 'b' }))!;
    expect(items[1]).toMatchObject({
      happenedAt: '2026-11-19T23:00:00.000Z',
      recordedAt: '2026-11-20T00:04:00.000Z',
    });
  });

  it('keeps its proofs and loses the person once the key is destroyed', async () => {
    const before = (await timeline({ id: 'a' }))!;
    await vault.destroyKey('a');
    const after = (await timeline({ id: 'a' }))!;
    expect(after.items.map(({ hash }) => hash)).toEqual(before.items.map(({ hash }) => hash));
    expect(after.items[1]?.data).toEqual({ reason: 'credit', note: null });
    expect(JSON.stringify(after)).not.toContain(PERSON);
    expect(JSON.stringify(before)).toContain(PERSON);
  });

  it('tells the facts of a service order as it does those of a goods order', async () => {
    log.service('s', 'NeedsRecorded');
    log.service('s', 'ProposalSubmitted', {}, { engagement: 'proposing.submitted', step: 2, nextActor: 'customer' });
    await room.project(orderTimelineProjection, log.events.slice(4));
    const { items } = (await timeline({ id: 'SO-2026-000001' }))!;
    expect(items).toMatchObject([
      { revision: '0', type: 'NeedsRecorded', data: { customerName: PERSON, needs: expect.stringContaining(PERSON) } },
      {
        revision: '1',
        type: 'ProposalSubmitted',
        label: { ja: '提案書を提出した', en: 'Proposal submitted' },
        stateAfter: { engagement: 'proposing.submitted', step: 2 },
        data: { version: 1, validUntil: '2026-12-11' },
      },
    ]);
    expect(await timeline({ id: 's' })).toEqual({ items, next: null });
  });

  it('tells every fact that a service order may have, and opens all that is sealed in it', async () => {
    const types = Object.keys(serviceOrderFactLabels) as ServiceOrderFact['type'][];
    for (const type of types) log.service('s', type);
    await room.project(orderTimelineProjection, log.events.slice(4));
    const { items } = (await timeline({ id: 's', limit: 200 }))!;
    expect(items.map(({ label }) => label)).toEqual(Object.values(serviceOrderFactLabels));
    expect(JSON.stringify(items)).not.toContain('sealed');
  });

  it('stops at a fact that orders of its kind do not have', async () => {
    const foreign = log.add('serviceOrder-s', { type: 'ShipmentPlanned', data: {} }, {});
    await expect(room.project(orderTimelineProjection, [foreign])).rejects.toThrow('ShipmentPlanned');
  });

  it('is kept under both kinds of numbers', async () => {
    log.service('s', 'NeedsRecorded');
    await room.project(orderTimelineProjection, log.events.slice(4));
    expect(await room.rows(orderTimelineProjection, 'order_numbers')).toEqual([
      { order_number: 'GO-2026-000001', order_id: 'a' },
      { order_number: 'GO-2026-000002', order_id: 'b' },
      { order_number: 'SO-2026-000001', order_id: 's' },
    ]);
  });
});
