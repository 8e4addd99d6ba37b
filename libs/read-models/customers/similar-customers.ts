import { sql } from 'kysely';
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

/** Who has one of the keys, the most alike first, but for those whose ids are given. Erased customers are not among them. Throws `KeyVaultError`. */
export const similarCustomers = (
  context: Reading,
  keys: CustomerMatchKeys,
  except: readonly string[] = [],
): Promise<readonly SimilarCustomer[]> => customersWith(context, [...new Set(Object.values(keys).flat())], except);

/** Who else has one of a customer's keys. Throws `KeyVaultError`. */
export const lookAlikesOf = async (context: Reading, customer: string): Promise<readonly SimilarCustomer[]> => {
  const own = await context.database.db
    .$extendTables<Tables>()
    .selectFrom('customer_match_keys')
    .select('match_key')
    .where('customer', '=', customer)
    .execute();
  return customersWith(context, [...new Set(own.map(({ match_key }) => String(match_key)))], [customer]);
};

const customersWith = async (
  context: Reading,
  wanted: readonly string[],
  except: readonly string[],
): Promise<readonly SimilarCustomer[]> => {
  if (wanted.length === 0) return [];
  const found: SimilarCustomer[] = [];
  // Those who were erased keep their keys, and must not take the places of others.
  for (let from = 0; found.length < MOST; from += MOST) {
    const alike = await mostAlike(context, wanted, except, from);
    found.push(...(await withNames(context, alike)));
    if (alike.length < MOST) break;
  }
  return found.slice(0, MOST);
};

type Alike = Pick<SimilarCustomer, 'id' | 'matches'>;

/** 1 where one of a customer's wanted keys is of the kind, else 0. */
const isAlike = (likeness: Likeness) => sql<number>`max(case when match_key like ${`${likeness}:%`} then 1 else 0 end)`;

/** One page, sorted by the database: whoever is most alike must not be cut off. */
const mostAlike = async (
  { database }: Reading,
  wanted: readonly string[],
  except: readonly string[],
  from: number,
): Promise<readonly Alike[]> => {
  const found = await database.db
    .$extendTables<Tables>()
    .selectFrom('customer_match_keys')
    .select(['customer', ...likenesses.map((likeness) => isAlike(likeness).as(likeness))])
    .where('match_key', 'in', wanted)
    .$if(except.length > 0, (query) => query.where('customer', 'not in', except))
    .groupBy('customer')
    .orderBy(sql.join(likenesses.map(isAlike), sql` + `), 'desc')
    .orderBy('customer')
    .limit(MOST)
    .offset(from)
    .execute();
  return found.map((row) => ({
    id: String(row.customer),
    matches: likenesses.filter((likeness) => row[likeness] === 1),
  }));
};

const withNames = async (
  { database, vault }: Reading,
  alike: readonly Alike[],
): Promise<readonly SimilarCustomer[]> => {
  if (alike.length === 0) return [];
  const ids = alike.map(({ id }) => id);
  const stored = await database.db
    .$extendTables<Tables>()
    .selectFrom('customers')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  const rows = stored.map((row) => rowOf<CustomerRow>(database, customersTable, row));
  const names = await openMembers(
    rows.map((row) => row.name),
    vault,
  );
  const customers = new Map(rows.map((row, index) => [row.id, { row, name: names[index] }]));
  return alike.flatMap(({ id, matches }): readonly SimilarCustomer[] => {
    const { row, name } = customers.get(id) ?? {};
    if (!row || typeof name !== 'string') return [];
    return [{ id, customerNumber: row.customer_number, name, registered: row.registered, matches }];
  });
};
