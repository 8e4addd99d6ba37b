import type { CalendarDate } from '../vocabulary/dates.ts';

/** Units of one order line in a shipment, and what the customer has said about them. */
export interface ShipmentLine {
  readonly lineId: string;
  readonly quantity: number;
  readonly accepted: number;
  readonly refused: number;
}

/** A shipment inside its order's data; `state` is a state of the shipment chart. */
export interface Shipment {
  readonly shipmentId: string;
  readonly state: string;
  readonly warehouse: string;
  readonly lines: readonly ShipmentLine[];
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly expectedOn: CalendarDate | null;
}

/** Units of a shipment line that the customer has neither accepted nor refused. */
export const unansweredUnits = ({ quantity, accepted, refused }: ShipmentLine): number => quantity - accepted - refused;

export const everyUnitAnswered = ({ lines }: Pick<Shipment, 'lines'>): boolean =>
  lines.every((line) => unansweredUnits(line) === 0);
