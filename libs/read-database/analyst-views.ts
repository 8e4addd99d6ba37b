import { sql, type Transaction } from 'kysely';
import type { ColumnDefinition, TableDefinition } from '#libs/kernel/projection';
import type { Build } from '#libs/kernel/projections/projection-store';
import { physicalTable } from './build-tables.ts';
import type { BookkeepingTables } from './bookkeeping.ts';
import type { ShownTables } from './database-dialect.ts';
import { createView, execute, literal, quoted, replaceView, type ViewColumn } from './postgres-views.ts';

// Analysts read views in a schema of their own: the live rows without personal data and without what the program keeps for itself, with times as times, and with
// every column explained. They belong to the role `analyst`, which cannot log in: whoever may is made a member of it.

export const ANALYST_ROLE = 'analyst';

/** What this user may do for analysts. */
interface AnalystRoom {
  /** As SQL: `analytics` beside `public`, `<schema>_analytics` beside another. */
  readonly schema: string;
  readonly present: boolean;
  readonly mayCreateSchema: boolean;
  readonly mayCreateViews: boolean;
  readonly roleExists: boolean;
  readonly mayCreateRole: boolean;
  readonly user: string;
  readonly database: string;
}

const lookAround = async (transaction: Transaction<BookkeepingTables>): Promise<AnalystRoom> => {
  const { rows } = await sql<AnalystRoom>`
    select room as schema, present, "roleExists", "mayCreateRole", "user", database,
      has_database_privilege(database, 'create') as "mayCreateSchema",
      case when present then has_schema_privilege(room, 'create') else false end as "mayCreateViews"
    from (
      select room, to_regnamespace(quote_ident(room)) is not null as present,
        exists (select from pg_roles where rolname = ${ANALYST_ROLE}) as "roleExists",
        (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as "mayCreateRole",
        current_user::text as "user", current_database()::text as database
      from (
        select case current_schema() when 'public' then 'analytics' else current_schema() || '_analytics' end as room
      ) as named
    ) as found`.execute(transaction);
  const [found] = rows;
  if (!found) throw new Error('PostgreSQL says nothing about itself');
  return { ...found, schema: quoted(found.schema), user: quoted(found.user), database: quoted(found.database) };
};

/** Makes the role and the schema where that is allowed, and the views that are missing. Gives a line for each thing that a person has to do. */
export const welcomeAnalysts = async (
  transaction: Transaction<BookkeepingTables>,
  live: readonly { readonly build: Build; readonly tables: readonly TableDefinition[] }[],
): Promise<readonly string[]> => {
  const found = await lookAround(transaction);
  if (!found.present && found.mayCreateSchema) await execute(transaction, `create schema ${found.schema}`);
  // Another program may make the role in the same moment, for another database of the server.
  if (!found.roleExists && found.mayCreateRole)
    await execute(
      transaction,
      `do $$ begin create role ${ANALYST_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
  const room = await lookAround(transaction);
  if (!room.mayCreateViews)
    return [
      `analysts cannot query: let a database administrator run "create schema if not exists ${room.schema}; grant usage, create on schema ${room.schema} to ${room.user}" in ${room.database} and start again`,
    ];
  for (const { build, tables } of live)
    for (const table of tables)
      if (!(await isThere(transaction, room, table.name))) await showOne(transaction, room, build, table);
  if (!room.roleExists)
    return [
      `analysts cannot query: let a database administrator run "create role ${ANALYST_ROLE} nologin" and start again`,
    ];
  await execute(transaction, `grant usage on schema ${room.schema} to ${ANALYST_ROLE}`);
  for (const { tables } of live)
    for (const table of tables)
      if (!table.internal) await execute(transaction, `grant select on ${viewOf(room, table.name)} to ${ANALYST_ROLE}`);
  return [];
};

/** Those of the tables' views for analysts that there are, as SQL. */
export const analystViews = async (
  transaction: Transaction<BookkeepingTables>,
  names: readonly string[],
): Promise<readonly string[]> => {
  const room = await lookAround(transaction);
  if (!room.mayCreateViews) return [];
  const there: string[] = [];
  for (const name of names) if (await isThere(transaction, room, name)) there.push(viewOf(room, name));
  return there;
};

/** Makes the analysts' views show another build, in the transaction that does so for queries. */
export const showToAnalysts = async (
  transaction: Transaction<BookkeepingTables>,
  build: Build,
  { shown, before }: ShownTables,
): Promise<void> => {
  const room = await lookAround(transaction);
  if (!room.mayCreateViews) return;
  for (const name of before)
    if (!shown.some((table) => table.name === name))
      await execute(transaction, `drop view if exists ${viewOf(room, name)}`);
  for (const table of shown) await showOne(transaction, room, build, table);
};

const viewOf = ({ schema }: AnalystRoom, name: string): string => `${schema}.${quoted(name)}`;

const isThere = async (
  transaction: Transaction<BookkeepingTables>,
  room: AnalystRoom,
  name: string,
): Promise<boolean> => {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${viewOf(room, name)}) is not null as there`.execute(transaction);
  return rows[0]?.there === true;
};

const showOne = async (
  transaction: Transaction<BookkeepingTables>,
  room: AnalystRoom,
  build: Build,
  table: TableDefinition,
): Promise<void> => {
  if (table.internal) return;
  const shown = Object.entries(table.columns).filter(([, column]) => !column.personal && !column.internal);
  const columns = shown.map(([name, column]) => columnOf(name, column));
  const name = viewOf(room, table.name);
  const view = { name, table: quoted(physicalTable(table.name, build)), columns };
  if (await isThere(transaction, room, table.name)) await replaceView(transaction, view);
  else await createView(transaction, view);
  await execute(transaction, `comment on view ${name} is ${literal(table.comment)}`);
  for (const [column, { comment }] of shown)
    await execute(transaction, `comment on column ${name}.${quoted(column)} is ${literal(comment)}`);
  if (room.roleExists) await execute(transaction, `grant select on ${name} to ${ANALYST_ROLE}`);
};

const columnOf = (name: string, { type }: ColumnDefinition): ViewColumn => {
  const column = quoted(name);
  switch (type) {
    case 'text':
      return { name, type: 'text', expression: column };
    case 'integer':
      return { name, type: 'bigint', expression: column };
    case 'boolean':
      return { name, type: 'boolean', expression: column };
    case 'json':
      return { name, type: 'jsonb', expression: column };
    case 'instant':
      return { name, type: 'timestamp with time zone', expression: inRange(column, 'timestamptz') };
    case 'date':
      return { name, type: 'date', expression: inRange(column, 'date') };
  }
};

/** A cast that fails would take the whole view away for one row: the year 0 and years of five digits, which PostgreSQL does not read, are shown as nothing. */
const inRange = (column: string, type: string): string =>
  `case when ${column} between '0001' and '9999-99' then ${column}::${type} end`;
