import { randomUUID } from 'node:crypto';
import type { EventStore, EventToAppend } from '#libs/kernel/event-store';
import type { FactMetadata, StateAfter } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { timeCalls } from './timing.ts';

type FactsOfOrder = readonly (readonly [fact: GoodsOrderFact, state: StateAfter])[];

const line = (lineId: string) => ({
  lineId,
  sku: `TEA-${lineId}00`,
  description: '深蒸し煎茶 100g',
  warehouse: 'tokyo',
  quantity: 10,
  unitPrice: 1200,
  discountBasisPoints: 0,
  taxClass: 'reduced' as const,
});
const quantities = ['1', '2', '3'].map((lineId) => ({ lineId, quantity: 10 }));
const shipped = quantities.map((units) => ({ ...units, sku: `TEA-${units.lineId}00`, warehouse: 'tokyo' }));
const sealed = { sealed: `v1.C-1.${'c2VhbGVk'.repeat(8)}` };

const state = (fulfilment: string, step: number, shipment?: string): StateAfter => ({
  fulfilment,
  payment: 'notDue',
  hold: 'clear',
  care: 'quiet',
  step,
  nextActor: 'warehouse',
  total: 38880,
  paid: 0,
  shipments: shipment === undefined ? {} : { s1: shipment },
});

/** An order of three lines on its way from the telephone to the customer's word, in twenty facts. */
const factsOfOrder = (orderNumber: string): FactsOfOrder => [
  [
    {
      type: 'OrderReceived',
      data: {
        orderNumber,
        channel: 'phone',
        customerId: 'C-1',
        customerName: sealed,
        receivedAt: '2026-11-20T01:00:00.000Z',
        currency: 'JPY',
        lines: ['1', '2', '3'].map(line),
        charges: [],
        shipTo: sealed,
        paymentTerms: 'invoice',
        requestedDate: '2026-11-27',
      },
    },
    state('received', 1),
  ],
  [{ type: 'OrderCheckStarted', data: {} }, state('confirming.checking', 2)],
  [
    {
      type: 'ClarificationRequested',
      data: { clarificationId: 'q1', about: 'delivery', question: sealed, askedVia: 'phone', answerDue: '2026-11-24' },
    },
    state('confirming.awaitingCustomer', 2),
  ],
  [
    { type: 'ClarificationReceived', data: { clarificationId: 'q1', answer: sealed, answeredVia: 'phone' } },
    state('confirming.checking', 2),
  ],
  [
    { type: 'OrderConfirmed', data: { claims: shipped.map((units) => ({ ...units, dispatched: 0, claimNumber: 1 })) } },
    state('allocating', 3),
  ],
  ...quantities.map(
    (units) =>
      [
        { type: 'StockAllocated', data: { ...units, from: 'open' } },
        state('allocating', 3),
      ] satisfies FactsOfOrder[number],
  ),
  [{ type: 'OrderRegistered', data: {} }, state('registered', 4)],
  [
    {
      type: 'DocumentIssued',
      data: { documentType: 'orderConfirmation', documentNumber: 'OC-1', issuedOn: '2026-11-21' },
    },
    state('registered', 4),
  ],
  [
    { type: 'ShipmentPlanned', data: { shipmentId: 's1', warehouse: 'tokyo', lines: quantities } },
    state('preparing', 5, 'planned'),
  ],
  [{ type: 'ShipmentPicked', data: { shipmentId: 's1' } }, state('preparing', 5, 'picked')],
  [{ type: 'ShipmentPacked', data: { shipmentId: 's1', packages: 1 } }, state('preparing', 5, 'packed')],
  [{ type: 'ShipmentLabelled', data: { shipmentId: 's1' } }, state('preparing', 5, 'labelled')],
  [
    { type: 'CarrierBooked', data: { shipmentId: 's1', carrier: 'yamato', trackingNumber: '1234-5678' } },
    state('preparing', 5, 'carrierBooked'),
  ],
  [
    {
      type: 'ShipmentDispatched',
      data: {
        shipmentId: 's1',
        dispatchedOn: '2026-11-25',
        carrier: 'yamato',
        expectedOn: '2026-11-26',
        lines: shipped,
      },
    },
    state('shipping', 6, 'dispatched'),
  ],
  [
    {
      type: 'ShipmentTracked',
      data: { shipmentId: 's1', status: 'departed', location: '羽田', observedAt: '2026-11-25T09:00:00.000Z' },
    },
    state('shipping', 6, 'inTransit'),
  ],
  [
    {
      type: 'ShipmentDelivered',
      data: { shipmentId: 's1', deliveredAt: '2026-11-26T02:00:00.000Z', receivedBy: sealed, lines: quantities },
    },
    state('accepting', 7, 'delivered'),
  ],
  [
    { type: 'DeliveryAccepted', data: { shipmentId: 's1', acceptedOn: '2026-11-27', lines: quantities } },
    state('accepting', 7, 'accepted'),
  ],
  [{ type: 'OrderCompleted', data: { completedOn: '2026-11-27' } }, state('completed', 7, 'accepted')],
];

const FACTS_PER_ORDER = factsOfOrder('').length;

/** So many orders are under way at once; each gets its next fact after all others got theirs. */
const UNDERWAY = 500;

const eventOf = ([{ type, data }, stateAfter]: FactsOfOrder[number]): EventToAppend => {
  const commandId = randomUUID();
  const metadata = {
    commandId,
    commandHash: 'c0ffee00'.repeat(8),
    correlationId: commandId,
    actor: { id: 'clerk-7', role: 'backOffice', via: 'http' },
    recordedAt: '2026-11-20T01:00:00.000Z',
    schemaVersion: 1,
    machine: 'goodsOrder@1',
    stateAfter,
    prevHash: 'a11ce000'.repeat(8),
    hash: '5eed0000'.repeat(8),
  } satisfies FactMetadata;
  const plain: object = { data, metadata };
  return { id: randomUUID(), type, ...(plain as { data: JsonObject; metadata: JsonObject }) };
};

/** Fills a store with the events of whole orders, `count` at least; says how many orders and events there are. */
export const fillWithOrders = async (
  store: EventStore,
  count: number,
): Promise<{ readonly orders: number; readonly events: number }> => {
  const rounds = Math.ceil(count / (UNDERWAY * FACTS_PER_ORDER));
  for (let round = 0; round < rounds; round++) {
    const orders = Array.from({ length: UNDERWAY }, (_, place) => ({
      stream: `goodsOrder-${randomUUID()}`,
      facts: factsOfOrder(`GO-2026-${String(round * UNDERWAY + place + 1).padStart(6, '0')}`),
    }));
    for (let revision = 0; revision < FACTS_PER_ORDER; revision++)
      await timeCalls(orders.length, 64, async (place) => {
        const { stream, facts } = orders[place] ?? { stream: '', facts: [] };
        const fact = facts[revision];
        if (fact) await store.append(stream, [eventOf(fact)], revision === 0 ? 'noStream' : BigInt(revision - 1));
      });
  }
  return { orders: rounds * UNDERWAY, events: rounds * UNDERWAY * FACTS_PER_ORDER };
};
