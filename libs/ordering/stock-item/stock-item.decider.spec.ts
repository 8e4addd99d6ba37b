import { describe, expect, it } from '@jest/globals';
import { CorruptStream, isRefusal, NewerProgram } from '#libs/kernel/decider';
import type { Fact } from '#libs/kernel/fact';
import { given as givenHistory } from '#libs/kernel/testing/given-when-then';
import { regionOf, type LineStanding, type StockItemFact } from '#state-machines/stock-item/stock-item.events';
import { SERVED_PER_APPEND } from './stock-draft.ts';
import type { StockItemCommand } from './stock-item.commands.ts';
import { stockItemStream } from './stock-item.stream.ts';

const { decider } = stockItemStream;
const context = { id: 'TOKYO.TEA', now: '2026-11-22T20:00:00.000Z', commandId: 'c1' };
const registered: StockItemFact = {
  type: 'StockItemRegistered',
  data: { sku: 'TEA', warehouse: 'TOKYO', reorderPoint: 0 },
};
const received = (quantity: number): StockItemFact => ({
  type: 'StockReceived',
  data: { quantity, receivedOn: '2026-11-22' },
});
const claim = (orderId: string, quantity: number, claimNumber = 1, dispatched = 0): StockItemCommand => ({
  type: 'AllocateStock',
  data: { orderId, lineId: '1', quantity, dispatched, claimNumber },
});
const shipped = (orderId: string, quantity: number): StockItemCommand => ({
  type: 'ShipStock',
  data: { orderId, lineId: '1', shipmentId: 's1', quantity },
});
const receive = (quantity: number): StockItemCommand => ({ type: 'ReceiveStock', data: { quantity } });
const line = (orderId: string, standing: Partial<LineStanding>): LineStanding => ({
  orderId,
  lineId: '1',
  claimNumber: 1,
  secured: 0,
  queued: 0,
  shipped: 0,
  ...standing,
});

/** A stock item with a past: facts and commands, in the order in which they came. */
const given = (...past: readonly (StockItemFact | StockItemCommand)[]) => {
  const history: StockItemFact[] = [];
  let state = decider.initial;
  for (const entry of past) {
    const decision = isFact(entry) ? [entry] : decider.decide(entry, state, context);
    if (isRefusal(decision)) throw new Error('the past cannot hold a refusal');
    for (const fact of decision) state = decider.evolve(state, fact);
    history.push(...decision);
  }
  return { state, when: (command: StockItemCommand) => givenHistory(stockItemStream, history).when(command, context) };
};
const isFact = (entry: StockItemFact | StockItemCommand): entry is StockItemFact => entry.type in regionOf;

const reserved = (
  quantity: number,
  from: 'available' | 'queue',
  orderId: string,
  standing: Partial<LineStanding>,
): StockItemFact => ({ type: 'StockReserved', data: { quantity, from, line: line(orderId, standing) } });
const reorderPointReached = (available: number, reorderPoint: number): StockItemFact => ({
  type: 'ReorderPointReached',
  data: { available, reorderPoint },
});

describe('registering a stock item', () => {
  const register = (sku: string, reorderPoint?: number): StockItemCommand => ({
    type: 'RegisterStockItem',
    data: { sku, warehouse: 'TOKYO', reorderPoint },
  });

  it('begins its ledger', () => {
    given().when(register('TEA')).then([registered]);
  });

  it('decides nothing the second time, and refuses another reorder point', () => {
    given(registered).when(register('TEA', 0)).then([]);
    given(registered).when(register('TEA', 5)).thenRefused('already-registered');
  });

  it('refuses an item that is not the one its stream is for', () => {
    given().when(register('CUP')).thenRefused('wrong-stock-item-id');
  });

  it.each([receive(1), { type: 'AdjustStock', data: { counted: 1, reason: 'count' } } as const])(
    'comes before $type',
    (command) => given().when(command).thenRefused('not-registered'),
  );

  it('follows from the first claim of an order where nobody did it', () => {
    given()
      .when(claim('a', 2))
      .then([registered, { type: 'BackorderQueued', data: { quantity: 2, line: line('a', { queued: 2 }) } }]);
  });
});

