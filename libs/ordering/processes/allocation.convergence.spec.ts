import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '#libs/kernel/decider';
import type { Fact, RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process } from '#libs/kernel/process';
import {
  initialGoodsOrderData,
  reduceGoodsOrder,
  type GoodsOrderData,
} from '#state-machines/goods-order/goods-order.data';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { withdrawableUnits, type LineState } from '#state-machines/goods-order/line-ledger.data';
import { lineStanding, type StockItemData } from '#state-machines/stock-item/stock-item.data';
import { recordAllocation } from '../goods-order/allocation.decider.ts';
import type { RecordAllocation } from '../goods-order/allocation.commands.ts';
import {
  firstClaims,
  lapsedClaim,
  loweredClaim,
  raisedClaim,
  unclaimedUnits,
  withdraw,
} from '../goods-order/stock-claims.policies.ts';
import type { StockItemCommand } from '../stock-item/stock-item.commands.ts';
import { stockItemDecider } from '../stock-item/stock-item.decider.ts';
import { allocationProcess } from './allocation.process.ts';
import { dispatchProcess } from './dispatch.process.ts';

// Orders and one stock item, with only messages between them. The net loses none, but delivers in any order, at any time, and some of them again.

const orderIds = ['a', 'b', 'c'] as const;
const place = { sku: 'TEA', warehouse: 'TOKYO' };
const stockId = 'TOKYO.TEA';

const recorded = (stream: string, { type, data }: Fact): RecordedFact => ({
  id: '',
  stream,
  revision: 0n,
  position: '',
  type,
  data,
  metadata: {
    commandId: '',
    commandHash: '',
    correlationId: '',
    actor: { id: 'spec', role: 'backOffice', via: 'http' },
    recordedAt: '2026-11-22T05:00:00.000Z',
    schemaVersion: 1,
    machine: '',
    stateAfter: {},
    prevHash: null,
    hash: '',
  },
});

const receivedOrder = (quantity: number): GoodsOrderData =>
  reduceGoodsOrder(initialGoodsOrderData, {
    type: 'OrderReceived',
    data: {
      orderNumber: 'GO-2026-000001',
      channel: 'web',
      customerId: 'c',
      customerName: 'c',
      receivedAt: '2026-11-22T05:00:00.000Z',
      currency: 'JPY',
      lines: [
        {
          ...place,
          lineId: '1',
          description: '煎茶',
          quantity,
          unitPrice: 1,
          discountBasisPoints: 0,
          taxClass: 'reduced',
        },
      ],
      charges: [],
      shipTo: null,
      paymentTerms: 'prepaid',
    },
  });

const lineOf = (order: GoodsOrderData): LineState => {
  const line = order.lines['1'];
  if (!line) throw new Error('the order has its line');
  return line;
};

type Happening = 'confirm' | 'raise' | 'lower' | 'lapse' | 'claimAgain' | 'dispatch' | 'comeBack';

/** What people do to an order, where its ledger allows it; the claims are those that the order's own policies make. */
const happen = (
  what: Happening,
  order: GoodsOrderData,
  wish: number,
  shipmentId: string,
): readonly GoodsOrderFact[] => {
  const line = lineOf(order);
  const { ordered, backordered, reserved, inTransit } = line.ledger;
  if (what === 'confirm')
    return line.claim.claimNumber > 0 ? [] : [{ type: 'OrderConfirmed', data: { claims: firstClaims(order.lines) } }];
  if (line.claim.claimNumber === 0) return [];
  switch (what) {
    case 'raise': {
      const withdrawn = { lineId: '1', open: 0, backordered: 0, reserved: 0 };
      const changedLines = [{ lineId: '1', ordered: ordered + wish, withdrawn }];
      const claims = raisedClaim(line, wish);
      return [{ type: 'OrderAmended', data: { reason: 'more', changedLines, addedLines: [], claims } }];
    }
    case 'lower': {
      const units = Math.min(wish, withdrawableUnits(line));
      const withdrawn = withdraw(line, units);
      return units === 0
        ? []
        : [{ type: 'LineCancelled', data: { reason: 'less', withdrawn, claims: loweredClaim(line, units) } }];
    }
    case 'lapse': {
      const withdrawn = [{ lineId: '1', open: 0, backordered, reserved }];
      return reserved + backordered === 0
        ? []
        : [{ type: 'ReservationLapsed', data: { withdrawn, claims: [lapsedClaim(line)] } }];
    }
    case 'claimAgain': {
      const claims = raisedClaim(line, unclaimedUnits(line));
      return claims.length === 0 ? [] : [{ type: 'AllocationRequested', data: { claims } }];
    }
    case 'dispatch': {
      const quantity = Math.min(wish, reserved);
      if (quantity === 0) return [];
      const { warehouse } = place;
      const shipment = { shipmentId, carrier: 'ヤマト', dispatchedOn: '2026-11-22' };
      return [
        { type: 'ShipmentPlanned', data: { shipmentId, warehouse, lines: [{ lineId: '1', quantity }] } },
        { type: 'ShipmentDispatched', data: { ...shipment, lines: [{ ...place, lineId: '1', quantity }] } },
      ];
    }
    case 'comeBack': {
      const quantity = Math.min(wish, inTransit);
      const lines = [{ ...place, lineId: '1', quantity, restocked: quantity }];
      const claims = raisedClaim(line, quantity);
      return quantity === 0
        ? []
        : [{ type: 'ShipmentReturnedToSender', data: { shipmentId, reason: 'away', lines, claims } }];
    }
  }
};

