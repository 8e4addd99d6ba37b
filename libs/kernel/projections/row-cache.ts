import type { Row, RowKey, TableDefinition } from '../projection.ts';
import type { TableChanges } from './projection-store.ts';

/**
 * Rows as they were at the last commit, so that a busy row is not read again for every batch. Right for as long as the checkpoint
 * moves under this writer alone (a writer that finds it moved throws its cache away), and for rows that nobody writes without moving it: those have to be
 * forgotten first.
 */
export interface RowCache {
  get(table: string, key: string): Row | undefined;
  /** The keys, each once, of which it is not known whether there is a row, by table. */
  unknown(touched: Iterable<RowKey>): ReadonlyMap<TableDefinition, readonly string[]>;
  /** Takes in what was read; keys without a row are known not to exist. */
  learn(table: TableDefinition, keys: readonly string[], rows: ReadonlyMap<string, Row>): void;
  /** Reads these rows again at their next use. */
  forget(keys: readonly RowKey[]): void;
  /** Takes in what was committed, and forgets the oldest rows beyond the limit. */
  absorb(changes: readonly TableChanges[]): void;
}

/** What identifies a row. Throws where it is not text. */
export const keyOf = ({ name, key }: TableDefinition, row: Row): string => {
  const value = row[key];
  if (typeof value === 'string') return value;
  throw new Error(`${name}.${key} identifies a row, so it has to be text`);
};

/** @param limit rows of each table that stay in memory between batches. */
export const createRowCache = (tables: readonly TableDefinition[], limit: number): RowCache => {
  const known = new Map(tables.map((table) => [table.name, { table, rows: new Map<string, Row | undefined>() }]));

  const keepYoungest = (rows: Map<string, Row | undefined>): void => {
    let surplus = rows.size - limit;
    for (const key of rows.keys()) {
      if (surplus-- <= 0) return;
      rows.delete(key);
    }
  };

  return {
    get: (table, key) => known.get(table)?.rows.get(key),
    unknown(touched) {
      const missing = new Map<TableDefinition, string[]>();
      for (const { table: name, key } of touched) {
        const entry = known.get(name);
        if (!entry) throw new Error(`touches() named a table ${name} that the projection does not have`);
        if (entry.rows.has(key)) continue;
        entry.rows.set(key, undefined);
        const keys = missing.get(entry.table);
        if (keys) keys.push(key);
        else missing.set(entry.table, [key]);
      }
      return missing;
    },
    learn(table, keys, rows) {
      const entry = known.get(table.name);
      for (const key of keys) entry?.rows.set(key, rows.get(key));
    },
    forget(keys) {
      for (const { table, key } of keys) known.get(table)?.rows.delete(key);
    },
    absorb(changes) {
      for (const { table, puts, deletes } of changes) {
        const rows = known.get(table.name)?.rows;
        for (const row of puts) {
          const key = keyOf(table, row);
          rows?.delete(key);
          rows?.set(key, row);
        }
        for (const key of deletes) rows?.set(key, undefined);
      }
      for (const { rows } of known.values()) keepYoungest(rows);
    },
  };
};