describe('a claim of an order line', () => {
  it('reserves what is available and queues the rest, and only the last fact bears the number of the claim', () => {
    given(registered, received(4))
      .when(claim('a', 10))
      .then([
        reserved(4, 'available', 'a', { secured: 4, claimNumber: 0 }),
        { type: 'BackorderQueued', data: { quantity: 6, line: line('a', { secured: 4, queued: 6 }) } },
        reorderPointReached(0, 0),
      ]);
  });

  it('decides nothing when it comes again or late', () => {
    const { when } = given(registered, received(4), claim('a', 3, 2));
    when(claim('a', 3, 2)).then([]);
    when(claim('a', 4, 1)).then([]);
  });

  it('is answered when it is newer, even where nothing has to change', () => {
    given(registered, received(4), claim('a', 3, 1))
      .when(claim('a', 3, 3))
      .then([{ type: 'ClaimAcknowledged', data: { line: line('a', { secured: 3, claimNumber: 3 }) } }]);
  });

  it('for nothing, come before the claim that it replaces, keeps that one from reserving', () => {
    given(registered, received(4), claim('a', 0, 2))
      .when(claim('a', 4, 1))
      .then([]);
  });

  it('gives the queue back first, then what is not shipped, which serves those who wait', () => {
    given(registered, received(5), claim('a', 7), claim('b', 3), shipped('a', 1))
      .when(claim('a', 3, 2))
      .then([
        { type: 'BackorderWithdrawn', data: { quantity: 2, line: line('a', { secured: 5, shipped: 1 }) } },
        {
          type: 'ReservationReleased',
          data: { quantity: 2, line: line('a', { secured: 3, shipped: 1, claimNumber: 2 }) },
        },
        reserved(2, 'queue', 'b', { secured: 2, queued: 1 }),
      ]);
  });

  it('never jumps the queue, and more for one line goes behind those who came in between', () => {
    const { state } = given(registered, received(1), claim('a', 2), claim('b', 1), claim('a', 4, 2));
    expect(state.queue).toEqual([
      { orderId: 'a', lineId: '1', quantity: 1 },
      { orderId: 'b', lineId: '1', quantity: 1 },
      { orderId: 'a', lineId: '1', quantity: 2 },
    ]);
  });

  it('for units that came back starts from what was dispatched where the line was forgotten', () => {
    given(registered, received(4))
      .when(claim('a', 7, 3, 5))
      .then([reserved(2, 'available', 'a', { secured: 7, shipped: 5, claimNumber: 3 })]);
  });

  it('made before all was shipped, but come after, does not reserve twice', () => {
    const { state } = given(registered, received(9), claim('a', 5), shipped('a', 5), claim('a', 8, 2, 3));
    expect(state.reserved).toBe(3);
  });
});

describe('two hundred parallel orders for the last ten pieces', () => {
  it('ten are reserved, the rest are queued in order, none is oversold', () => {
    const orders = Array.from({ length: 200 }, (_, index) => `order-${index}`);
    const { state } = given(registered, received(10), ...orders.map((orderId) => claim(orderId, 1)));
    expect(stockItemStream.stateAfter(state)).toEqual({
      ledger: 'outOfStock',
      onHand: 10,
      reserved: 10,
      available: 0,
      shortfall: 0,
      backordered: 190,
      reorderPoint: 0,
    });
    expect(state.queue.map(({ orderId }) => orderId)).toEqual(orders.slice(10));
  });
});

describe('goods that arrive', () => {
  it('serve the queue in order in the same append, the last one in part', () => {
    given(registered, claim('a', 2), claim('b', 2))
      .when(receive(3))
      .then([
        { type: 'StockReceived', data: { quantity: 3, receivedOn: '2026-11-23' } },
        reserved(2, 'queue', 'a', { secured: 2 }),
        reserved(1, 'queue', 'b', { secured: 1, queued: 1 }),
      ]);
  });

  it('serve the queue when they come back, and when they are found in a count', () => {
    const { when } = given(registered, claim('a', 2));
    const returned = { orderId: 'x', lineId: '1', quantity: 2 };
    when({ type: 'ReturnStock', data: returned }).then([
      { type: 'StockReturned', data: returned },
      reserved(2, 'queue', 'a', { secured: 2 }),
    ]);
    when({ type: 'AdjustStock', data: { counted: 2, reason: 'count' } }).then([
      { type: 'StockAdjusted', data: { difference: 2, reason: 'count' } },
      reserved(2, 'queue', 'a', { secured: 2 }),
    ]);
  });

  it('serve a queue that is longer than one append holds in several, and nobody jumps it meanwhile', () => {
    const orders = Array.from({ length: SERVED_PER_APPEND + 2 }, (_, index) => `order-${index}`);
    const waiting = orders.map((orderId) => claim(orderId, 1));
    const servedLast = orders.slice(SERVED_PER_APPEND).map((orderId) => reserved(1, 'queue', orderId, { secured: 1 }));
    given(registered, ...waiting)
      .when(receive(1000))
      .then([
        { type: 'StockReceived', data: { quantity: 1000, receivedOn: '2026-11-23' } },
        ...orders.slice(0, SERVED_PER_APPEND).map((orderId) => reserved(1, 'queue', orderId, { secured: 1 })),
        { type: 'QueueServingPaused', data: { available: 600, backordered: 2 } },
      ]);
    const paused = given(registered, ...waiting, receive(1000));
    paused.when({ type: 'ServeQueue', data: {} }).then(servedLast);
    paused
      .when(claim('late', 1))
      .then([
        { type: 'BackorderQueued', data: { quantity: 1, line: line('late', { queued: 1 }) } },
        ...servedLast,
        reserved(1, 'queue', 'late', { secured: 1 }),
      ]);
  });
});

