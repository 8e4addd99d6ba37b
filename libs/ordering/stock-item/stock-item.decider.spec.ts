import { describe, expect, it } from '@jest/globals';
import { CorruptStream, isRefusal, NewerProgram, type Decision } from '#libs/kernel/decider';
import type { Fact } from '#libs/kernel/fact';
import type { LineStanding, StockItemFact } from '#state-machines/stock-item/stock-item.events';
import { SERVED_PER_APPEND } from './stock-draft.ts';
import type { StockItemCommand } from './stock-item.commands.ts';
import { stockItemDecider as decider } from './stock-item.decider.ts';
import { stockItemStream } from './stock-item.stream.ts';

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
  const isFact = (entry: StockItemFact | StockItemCommand): entry is StockItemFact => entry.type in factTypes;
  let state = decider.initial;
  for (const entry of past) {
    const decision = isFact(entry) ? [entry] : decider.decide(entry, state, context);
    if (isRefusal(decision)) throw new Error('the past cannot hold a refusal');
    for (const fact of decision) state = decider.evolve(state, fact);
  }
  return {
    state,
    when: (command: StockItemCommand): Decision<StockItemFact> => decider.decide(command, state, context),
  };
};
const factTypes = { StockItemRegistered: true, StockReceived: true, StockAdjusted: true };

describe('registering a stock item', () => {
  it('begins its ledger', () => {
    expect(given().when({ type: 'RegisterStockItem', data: { sku: 'TEA', warehouse: 'TOKYO' } })).toEqual([registered]);
  });

  it('decides nothing the second time, and refuses another reorder point', () => {
    const { when } = given(registered);
    expect(when({ type: 'RegisterStockItem', data: { sku: 'TEA', warehouse: 'TOKYO', reorderPoint: 0 } })).toEqual([]);
    expect(
      when({ type: 'RegisterStockItem', data: { sku: 'TEA', warehouse: 'TOKYO', reorderPoint: 5 } }),
    ).toMatchObject({ refused: 'state', code: 'already-registered' });
  });

  it('refuses an item that is not the one its stream is for', () => {
    expect(given().when({ type: 'RegisterStockItem', data: { sku: 'CUP', warehouse: 'TOKYO' } })).toMatchObject({
      refused: 'rule',
      code: 'wrong-stock-item-id',
    });
  });

  it.each([receive(1), { type: 'AdjustStock', data: { counted: 1, reason: 'count' } } as const])(
    'comes before $type',
    (command) => {
      expect(given().when(command)).toMatchObject({ refused: 'state', code: 'not-registered' });
    },
  );

  it('follows from the first claim of an order where nobody did it', () => {
    expect(given().when(claim('a', 2))).toEqual([
      registered,
      { type: 'BackorderQueued', data: { quantity: 2, line: line('a', { queued: 2 }) } },
    ]);
  });
});

