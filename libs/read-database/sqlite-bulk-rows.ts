import { CompiledQuery, type Kysely } from 'kysely';
import type { Row, TableDefinition } from '#libs/kernel/projection';
import type { BookkeepingTables } from './bookkeeping.ts';
import type { BulkRows, StoredRow, StoredValue } from './database-dialect.ts';
import { pushValues, toRow, type ValueTypes } from './stored-rows.ts';

/** SQLite's own limit. */
const MAX_PARAMETERS = 32_766;
/** Longer statements are no faster. */
const MAX_ROWS = 64;

/** `items` in pieces whose lengths are powers of two, so that few statements serve every number of rows. */
const pieces = function* <Item>(items: readonly Item[], longest: number): Generator<readonly Item[]> {
  let length = longest;
  for (let start = 0; start < items.length; start += length) {
    while (length > items.length - start) length /= 2;
    yield items.slice(start, start + length);
  }
};

/** Building a statement costs more than running it: each is compiled once per table and number of rows. */
export const sqliteBulkRows = (
  writer: Kysely<BookkeepingTables>,
  types: ValueTypes,
  physical: string,
  table: TableDefinition,
): BulkRows => {
  const columns = Object.entries(table.columns).map(([name, { type }]) => [name, type] as const);
  const names = columns.map(([name]) => name);
  const longest = 2 ** Math.floor(Math.log2(Math.min(MAX_ROWS, MAX_PARAMETERS / columns.length)));
  const rows = writer.$extendTables<Record<string, StoredRow>>();

  // Setting the key to itself would have its index written again.
  const settable = names.filter((name) => name !== table.key);
  const placeholders = (count: number): string[] => Array.from({ length: count }, () => '');
  const placeholderRow = Object.fromEntries(names.map((name) => [name, '']));
  const upsertOf = compiledOnce((count) =>
    rows
      .insertInto(physical)
      .values(Array.from({ length: count }, () => placeholderRow))
      .onConflict((conflict) =>
        conflict
          .column(table.key)
          .doUpdateSet((eb) => Object.fromEntries(settable.map((name) => [name, eb.ref(`excluded.${name}`)]))),
      )
      .compile(),
  );
  const readOf = compiledOnce((count) =>
    rows.selectFrom(physical).select(names).where(table.key, 'in', placeholders(count)).compile(),
  );
  const deleteOf = compiledOnce((count) =>
    rows.deleteFrom(physical).where(table.key, 'in', placeholders(count)).compile(),
  );

  return {
    async read(executor, keys) {
      const found = new Map<string, Row>();
      for (const piece of pieces(keys, MAX_ROWS)) {
        const result = await executor.executeQuery<StoredRow>(CompiledQuery.raw(readOf(piece.length), [...piece]));
        for (const stored of result.rows) found.set(String(stored[table.key]), toRow(types, table, stored));
      }
      return found;
    },
    async upsert(executor, changed) {
      for (const piece of pieces(changed, longest)) {
        const parameters: StoredValue[] = [];
        for (const row of piece) pushValues(types, columns, row, parameters);
        await executor.executeQuery(CompiledQuery.raw(upsertOf(piece.length), parameters));
      }
    },
    async delete(executor, keys) {
      for (const piece of pieces(keys, MAX_ROWS))
        await executor.executeQuery(CompiledQuery.raw(deleteOf(piece.length), [...piece]));
    },
  };
};

/** The text of a statement for a number of rows, compiled the first time it is asked for. */
const compiledOnce = (compile: (count: number) => { readonly sql: string }): ((count: number) => string) => {
  const known = new Map<number, string>();
  return (count) => {
    const text = known.get(count) ?? compile(count).sql;
    known.set(count, text);
    return text;
  };
};
