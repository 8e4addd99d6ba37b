import type { Row, TableDefinition } from '#libs/kernel/projection';
import type { StoredRow, StoredValue } from '#libs/read-database/database-dialect';
import type { ReadDatabase } from '#libs/read-database/read-database';

/** A table's columns for the query builder, from the type of its rows. */
export type Stored<TableRow> = { readonly [Column in keyof TableRow]: StoredValue };

/** A selected row in the types of its table; columns that were not selected are not there. */
export const rowOf = <TableRow extends Row>(
  database: ReadDatabase,
  table: TableDefinition,
  stored: StoredRow,
): TableRow => database.toRow(table, stored) as TableRow;
