import { sql, type Transaction } from 'kysely';
import type { BookkeepingTables } from './bookkeeping.ts';

/** A view as it is to be. Names and expressions are SQL. */
export interface ViewShape {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly ViewColumn[];
}

export interface ViewColumn {
  readonly name: string;
  /** As `format_type` calls it: `timestamp with time zone`. */
  readonly type: string;
  readonly expression: string;
}

/** The name as SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The text as SQL. Backslashes have no meaning in it, as the standard has it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const execute = async (transaction: Transaction<BookkeepingTables>, statement: string): Promise<void> => {
  await sql.raw(statement).execute(transaction);
};

/** Throws where the name is taken. */
export const createView = (transaction: Transaction<BookkeepingTables>, view: ViewShape): Promise<void> =>
  execute(transaction, `create view ${definitionOf(view)}`);

/**
 * Makes a view that is there show another table. What was granted on it, and what others built on it, stays where its columns stay or are only added to. Throws where
 * they do not, and something was built on it.
 */
export const replaceView = async (transaction: Transaction<BookkeepingTables>, view: ViewShape): Promise<void> => {
  const before = await columnsOf(transaction, view.name);
  const fits = before.every(({ name, type }, place) => {
    const column = view.columns[place];
    return column?.name === name && column.type === type;
  });
  if (fits) {
    await execute(transaction, `create or replace view ${definitionOf(view)}`);
    return;
  }
  await execute(transaction, `drop view ${view.name}`);
  await createView(transaction, view);
};

const definitionOf = ({ name, table, columns }: ViewShape): string => {
  const selected = columns.map((column) => `${column.expression} as ${quoted(column.name)}`);
  return `${name} as select ${selected.join(', ')} from ${table}`;
};

const columnsOf = async (
  transaction: Transaction<BookkeepingTables>,
  view: string,
): Promise<readonly Pick<ViewColumn, 'name' | 'type'>[]> => {
  const { rows } = await sql<Pick<ViewColumn, 'name' | 'type'>>`
    select attname::text as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = to_regclass(${view}) and attnum > 0 and not attisdropped order by attnum`.execute(transaction);
  return rows;
};
