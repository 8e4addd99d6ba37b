// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import type { Facts } from '../vocabulary/facts.ts';

export interface NumberSeriesShapes {
  /** Numbers `first` to `last` were handed out, both included; none is handed out twice. */
  NumbersTaken: { first: number; last: number };
}

export type NumberSeriesFact = Facts<NumberSeriesShapes>;

/** Every fact that the ledger knows. */
export const regionOf = { NumbersTaken: 'ledger' } as const satisfies Record<NumberSeriesFact['type'], 'ledger'>;
