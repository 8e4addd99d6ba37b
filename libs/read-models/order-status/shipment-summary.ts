import type { GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';

/** Where one shipment of an order is, as far as the carrier and the warehouse have said. */
export type ShipmentSummary = {
  readonly shipmentId: string;
  /** State of the shipment's chart. */
  readonly state: string;
  readonly warehouse: string;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly dispatchedOn: string | null;
  readonly expectedOn: string | null;
  readonly deliveredAt: string | null;
  /** The carrier's newest word: what, where, when. */
  readonly lastSeen: { readonly status: string; readonly location: string | null; readonly observedAt: string } | null;
};

type Shipments = readonly ShipmentSummary[];

export const planned = (
  shipments: Shipments,
  { shipmentId, warehouse }: GoodsOrderFactOf<'ShipmentPlanned'>['data'],
): Shipments => [
  ...shipments,
  {
    shipmentId,
    state: 'planned',
    warehouse,
    carrier: null,
    trackingNumber: null,
    dispatchedOn: null,
    expectedOn: null,
    deliveredAt: null,
    lastSeen: null,
  },
];

const changed = (
  shipments: Shipments,
  shipmentId: string,
  change: (shipment: ShipmentSummary) => Partial<ShipmentSummary>,
): Shipments =>
  shipments.map((shipment) => (shipment.shipmentId === shipmentId ? { ...shipment, ...change(shipment) } : shipment));

export const carrierBooked = (
  shipments: Shipments,
  { shipmentId, carrier, trackingNumber }: GoodsOrderFactOf<'CarrierBooked'>['data'],
): Shipments => changed(shipments, shipmentId, () => ({ carrier, trackingNumber: trackingNumber ?? null }));

export const dispatched = (
  shipments: Shipments,
  { shipmentId, carrier, trackingNumber, dispatchedOn, expectedOn }: GoodsOrderFactOf<'ShipmentDispatched'>['data'],
): Shipments =>
  changed(shipments, shipmentId, (shipment) => ({
    carrier,
    trackingNumber: trackingNumber ?? shipment.trackingNumber,
    dispatchedOn,
    expectedOn: expectedOn ?? null,
  }));

/** The newest observation stays, also where carriers report out of order. */
export const tracked = (
  shipments: Shipments,
  { shipmentId, status, location, observedAt }: GoodsOrderFactOf<'ShipmentTracked'>['data'],
): Shipments =>
  changed(shipments, shipmentId, ({ lastSeen }) =>
    lastSeen && Date.parse(lastSeen.observedAt) > Date.parse(observedAt)
      ? {}
      : { lastSeen: { status, location: location ?? null, observedAt } },
  );

export const redeliveryArranged = (
  shipments: Shipments,
  { shipmentId, expectedOn }: GoodsOrderFactOf<'RedeliveryArranged'>['data'],
): Shipments => changed(shipments, shipmentId, () => ({ expectedOn }));

export const delivered = (
  shipments: Shipments,
  { shipmentId, deliveredAt }: GoodsOrderFactOf<'ShipmentDelivered'>['data'],
): Shipments => changed(shipments, shipmentId, () => ({ deliveredAt }));

/** The shipments in the states that the log gives them; the same list where none has moved. */
export const inStates = (shipments: Shipments, states: Readonly<Record<string, string>>): Shipments =>
  shipments.every(({ shipmentId, state }) => states[shipmentId] === state)
    ? shipments
    : shipments.map((shipment) => ({ ...shipment, state: states[shipment.shipmentId] ?? shipment.state }));

/** Has left and is not at its end: the days its arrival is expected on are still to come. */
export const isUnderway = ({ state, dispatchedOn, deliveredAt }: ShipmentSummary): boolean =>
  dispatchedOn !== null && deliveredAt === null && state !== 'returnedToSender';
