import { anyUnitIn, type LineStates, type Place } from './line-ledger.data.ts';

/** Where the least advanced live unit of an underway order is; the fulfilment state follows from it alone. */
export type Stage =
  | 'awaitingStock'
  | 'dateToPropose'
  | 'dateToAgree'
  | 'promised'
  | 'registered'
  | 'preparing'
  | 'shipping'
  | 'refusalToSettle'
  | 'awaitingAcceptance'
  | 'settled'
  | 'cancelled';

/** The stage of a confirmed order; `firm` once it is registered and not amended since. */
export const stageOf = ({ lines, firm }: { readonly lines: LineStates; readonly firm: boolean }): Stage => {
  const any = (place: Place) => anyUnitIn(lines, place);
  if (any('open')) return 'awaitingStock';
  const undated = Object.values(lines).filter((line) => line.ledger.backordered > 0 && line.agreedDate === null);
  if (undated.some((line) => line.proposedDate === null)) return 'dateToPropose';
  if (undated.length > 0) return 'dateToAgree';
  const waiting = any('reserved') || any('backordered');
  if (waiting && !firm) return 'promised';
  if (waiting) return 'registered';
  if (any('preparing')) return 'preparing';
  if (any('inTransit')) return 'shipping';
  if (any('refused')) return 'refusalToSettle';
  if (any('delivered')) return 'awaitingAcceptance';
  return any('accepted') || any('returned') ? 'settled' : 'cancelled';
};