/** Commands that carry running totals, so that the net may deliver them again; the others are recognised by their ids. */
const repeatable = new Set(['AllocateStock', 'RecordAllocation', 'ServeQueue']);

const world = (quantities: readonly number[]) => {
  const orders = new Map<string, GoodsOrderData>(
    orderIds.map((id, index) => [id, receivedOrder(quantities[index] ?? 1)]),
  );
  let stock: StockItemData = stockItemDecider.initial;
  const net: OwedCommand[] = [];
  let shipments = 0;

  const orderOf = (id: string): GoodsOrderData => orders.get(id) ?? initialGoodsOrderData;
  const post = (stream: string, fact: Fact) =>
    net.push(
      ...allocationProcess.react(recorded(stream, fact)),
      ...(stream.startsWith('goodsOrder') ? dispatchProcess.react(recorded(stream, fact)) : []),
    );
  const toOrder = (id: string, facts: readonly GoodsOrderFact[]) => {
    for (const fact of facts) {
      orders.set(id, reduceGoodsOrder(orderOf(id), fact));
      post(`goodsOrder-${id}`, fact);
    }
  };
  const toStock = (command: StockItemCommand) => {
    const facts = stockItemDecider.decide(command, stock, {
      id: stockId,
      now: '2026-11-22T05:00:00.000Z',
      commandId: '',
    });
    if (isRefusal(facts)) throw new Error(facts.code);
    for (const fact of facts) {
      stock = stockItemDecider.evolve(stock, fact);
      post(`stockItem-${stockId}`, fact);
    }
  };
  const answerOrder = (owed: OwedCommand) => {
    const decision = recordAllocation(owed.command.data as RecordAllocation, { value: '', data: orderOf(owed.id) });
    const further = isRefusal(decision) ? (allocationProcess as Process).onRefusal(owed, decision) : [];
    if (!further) throw new Error('a message is stuck');
    net.push(...further);
    if (!isRefusal(decision)) toOrder(owed.id, decision);
  };
  const deliver = (owed: OwedCommand) => {
    if (owed.category === 'goodsOrder') answerOrder(owed);
    else toStock(owed.command as StockItemCommand);
  };
  return {
    happen: (what: Happening, id: string, wish: number) =>
      toOrder(id, happen(what, orderOf(id), wish, `s${shipments++}`)),
    receive: (quantity: number) => {
      toStock({ type: 'RegisterStockItem', data: { ...place } });
      toStock({ type: 'ReceiveStock', data: { quantity } });
    },
    /** Delivers any message that is under way, and keeps it where it is to come again. */
    deliverOne: (choice: number, again: boolean) => {
      const index = choice % Math.max(1, net.length);
      const message = net[index];
      if (!message) return;
      if (!again || !repeatable.has(message.command.type)) net.splice(index, 1);
      deliver(message);
    },
    deliverAll: (choice: number) => {
      for (let left = net.length; left > 0; left = net.length) {
        const [message] = net.splice(choice % left, 1);
        if (message) deliver(message);
      }
    },
    /** Per order: what the order believes and what the stock has, which must be the same when no message is under way. */
    ledgers: () =>
      orderIds.map((orderId) => {
        const { ledger, claim, dispatched } = lineOf(orderOf(orderId));
        const { secured, queued, shipped } = lineStanding(stock, { orderId, lineId: '1' });
        const believed = {
          claimed: claim.quantity,
          reserved: ledger.reserved,
          backordered: ledger.backordered,
          dispatched,
        };
        const held = {
          claimed: secured + queued,
          reserved: secured - shipped,
          backordered: queued,
          dispatched: shipped,
        };
        return { believed, held, unclaimed: unclaimedUnits(lineOf(orderOf(orderId))), open: ledger.open };
      }),
  };
};

const order = fc.constantFrom(...orderIds);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom<Happening>('confirm', 'raise', 'lower', 'lapse', 'claimAgain', 'dispatch', 'comeBack'),
      order,
      wish: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('receive' as const), wish: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), choice: fc.nat(), again: fc.boolean() }) },
);
const story = fc.record({
  quantities: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 3, maxLength: 3 }),
  steps: fc.array(step, { maxLength: 80 }),
  choice: fc.nat(),
});

const play = ({
  quantities,
  steps,
}: {
  quantities: readonly number[];
  steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[];
}) => {
  const { deliverOne, happen, receive, ...rest } = world(quantities);
  for (const next of steps) {
    if (next.do === 'deliver') deliverOne(next.choice, next.again);
    else if (next.do === 'receive') receive(next.wish);
    else happen(next.do, next.order, next.wish);
  }
  return { receive, ...rest };
};

describe('orders and stock, with messages that are late, repeated or cross each other', () => {
  it('agree on every line once all messages have arrived', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { deliverAll, ledgers } = play(told);
        deliverAll(told.choice);
        for (const { believed, held, open, unclaimed } of ledgers()) {
          expect(held).toEqual(believed);
          if (believed.claimed > 0) expect(open).toBe(unclaimed);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('have every claim in hand once enough goods have arrived too', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { deliverAll, ledgers, receive } = play(told);
        receive(10_000);
        deliverAll(told.choice);
        for (const { believed, held } of ledgers()) {
          expect(held).toEqual(believed);
          expect(believed).toMatchObject({ backordered: 0, reserved: believed.claimed - believed.dispatched });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
