import { CompiledQuery } from 'kysely';
import type { ColumnType, Row, TableDefinition } from '#libs/kernel/projection';
import { keyOf } from '#libs/kernel/projections/row-cache';
import type { BulkRows, StoredRow, StoredValue } from './database-dialect.ts';
import { postgresValues, storableText } from './postgres-values.ts';
import { quoted } from './postgres-views.ts';
import { toRow } from './stored-rows.ts';

/** Bounds the size of a statement; longer ones are no faster. */
const MAX_ROWS = 4096;

const ARRAYS: Readonly<Record<ColumnType, string>> = {
  text: 'text[]',
  instant: 'text[]',
  date: 'text[]',
  integer: 'int8[]',
  boolean: 'boolean[]',
  json: 'jsonb[]',
};

const pieces = function* <Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += MAX_ROWS) yield items.slice(start, start + MAX_ROWS);
};

/** Rows travel as one array per column: one text of each statement serves any number of rows. */
export const postgresBulkRows = (physical: string, table: TableDefinition): BulkRows => {
  const columns = Object.entries(table.columns).map(([name, { type }]) => ({ name, type }));
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const [into, key] = [quoted(physical), quoted(table.key)];
  const arrays = columns.map(({ type }, place) => `$${place + 1}::${ARRAYS[type]}`).join(', ');
  const settings = columns
    .filter(({ name }) => name !== table.key)
    .map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`)
    .join(', ');
  const upsertText = `insert into ${into} (${names}) select * from unnest(${arrays}) on conflict (${key}) do ${settings === '' ? 'nothing' : `update set ${settings}`}`;
  const readText = `select ${names} from ${into} where ${key} = any($1::text[])`;
  const deleteText = `delete from ${into} where ${key} = any($1::text[])`;

  return {
    async read(executor, keys) {
      const found = new Map<string, Row>();
      for (const piece of pieces(keys)) {
        const stored = new Map<string, Row>();
        const { rows } = await executor.executeQuery<StoredRow>(CompiledQuery.raw(readText, [piece.map(storableText)]));
        for (const row of rows) stored.set(String(row[table.key]), toRow(postgresValues, table, row));
        for (const asked of piece) {
          const row = stored.get(storableText(asked));
          if (row) found.set(asked, row);
        }
      }
      return found;
    },
    async upsert(executor, changed) {
      // Of keys that are stored as one, the last has its way: a statement may write no row twice.
      const byKey = new Map(changed.map((row) => [storableText(keyOf(table, row)), row]));
      for (const piece of pieces([...byKey.values()])) {
        const values = columns.map(({ name, type }) =>
          piece.map((row): StoredValue => postgresValues.toStored(type, row[name] ?? null)),
        );
        await executor.executeQuery(CompiledQuery.raw(upsertText, values));
      }
    },
    async delete(executor, keys) {
      for (const piece of pieces(keys))
        await executor.executeQuery(CompiledQuery.raw(deleteText, [piece.map(storableText)]));
    },
  };
};
