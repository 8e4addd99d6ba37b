import type { Shipment } from '../shipment/shipment.data.ts';
import type { GoodsOrderFact, LineQuantity } from './goods-order.events.ts';

type ShipmentFact = Extract<
  GoodsOrderFact,
  {
    type:
      | 'ShipmentPlanned'
      | 'CarrierBooked'
      | 'ShipmentDispatched'
      | 'RedeliveryArranged'
      | 'DeliveryAccepted'
      | 'DeliveryRefused';
  }
>;

/** What a shipment holds after a fact about it; its state is the shipment chart's to say. Throws `RangeError` for what it cannot hold. */
export const reduceShipment = (shipment: Shipment | undefined, fact: ShipmentFact): Shipment => {
  if (fact.type === 'ShipmentPlanned') {
    if (shipment) throw new RangeError(`shipment ${fact.data.shipmentId} was planned before`);
    const { shipmentId, warehouse, lines } = fact.data;
    const shipmentLines = lines.map(({ lineId, quantity }) => ({ lineId, quantity, accepted: 0, refused: 0 }));
    return {
      shipmentId,
      state: 'planned',
      warehouse,
      lines: shipmentLines,
      carrier: null,
      trackingNumber: null,
      expectedOn: null,
    };
  }
  if (!shipment) throw new RangeError(`there is no shipment ${fact.data.shipmentId}`);
  switch (fact.type) {
    case 'CarrierBooked':
      return { ...shipment, carrier: fact.data.carrier, trackingNumber: fact.data.trackingNumber ?? null };
    case 'ShipmentDispatched':
      return {
        ...shipment,
        carrier: fact.data.carrier,
        trackingNumber: fact.data.trackingNumber ?? shipment.trackingNumber,
        expectedOn: fact.data.expectedOn ?? null,
      };
    case 'RedeliveryArranged':
      return { ...shipment, expectedOn: fact.data.expectedOn };
    case 'DeliveryAccepted':
      return answered(shipment, 'accepted', fact.data.lines);
    case 'DeliveryRefused':
      return answered(shipment, 'refused', fact.data.lines);
  }
};

const answered = (
  shipment: Shipment,
  answer: 'accepted' | 'refused',
  quantities: readonly LineQuantity[],
): Shipment => {
  const unitsOf = (lineId: string) =>
    quantities.reduce((units, line) => (line.lineId === lineId ? units + line.quantity : units), 0);
  const lines = shipment.lines.map((line) => ({ ...line, [answer]: line[answer] + unitsOf(line.lineId) }));
  if (lines.some(({ quantity, accepted, refused }) => accepted + refused > quantity))
    throw new RangeError(`more than shipment ${shipment.shipmentId} holds was ${answer}`);
  return { ...shipment, lines };
};
