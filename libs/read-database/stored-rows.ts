import type { Row, TableDefinition } from '#libs/kernel/projection';
import type { DatabaseDialect, StoredRow, StoredValue } from './database-dialect.ts';

/** How values of each type are stored. */
export type ValueTypes = Pick<DatabaseDialect, 'toStored' | 'toJson'>;

/** A stored row in the types of its table's definition. Columns that are not there stay away; others are left as they are. */
export const toRow = (types: ValueTypes, { columns }: TableDefinition, stored: StoredRow): Row => {
  const row: Record<string, Row[string]> = {};
  for (const name in stored) {
    const column = columns[name];
    const value = stored[name] ?? null;
    row[name] = column ? types.toJson(column.type, value) : value;
  }
  return row;
};

/** The row's values as they are stored, in the order of the table's columns, appended to `parameters`. */
export const pushValues = (
  types: ValueTypes,
  columns: readonly (readonly [name: string, type: TableDefinition['columns'][string]['type']])[],
  row: Row,
  parameters: StoredValue[],
): void => {
  for (const [name, type] of columns) parameters.push(types.toStored(type, row[name] ?? null));
};
