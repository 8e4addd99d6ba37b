import { foldChart, type ChartState } from '#libs/kernel/charts/chart-fold';
import type { StateAfter } from '#libs/kernel/fact';
import { reduceGoodsOrder, type GoodsOrderData } from '#state-machines/goods-order/goods-order.data';
import { netPaid, outstanding } from '#state-machines/goods-order/payment.data';
import { regionOf, type GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { goodsOrderMachine } from '#state-machines/goods-order/goods-order.machine';
import { shipmentMachine } from '#state-machines/shipment/shipment.machine';
import type { Shipment } from '#state-machines/shipment/shipment.data';
import type { Bilingual, NextActor } from '#state-machines/vocabulary/labels';
import { chartWords, pathIn } from '../chart-words.ts';

export type GoodsOrderState = ChartState<GoodsOrderData>;

const shipmentFacts: ReadonlySet<GoodsOrderFact['type']> = new Set([
  'ShipmentPlanned',
  'ShipmentPicked',
  'ShipmentPacked',
  'ShipmentLabelled',
  'CarrierBooked',
  'ShipmentDispatched',
  'ShipmentTracked',
  'ShipmentDelivered',
  'DeliveryFailed',
  'RedeliveryArranged',
  'ShipmentReturnedToSender',
  'ShipmentCancelled',
  'DeliveryAccepted',
  'DeliveryRefused',
]);

/** The fold of a goods order: its chart, with the shipments' chart inside. */
export const goodsOrderFold = foldChart<typeof goodsOrderMachine, GoodsOrderFact, Shipment>({
  machine: goodsOrderMachine,
  reduce: reduceGoodsOrder,
  regionOf,
  children: {
    name: 'shipments',
    machine: shipmentMachine,
    childOf: (fact) => (shipmentFacts.has(fact.type) && 'shipmentId' in fact.data ? fact.data.shipmentId : undefined),
    opensWith: 'ShipmentPlanned',
    read: ({ shipments }) => shipments,
    write: (data, shipments) => ({ ...data, shipments }),
  },
});

const orderWords = chartWords(goodsOrderMachine);
const shipmentWords = chartWords(shipmentMachine);

/** The state of a region as a dotted path: `confirming.checking`. */
export const regionPath = (state: GoodsOrderState, region: 'fulfilment' | 'payment' | 'hold' | 'care'): string =>
  pathIn(goodsOrderFold.stateAfter(state), region);

/** What people call a state of a region. */
export const goodsOrderStateLabel = (region: string, path: string): Bilingual => orderWords.labelOf(region, path);

/** What people call a state of a shipment. */
export const shipmentStateLabel = (path: string): Bilingual => shipmentWords.labelOf('state', path);

/**
 * Who has to act for the order to go on. What keeps it from leaving, or from arriving, comes before what its fulfilment state says: a hold and a failed
 * delivery are the back office's, an unpaid prepayment is the customer's.
 */
const nextActorOf = (state: GoodsOrderState): NextActor => {
  const { shipments, holds, paymentTerms } = state.data;
  const fulfilment = regionPath(state, 'fulfilment');
  if (Object.values(shipments).some((shipment) => shipment.state === 'deliveryFailed')) return 'backOffice';
  const isToLeave = fulfilment === 'registered' || fulfilment === 'preparing';
  if (isToLeave && holds.length > 0) return 'backOffice';
  if (isToLeave && paymentTerms === 'prepaid' && outstanding(state.data) > 0) return 'customer';
  return orderWords.metaOf('fulfilment', fulfilment)?.nextActor ?? 'nobody';
};

/** Regions, step and shipments as the chart says, with who acts next, what the order costs now and what is paid, in minor units. */
export const goodsOrderStateAfter = (state: GoodsOrderState): StateAfter => ({
  ...goodsOrderFold.stateAfter(state),
  nextActor: nextActorOf(state),
  total: state.data.amounts.total,
  paid: netPaid(state.data),
});
