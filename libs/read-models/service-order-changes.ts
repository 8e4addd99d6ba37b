import type { RecordedFact } from '#libs/kernel/fact';
import {
  regionOf,
  type ServiceOrderFact,
  type ServiceOrderFactOf,
} from '#state-machines/service-order/service-order.events';
import { asOneOf, type Recorded } from './recorded.ts';

type FactType = ServiceOrderFact['type'];
type RecordedByType = { readonly [Type in FactType]: Recorded<ServiceOrderFactOf<Type>> };

/** What some facts of a service order change in a row; the others change nothing. */
export type ServiceOrderChanges<Row> = {
  readonly [Type in FactType]?: (fact: RecordedByType[Type], row: Row) => Partial<Row>;
};

/** The recorded fact as one of a service order. Throws `NewerProgram` for any other. */
export const serviceOrderFact = (recorded: RecordedFact): Recorded<ServiceOrderFact> =>
  asOneOf<ServiceOrderFact>(regionOf, recorded);

const changeBy = <Type extends FactType, Row>(
  changes: ServiceOrderChanges<Row>,
  type: Type,
  fact: RecordedByType[Type],
  row: Row,
): Partial<Row> => changes[type]?.(fact, row) ?? {};

/** The row with what a fact changes in it. */
export const changedBy = <Row extends object>(
  changes: ServiceOrderChanges<Row>,
  fact: Recorded<ServiceOrderFact>,
  row: Row,
): Row => ({ ...row, ...changeBy(changes, fact.type, fact, row) });
