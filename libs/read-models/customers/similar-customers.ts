import type { KeyVault } from '#libs/kernel/personal-data';
import type { ReadDatabase } from '#libs/read-database/read-database';
import type { CustomerMatchKeys } from '#state-machines/customer/customer.events';
import { rowOf, type Stored } from '../stored.ts';
import { customersTable, type CustomerRow } from './customers.table.ts';
import type { MatchKeyRow } from './match-keys.table.ts';
import { openMembers } from './sealed-member.ts';

type Tables = {
  customers: Stored<CustomerRow>;
  customer_match_keys: Stored<MatchKeyRow>;
};

/** What two customers may have in common. */
export const likenesses = ['name', 'phone', 'email'] as const;
export type Likeness = (typeof likenesses)[number];

/** A customer who looks like one that was asked about. */
export interface SimilarCustomer {
  readonly id: string;
  readonly customerNumber: string;
  readonly name: string;
  readonly registered: boolean;
  /** What is alike. */
  readonly matches: readonly Likeness[];
}

/** More who look alike tell nobody anything. */
const MOST = 50;

interface Reading {
  readonly database: ReadDatabase;
  readonly vault: KeyVault;
}

/** Who has one of the keys, the most alike first. Erased customers are not among them. Throws `KeyVaultError`. */
export const similarCustomers = (context: Reading, keys: CustomerMatchKeys): Promise<readonly SimilarCustomer[]> =>
  customersWith(context, [...new Set(Object.values(keys).flat())]);

/** Who else has one of a customer's keys. Throws `KeyVaultError`. */
export const lookAlikesOf = async (context: Reading, customer: string): Promise<readonly SimilarCustomer[]> => {
  const own = await context.database.db
    .$extendTables<Tables>()
    .selectFrom('customer_match_keys')
    .select('match_key')
    .where('customer', '=', customer)
    .execute();
  const alike = await customersWith(context, [...new Set(own.map(({ match_key }) => String(match_key)))]);
  return alike.filter(({ id }) => id !== customer);
};

const customersWith = async (
  { database, vault }: Reading,
  wanted: readonly string[],
): Promise<readonly SimilarCustomer[]> => {
  if (wanted.length === 0) return [];
  const db = database.db.$extendTables<Tables>();
  const found = await db
    .selectFrom('customer_match_keys')
    .select(['customer', 'match_key'])
    .where('match_key', 'in', wanted)
    .orderBy('customer')
    .limit(MOST * wanted.length)
    .execute();
  const keysOf = Map.groupBy(found, ({ customer }) => String(customer));
  const ids = [...keysOf.keys()].slice(0, MOST);
  if (ids.length === 0) return [];
  const stored = await db.selectFrom('customers').selectAll().where('id', 'in', ids).orderBy('id').execute();
  const rows = stored.map((row) => rowOf<CustomerRow>(database, customersTable, row));
  const names = await openMembers(
    rows.map((row) => row.name),
    vault,
  );
  return rows
    .flatMap((row, index): readonly SimilarCustomer[] => {
      const name = names[index];
      if (typeof name !== 'string') return [];
      const kinds = new Set(keysOf.get(row.id)?.map(({ match_key }) => String(match_key).split(':')[0]));
      const matches = likenesses.filter((likeness) => kinds.has(likeness));
      return [{ id: row.id, customerNumber: row.customer_number, name, registered: row.registered, matches }];
    })
    .toSorted((one, other) => other.matches.length - one.matches.length);
};
