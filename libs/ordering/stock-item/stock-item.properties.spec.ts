import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '#libs/kernel/decider';
import { allStandings, REMEMBERED_SETTLED_LINES } from '#state-machines/stock-item/line-standings.data';
import { available, lineStanding, type StockItemData } from '#state-machines/stock-item/stock-item.data';
import type { StockItemFact } from '#state-machines/stock-item/stock-item.events';
import type { StockItemCommand } from './stock-item.commands.ts';
import { stockItemDecider as decider } from './stock-item.decider.ts';

const context = { id: 'TOKYO.TEA', now: '2026-11-22T05:00:00.000Z', commandId: 'c1' };
const registered = decider.evolve(decider.initial, {
  type: 'StockItemRegistered',
  data: { sku: 'TEA', warehouse: 'TOKYO', reorderPoint: 3 },
});

const orderId = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const quantity = fc.integer({ min: 1, max: 12 });
const lineId = fc.constant('1');

/** Any commands in any order, claims that no sane order makes included. */
const command: fc.Arbitrary<StockItemCommand> = fc.oneof(
  fc.record({ type: fc.constant('ReceiveStock' as const), data: fc.record({ quantity }) }),
  fc.record({
    type: fc.constant('AdjustStock' as const),
    data: fc.record({ difference: fc.integer({ min: -8, max: 8 }), reason: fc.constant('count') }),
  }),
  fc.record({
    type: fc.constant('AllocateStock' as const),
    data: fc.record({
      orderId,
      lineId,
      quantity: fc.nat(15),
      dispatched: fc.nat(3),
      claimNumber: fc.integer({ min: 1, max: 12 }),
    }),
  }),
  fc.record({
    type: fc.constant('ShipStock' as const),
    data: fc.record({ orderId, lineId, shipmentId: fc.constant('s1'), quantity }),
  }),
  fc.record({ type: fc.constant('ReturnStock' as const), data: fc.record({ orderId, lineId, quantity }) }),
  fc.record({ type: fc.constant('SetReorderPoint' as const), data: fc.record({ reorderPoint: fc.nat(6) }) }),
);

interface Step {
  readonly before: StockItemData;
  readonly facts: readonly StockItemFact[];
  readonly after: StockItemData;
}

const run = (commands: readonly StockItemCommand[]): readonly Step[] => {
  const steps: Step[] = [];
  let data = registered;
  for (const next of commands) {
    const before = data;
    const facts = decider.decide(next, data, context);
    if (isRefusal(facts)) throw new Error(facts.code);
    data = facts.reduce((ledger, fact) => decider.evolve(ledger, fact), data);
    steps.push({ before, facts, after: data });
  }
  return steps;
};

const eachStep = (check: (step: Step, soFar: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      const steps = run(commands);
      for (const [index, step] of steps.entries()) check(step, steps.slice(0, index + 1));
    }),
    { numRuns: 400 },
  );

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('the stock ledger, whatever comes', () => {
  it('has on hand what was received and returned, less what was shipped, give or take what was adjusted', () => {
    eachStep(({ after }, soFar) => {
      const moves = soFar
        .flatMap(({ facts }) => facts)
        .map((fact) => {
          if (fact.type === 'StockReceived' || fact.type === 'StockReturned') return fact.data.quantity;
          if (fact.type === 'StockShipped') return -fact.data.quantity;
          return fact.type === 'StockAdjusted' ? fact.data.difference : 0;
        });
      expect(after.onHand).toBe(sum(moves));
    });
  });

  it('never reserves more than is available', () => {
    eachStep(({ before, facts }) => {
      let data = before;
      for (const fact of facts) {
        if (fact.type === 'StockReserved') expect(fact.data.quantity).toBeLessThanOrEqual(available(data));
        data = decider.evolve(data, fact);
      }
    });
  });

  it('leaves nobody waiting while something is available, and lets nobody jump the queue', () => {
    eachStep(({ before, facts, after }) => {
      expect(available(after) === 0 || after.queue.length === 0).toBe(true);
      if (before.queue.length > 0)
        expect(facts.some((fact) => fact.type === 'StockReserved' && fact.data.from === 'available')).toBe(false);
    });
  });

  it('serves the queue first come, first served', () => {
    eachStep(({ before, facts, after }) => {
      const queued = facts.filter((fact) => fact.type === 'BackorderQueued');
      const waiting = [...before.queue, ...queued.map(({ data }) => data.line)];
      const served = facts.filter((fact) => fact.type === 'StockReserved' && fact.data.from === 'queue');
      let turn = 0;
      for (const line of [
        ...served.map((fact) => ('line' in fact.data ? fact.data.line : undefined)),
        ...after.queue,
      ]) {
        while (turn < waiting.length && waiting[turn]?.orderId !== line?.orderId) turn++;
        expect(turn).toBeLessThan(waiting.length);
      }
    });
  });

  it('has reserved and backordered just what its lines have not shipped and wait for', () => {
    eachStep(({ after }) => {
      const lines = allStandings(after.lines);
      expect(after.reserved).toBe(sum(lines.map(({ secured, shipped }) => secured - shipped)));
      expect(after.backordered).toBe(sum(lines.map(({ queued }) => queued)));
      expect(after.backordered).toBe(sum(after.queue.map((entry) => entry.quantity)));
      expect(lines.every(({ secured, shipped, queued }) => secured >= shipped && shipped >= 0 && queued >= 0)).toBe(
        true,
      );
    });
  });

  it('decides nothing when a claim is made again', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const data = run(commands).at(-1)?.after ?? registered;
        for (const claim of commands.filter(({ type }) => type === 'AllocateStock'))
          expect(decider.decide(claim, data, context)).toEqual([]);
      }),
    );
  });

  it('is plain JSON', () => {
    eachStep(({ after }) => expect(JSON.parse(JSON.stringify(after))).toEqual(after));
  });
});

describe('the state of a stock item', () => {
  it('stays bounded, however many lines it has served, and forgets those settled longest ago', () => {
    let data = registered;
    const settle = (orderId: string) => {
      const line = { orderId, lineId: '1' };
      const commands: readonly StockItemCommand[] = [
        { type: 'ReceiveStock', data: { quantity: 1 } },
        { type: 'AllocateStock', data: { ...line, quantity: 1, dispatched: 0, claimNumber: 1 } },
        { type: 'ShipStock', data: { ...line, shipmentId: 's1', quantity: 1 } },
      ];
      for (const next of commands) {
        const facts = decider.decide(next, data, context);
        if (isRefusal(facts)) throw new Error(facts.code);
        data = facts.reduce((ledger, fact) => decider.evolve(ledger, fact), data);
      }
    };
    for (let index = 0; index < REMEMBERED_SETTLED_LINES + 50; index++) settle(`order-${index}`);
    expect(allStandings(data.lines)).toHaveLength(REMEMBERED_SETTLED_LINES);
    expect(lineStanding(data, { orderId: 'order-49', lineId: '1' }).claimNumber).toBe(0);
    expect(lineStanding(data, { orderId: 'order-50', lineId: '1' }).claimNumber).toBe(1);
  });
});