describe('a claim of an order line', () => {
  it('reserves what is available and queues the rest, and only the last fact bears the number of the claim', () => {
    expect(given(registered, received(4)).when(claim('a', 10))).toEqual([
      {
        type: 'StockReserved',
        data: { quantity: 4, from: 'available', line: line('a', { secured: 4, claimNumber: 0 }) },
      },
      { type: 'BackorderQueued', data: { quantity: 6, line: line('a', { secured: 4, queued: 6 }) } },
      { type: 'ReorderPointReached', data: { available: 0, reorderPoint: 0 } },
    ]);
  });

  it('decides nothing when it comes again or late', () => {
    const { when } = given(registered, received(4), claim('a', 3, 2));
    expect(when(claim('a', 3, 2))).toEqual([]);
    expect(when(claim('a', 4, 1))).toEqual([]);
  });

  it('is answered when it is newer, even where nothing has to change', () => {
    expect(given(registered, received(4), claim('a', 3, 1)).when(claim('a', 3, 3))).toEqual([
      { type: 'ClaimAcknowledged', data: { line: line('a', { secured: 3, claimNumber: 3 }) } },
    ]);
  });

  it('for nothing, come before the claim that it replaces, keeps that one from reserving', () => {
    const { state, when } = given(registered, received(4), claim('a', 0, 2));
    expect(when(claim('a', 4, 1))).toEqual([]);
    expect(state.reserved).toBe(0);
  });

  it('gives the queue back first, then what is not shipped, which serves those who wait', () => {
    const past = given(registered, received(5), claim('a', 7), claim('b', 3), shipped('a', 1));
    expect(past.when(claim('a', 3, 2))).toEqual([
      { type: 'BackorderWithdrawn', data: { quantity: 2, line: line('a', { secured: 5, shipped: 1 }) } },
      {
        type: 'ReservationReleased',
        data: { quantity: 2, line: line('a', { secured: 3, shipped: 1, claimNumber: 2 }) },
      },
      { type: 'StockReserved', data: { quantity: 2, from: 'queue', line: line('b', { secured: 2, queued: 1 }) } },
    ]);
  });

  it('never jumps the queue, not even for the last pieces', () => {
    const { state } = given(registered, received(1), claim('a', 2), claim('b', 1), receive(1), claim('c', 1));
    expect(state.queue).toEqual([
      { orderId: 'b', lineId: '1', quantity: 1 },
      { orderId: 'c', lineId: '1', quantity: 1 },
    ]);
  });

  it('for units that came back starts from what was dispatched where the line was forgotten', () => {
    expect(given(registered, received(4)).when(claim('a', 7, 3, 5))).toMatchObject([
      { type: 'StockReserved', data: { quantity: 2, line: { secured: 7, shipped: 5, queued: 0, claimNumber: 3 } } },
    ]);
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
    const past = given(registered, claim('a', 2), claim('b', 2));
    expect(past.when(receive(3))).toEqual([
      { type: 'StockReceived', data: { quantity: 3, receivedOn: '2026-11-23' } },
      { type: 'StockReserved', data: { quantity: 2, from: 'queue', line: line('a', { secured: 2 }) } },
      { type: 'StockReserved', data: { quantity: 1, from: 'queue', line: line('b', { secured: 1, queued: 1 }) } },
    ]);
  });

  it('serve the queue when they come back, and when they are found in a count', () => {
    const { when } = given(registered, claim('a', 2));
    const reserved = { type: 'StockReserved', data: { from: 'queue' } };
    expect(when({ type: 'ReturnStock', data: { orderId: 'x', lineId: '1', quantity: 2 } })).toMatchObject([
      { type: 'StockReturned', data: { orderId: 'x', lineId: '1', quantity: 2 } },
      reserved,
    ]);
    expect(when({ type: 'AdjustStock', data: { counted: 2, reason: 'count' } })).toMatchObject([
      { type: 'StockAdjusted', data: { difference: 2, reason: 'count' } },
      reserved,
    ]);
  });

  it('serve a queue that is longer than one append holds in several, and nobody jumps it meanwhile', () => {
    const orders = Array.from({ length: SERVED_PER_APPEND + 5 }, (_, index) => claim(`order-${index}`, 1));
    const paused = given(registered, ...orders, receive(1000));
    expect(paused.when(claim('late', 1))).toMatchObject([
      { type: 'BackorderQueued' },
      ...Array.from({ length: 6 }, () => ({ type: 'StockReserved', data: { from: 'queue' } })),
    ]);
    expect(paused.state.backordered).toBe(5);
    expect(given(registered, ...orders).when(receive(1000))).toHaveLength(SERVED_PER_APPEND + 2);
    expect(paused.when({ type: 'ServeQueue', data: {} })).toHaveLength(5);
  });
});

describe('what is reality is never refused', () => {
  it('shows more shipped than secured as it is, and the line waits for that much less', () => {
    const { state, when } = given(registered, received(3), claim('a', 5));
    const facts = when(shipped('a', 4));
    expect(facts).toEqual([
      {
        type: 'StockShipped',
        data: { quantity: 4, shipmentId: 's1', line: line('a', { secured: 4, shipped: 4, queued: 2 }) },
      },
      { type: 'BackorderWithdrawn', data: { quantity: 1, line: line('a', { secured: 4, shipped: 4, queued: 1 }) } },
    ]);
    const after = (facts as readonly StockItemFact[]).reduce((data, fact) => decider.evolve(data, fact), state);
    expect(after).toMatchObject({ onHand: -1, reserved: 0, backordered: 1 });
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
    expect(when({ type: 'AdjustStock', data: { reason: 'count' } })).toMatchObject({ code: 'difference-or-counted' });
    expect(when({ type: 'AdjustStock', data: { counted: 5, difference: 0, reason: 'count' } })).toMatchObject({
      code: 'difference-or-counted',
    });
    expect(when({ type: 'AdjustStock', data: { counted: 5, reason: 'count' } })).toEqual([]);
  });
});

describe('the reorder point', () => {
  const reached = { type: 'ReorderPointReached', data: { available: 3, reorderPoint: 3 } };

  it('is noticed when what is available comes down to it, and not again below it', () => {
    const stock = [registered, received(5), { type: 'SetReorderPoint', data: { reorderPoint: 3 } }] as const;
    expect(given(...stock).when(claim('a', 2))).toContainEqual(reached);
    expect(given(...stock, claim('a', 2)).when(claim('b', 1))).not.toContainEqual(
      expect.objectContaining({ type: 'ReorderPointReached' }),
    );
  });

  it('is noticed when it is raised to what is available', () => {
    const { when } = given(registered, received(3));
    expect(when({ type: 'SetReorderPoint', data: { reorderPoint: 3 } })).toEqual([
      { type: 'ReorderPointSet', data: { reorderPoint: 3 } },
      reached,
    ]);
    expect(when({ type: 'SetReorderPoint', data: { reorderPoint: 0 } })).toEqual([]);
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
