import type { Json } from '../json.ts';
import type { ColumnDefinition, ColumnType, ProjectionTables, Row, RowKey, TableDefinition } from '../projection.ts';
import type { TableChanges } from './projection-store.ts';
import { keyOf, type RowCache } from './row-cache.ts';

/** The rows of one batch, in memory: what a projection reads and writes before anything goes to the database. */
export interface RowBuffer extends ProjectionTables {
  /** From here on, until the next call, only these rows may be read. */
  allow(touched: readonly RowKey[]): void;
  changes(): readonly TableChanges[];
}

export const createRowBuffer = (tables: readonly TableDefinition[], cache: RowCache): RowBuffer => {
  const definitions = new Map(tables.map((table) => [table.name, table]));
  const written = new Map(tables.map((table) => [table.name, new Map<string, Row | undefined>()]));
  let allowed: readonly RowKey[] = [];

  const writtenIn = (table: string): Map<string, Row | undefined> => {
    const rows = written.get(table);
    if (!rows) throw new Error(`the projection has no table ${table}`);
    return rows;
  };

  return {
    allow(touched) {
      allowed = touched;
    },
    get(table, key) {
      const rows = writtenIn(table);
      if (!allowed.some((touched) => touched.table === table && touched.key === key))
        throw new Error(`row "${key}" of ${table} was read, but touches() did not name it`);
      return rows.has(key) ? rows.get(key) : cache.get(table, key);
    },
    put(table, row) {
      const rows = writtenIn(table);
      const definition = definitions.get(table);
      if (!definition) return;
      const checked = checkedRow(definition, row);
      rows.set(keyOf(definition, checked), checked);
    },
    delete: (table, key) => void writtenIn(table).set(key, undefined),
    changes: () =>
      tables.flatMap((table) => {
        const puts: Row[] = [];
        const deletes: string[] = [];
        for (const [key, row] of writtenIn(table.name)) {
          if (row) puts.push(row);
          else deletes.push(key);
        }
        return puts.length + deletes.length === 0 ? [] : [{ table, puts, deletes }];
      }),
  };
};

/** The row with every column, absent ones null. Throws where it does not fit its table, so that the fact to blame is known. */
const checkedRow = ({ name, columns }: TableDefinition, row: Row): Row => {
  const checked: Record<string, Json> = {};
  for (const column in columns) {
    const definition = columns[column];
    const value = row[column] ?? null;
    if (definition && !fits(definition, value))
      throw new Error(
        `${name}.${column} has to be ${definition.type}${definition.nullable ? ' or null' : ''}, not ${JSON.stringify(value)}`,
      );
    checked[column] = value;
  }
  for (const column in row) if (!(column in columns)) throw new Error(`${name} has no column ${column}`);
  return checked;
};

const fits = ({ type, nullable }: ColumnDefinition, value: Json): boolean =>
  value === null ? nullable === true : hasType(type, value);

const hasType = (type: ColumnType, value: Json): boolean => {
  switch (type) {
    case 'text':
    case 'instant':
    case 'date':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'json':
      return true;
  }
};
