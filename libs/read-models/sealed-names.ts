import { CorruptStream } from '#libs/kernel/decider';
import type { Fact } from '#libs/kernel/fact';
import { openFacts, type PlacedFact } from '#libs/kernel/log/sealing';
import type { KeyVault, Personal } from '#libs/kernel/personal-data';
import { orderStream, type OrderKind } from './order-kind.ts';

/** What the log holds sealed stays sealed; a name in the clear must not get into the database. */
export const sealedText = (value: Personal<string>): string | null => {
  if (typeof value === 'string') throw new CorruptStream('a personal value in the log is not sealed');
  return value?.sealed ?? null;
};

/** A row about an order, with the name of its customer as the log holds it. */
interface NamedRow {
  readonly id: string;
  /** A service order where the rows are of no other. */
  readonly kind?: OrderKind;
  readonly customer_name: string | null;
}

/** What of the fact that a row began with is sealed in it. */
type Named = Fact<string, { readonly customerName: unknown }>;

/** The fact that a stream of each kind begins with. */
const beginnings = { goods: 'OrderReceived', service: 'NeedsRecorded' } as const satisfies Record<OrderKind, string>;

/** A sealed value opens only as the member of the fact that it was sealed in. */
const placed = ({ id, kind = 'service', customer_name }: NamedRow): PlacedFact<Named> => ({
  stream: orderStream(kind, id),
  fact: { type: beginnings[kind], data: { customerName: customer_name === null ? null : { sealed: customer_name } } },
});

/** The customers' names of rows about orders, in their order; null where a person was erased. Throws `KeyVaultError`. */
export const customerNamesOf = async (
  rows: readonly NamedRow[],
  vault: KeyVault,
): Promise<readonly (string | null)[]> => {
  const opened = await openFacts(vault, rows.map(placed));
  return opened.map(({ data: { customerName } }) => (typeof customerName === 'string' ? customerName : null));
};