describe('what is reality is never refused', () => {
  it('shows more shipped than secured as it is, and the line waits for that much less', () => {
    given(registered, received(3), claim('a', 5))
      .when(shipped('a', 4))
      .then([
        {
          type: 'StockShipped',
          data: { quantity: 4, shipmentId: 's1', line: line('a', { secured: 4, shipped: 4, queued: 2 }) },
        },
        { type: 'BackorderWithdrawn', data: { quantity: 1, line: line('a', { secured: 4, shipped: 4, queued: 1 }) } },
      ]);
    const { state } = given(registered, received(3), claim('a', 5), shipped('a', 4));
    expect(state).toMatchObject({ onHand: -1, reserved: 0, backordered: 1 });
  });

  it('shows promised goods that a count did not find as a shortfall', () => {
    const count: StockItemCommand = { type: 'AdjustStock', data: { difference: -3, reason: 'water damage' } };
    const { state } = given(registered, received(5), claim('a', 4), count);
    expect(stockItemStream.stateAfter(state)).toMatchObject({
      ledger: 'shortfall',
      onHand: 2,
      shortfall: 2,
      available: 0,
    });
  });

  it('takes the difference or the number counted, not both and not neither', () => {
    const { when } = given(registered, received(5));
    const reason = 'count';
    when({ type: 'AdjustStock', data: { reason } }).thenRefused('difference-or-counted');
    when({ type: 'AdjustStock', data: { counted: 5, difference: 0, reason } }).thenRefused('difference-or-counted');
    when({ type: 'AdjustStock', data: { counted: 5, reason } }).then([]);
  });
});

describe('the reorder point', () => {
  const setReorderPoint = (reorderPoint: number): StockItemCommand => ({
    type: 'SetReorderPoint',
    data: { reorderPoint },
  });

  it('is noticed when what is available comes down to it, and not again below it', () => {
    const stock = [registered, received(5), setReorderPoint(3)];
    given(...stock)
      .when(claim('a', 2))
      .then([reserved(2, 'available', 'a', { secured: 2 }), reorderPointReached(3, 3)]);
    given(...stock, claim('a', 2))
      .when(claim('b', 1))
      .then([reserved(1, 'available', 'b', { secured: 1 })]);
  });

  it('is noticed when it is raised to what is available', () => {
    const { when } = given(registered, received(3));
    when(setReorderPoint(3)).then([{ type: 'ReorderPointSet', data: { reorderPoint: 3 } }, reorderPointReached(3, 3)]);
    when(setReorderPoint(0)).then([]);
  });
});

describe('replay of a stock item', () => {
  const { state } = given(registered, received(3), claim('a', 5), claim('b', 1));

  it.each<[string, StockItemFact]>([
    [
      'serves somebody who is not the head of the queue',
      { type: 'StockReserved', data: { quantity: 1, from: 'queue', line: line('b', { secured: 1 }) } },
    ],
    [
      'releases more than there is',
      { type: 'ReservationReleased', data: { quantity: 4, line: line('a', { secured: -1, queued: 2 }) } },
    ],
    [
      'states a standing that the ledger does not have',
      { type: 'BackorderQueued', data: { quantity: 1, line: line('a', { secured: 3, queued: 4 }) } },
    ],
    [
      'goes back to an older claim',
      { type: 'BackorderQueued', data: { quantity: 1, line: line('a', { secured: 3, queued: 3, claimNumber: 0 }) } },
    ],
    ['registers twice', registered],
    ['moves no units', received(0)],
  ])('stops at a fact that %s', (_, fact) => {
    expect(() => decider.evolve(state, fact)).toThrow(CorruptStream);
  });

  it('stops at a fact that only a newer program knows', () => {
    const fact: Fact = { type: 'StockMoved', data: {} };
    expect(() => decider.evolve(state, fact as StockItemFact)).toThrow(NewerProgram);
  });
});
