import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Command } from '#libs/kernel/decider';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';
import { fromClerk, type LoopHarness, openLoopHarness } from '#libs/kernel/testing/loop-harness';
import { line, receive } from '#libs/ordering/goods-order/goods-order.story';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import { recordNeeds } from '#libs/ordering/service-order/service-order.story';
import { serviceOrderStream } from '#libs/ordering/service-order/service-order.stream';
import { openReadModelsRoom, type ReadModelsRoom } from '#libs/read-models/testing/read-models-room';
import { catalogues } from './catalogue.ts';
import { commandPorts, type CommandPorts } from './commands.ts';

const opening = (more: object = {}): Command => ({
  type: 'OpenCase',
  data: { customerId: 'C-1', category: 'question', openedVia: 'phone', title: '納期', ...more },
});
const inquiry: Command = {
  type: 'OpenCaseOfInquiry',
  data: {
    orderId: 'o1',
    orderKind: 'goods',
    inquiryId: 'i1',
    askedVia: 'email',
    openedAt: '2025-12-29T00:00:00Z',
  },
};

/** The data of the first fact, or the code of the refusal with its field. */
const told = (outcome: Outcome) =>
  outcome.accepted ? outcome.facts[0]?.data : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim();

describe('what a support case needs from elsewhere', () => {
  let harness: LoopHarness;
  let room: ReadModelsRoom;
  let ports: CommandPorts;
  beforeEach(async () => {
    harness = await openLoopHarness();
    const { store, clock, vault } = harness;
    room = await openReadModelsRoom();
    const loop = harness.loop();
    ports = commandPorts({
      loop,
      store,
      clock,
      vault,
      readDatabase: room.database,
      catalogues,
      defaultWarehouse: 'tokyo',
    });
    await loop.execute(goodsOrderStream, 'o1', receive([line('1', 1)]), fromClerk());
    await loop.execute(serviceOrderStream, 's1', recordNeeds, fromClerk());
    await desk('AddMember', { memberId: 'sato' });
  });
  afterEach(async () => {
    await harness.close();
    await room.leave();
  });

  const desk = (type: string, data: object) => ports.execute('desks', 'company', { type, data }, fromClerk());
  const open = async (more?: object, context = fromClerk()) =>
    told(await ports.execute('support-cases', 'c1', opening(more), context));
  const send = async (type: string, data: object, context: CommandContext = fromClerk()) =>
    told(await ports.execute('support-cases', 'c1', { type, data }, context));
  const sendOwed = (id: string, context = fromClerk()) =>
    ports.sendOwed({ category: 'supportCase', id, command: inquiry }, context);

  it('is a number of its own series, which a refused case does not take, and a repeat keeps', async () => {
    expect(await open({ order: { orderId: 'o9' } })).toBe('unknown-order order.orderId');
    const context = fromClerk();
    expect(await open({}, context)).toMatchObject({ caseNumber: 'SC-2026-000001' });
    expect(await open({}, context)).toMatchObject({ caseNumber: 'SC-2026-000001' });
    expect((await ports.inspect('support-cases', 'c1'))?.number).toBe('SC-2026-000001');
    const second = await ports.execute('support-cases', 'c2', opening(), fromClerk());
    expect(told(second)).toMatchObject({ caseNumber: 'SC-2026-000002' });
  });

  it('is the calendar of the desk, also when it is amended or reopened', async () => {
    await desk('SetCalendar', { closedDays: ['2026-11-24'] });
    harness.clock.set('2026-11-20T03:00:00Z');
    expect(await open()).toMatchObject({ firstAnswerDue: '2026-11-25T03:00:00.000Z' });
    expect(await send('AmendCase', { priority: 'high' })).toMatchObject({ firstAnswerDue: '2026-11-20T07:00:00.000Z' });
    await send('ResolveCase', { outcome: 'other', resolution: '済み' });
    expect(await send('ReopenCase', { reason: 'まだ' })).toMatchObject({ resolutionDue: '2026-11-26T03:00:00.000Z' });
  });

  it('is the order of either kind that it is about, by the number that people use', async () => {
    expect(await open({ order: { orderId: 'o1', lineId: '1' } })).toMatchObject({
      order: { orderId: 'o1', orderKind: 'goods', orderNumber: 'GO-2026-000001', lineId: '1' },
    });
    expect(await send('AmendCase', { order: { orderId: 's1' } })).toEqual({
      order: { orderId: 's1', orderKind: 'service', orderNumber: 'SO-2026-000001' },
    });
  });

  it.each([
    ['an order that does not exist', { order: { orderId: 'o9' } }, 'unknown-order order.orderId'],
    [
      'another customer’s order',
      { customerId: 'C-2', order: { orderId: 'o1' } },
      'order-of-another-customer order.orderId',
    ],
    ['a line that the order does not have', { order: { orderId: 'o1', lineId: '2' } }, 'unknown-line order.lineId'],
    ['a line of a service order', { order: { orderId: 's1', lineId: '1' } }, 'unknown-line order.lineId'],
    [
      'a shipment that the order does not have',
      { order: { orderId: 'o1', shipmentId: 'S1' } },
      'unknown-shipment order.shipmentId',
    ],
  ])('is refused for %s', async (_what, more, refusal) => {
    expect(await open(more)).toBe(refusal);
    if ('customerId' in more) return;
    await open();
    expect(await send('AmendCase', more)).toBe(refusal);
  });

  it('is a member of the desk who takes it, at least when they took it', async () => {
    await open();
    expect(await send('TakeCase', { assignee: 'mori' })).toBe('unknown-member assignee');
    const context = fromClerk();
    expect(await send('TakeCase', { assignee: 'sato' }, context)).toEqual({ assignee: 'sato' });
    await desk('RemoveMember', { memberId: 'sato' });
    expect(await send('TakeCase', { assignee: 'sato' }, context)).toEqual({ assignee: 'sato' });
    expect(await send('TakeCase', { assignee: 'sato' })).toBe('unknown-member assignee');
  });

  it('is not there before there is a case', async () => {
    expect(await send('AmendCase', { order: { orderId: 'o9' } })).toBe('no-such-case');
    expect(await send('ReopenCase', { reason: 'まだ' })).toBe('no-such-case');
  });

  it('is added to what processes send too: number, customer and targets, of the year in which the customer asked', async () => {
    expect(told(await sendOwed('c7'))).toEqual({
      caseNumber: 'SC-2025-000001',
      category: 'question',
      priority: 'normal',
      customerId: 'C-1',
      openedVia: 'email',
      openedAt: '2025-12-29T00:00:00.000Z',
      firstAnswerDue: '2026-01-05T09:00:00.000Z',
      resolutionDue: '2026-01-07T09:00:00.000Z',
      order: { orderId: 'o1', orderKind: 'goods', orderNumber: 'GO-2026-000001' },
      inquiryId: 'i1',
    });
  });

  it('is found once, however often and from however many places a process sends', async () => {
    const context = fromClerk();
    const [one, two] = await Promise.all([sendOwed('c7', context), sendOwed('c7', context)]);
    expect(told(two)).toEqual(told(one));
    expect(await sendOwed('c7')).toMatchObject({ accepted: true, facts: [] });
    expect(await harness.store.readStream('supportCase-c7')).toHaveLength(1);
  });
});
