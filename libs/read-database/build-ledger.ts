import type { Selectable, Transaction } from 'kysely';
import { START } from '#libs/kernel/event-store';
import type { TableDefinition } from '#libs/kernel/projection';
import type { Build, BuildState, ProjectionFailure, ProjectionStore } from '#libs/kernel/projections/projection-store';
import type { BookkeepingTables, ProjectionBuildsTable } from './bookkeeping.ts';
import { createTable, dropTables } from './build-tables.ts';
import type { DatabaseDialect } from './database-dialect.ts';
import { explained, exclusiveTransaction, SWAPPING } from './write-transaction.ts';

type BuildLedger = Pick<
  ProjectionStore,
  'builds' | 'findBuild' | 'createBuild' | 'goLive' | 'dropBuild' | 'stop' | 'resume' | 'skip' | 'skipped'
>;
type StoredBuild = Selectable<ProjectionBuildsTable>;

/** Which builds of which projections there are, which one is live, and how they are doing. */
export const buildLedger = (dialect: DatabaseDialect): BuildLedger => ({
  builds: () =>
    explained(dialect, async () => {
      const stored = await bookkeepingOf(dialect)
        .selectFrom('projection_builds')
        .selectAll()
        .orderBy('projection')
        .orderBy('number')
        .execute();
      return stored.map(toState);
    }),

  findBuild: ({ projection, number }) =>
    explained(dialect, async () => {
      const stored = await bookkeepingOf(dialect)
        .selectFrom('projection_builds')
        .selectAll()
        .where('projection', '=', projection)
        .where('number', '=', number)
        .executeTakeFirst();
      return stored && toState(stored);
    }),

  createBuild: ({ name, version, tables }) =>
    exclusiveTransaction(dialect, name, 'durable', async (transaction) => {
      const earlier = await buildsOf(transaction, name);
      const number = earlier.reduce((highest, build) => Math.max(highest, build.number), 0) + 1;
      const live = !earlier.some((build) => build.live === 1);
      const stored: StoredBuild = {
        projection: name,
        version,
        number,
        live: live ? 1 : 0,
        position: START,
        status: 'rebuilding',
        failure: null,
        tables: JSON.stringify(tables),
        updated_at: new Date().toISOString(),
      };
      await transaction.insertInto('projection_builds').values(stored).execute();
      const build = toState(stored);
      for (const table of tables) await createTable(transaction, dialect, table, build);
      if (live) await dialect.show(transaction, build, { shown: tables, before: [] });
      return build;
    }),

  goLive: (build) =>
    exclusiveTransaction(
      dialect,
      build.projection,
      'durable',
      async (transaction) => {
        const all = await buildsOf(transaction, build.projection);
        const own = all.find(({ number }) => number === build.number);
        const live = all.find((other) => other.live === 1);
        if (!own || (live && live.position > own.position)) return false;
        if (own !== live) {
          await dialect.show(transaction, build, { shown: tablesOf(own), before: live ? namesOf(live) : [] });
          for (const older of all) if (older.number < own.number) await remove(transaction, older);
        }
        await change(transaction, build, { live: 1, status: 'running', failure: null });
        return true;
      },
      SWAPPING,
    ),

  dropBuild: (build) =>
    exclusiveTransaction(dialect, build.projection, 'durable', async (transaction) => {
      const own = await buildOf(transaction, build);
      if (own?.live === 0) await remove(transaction, own);
    }),

  stop: (build, failure) =>
    exclusiveTransaction(dialect, build.projection, 'durable', (transaction) =>
      change(transaction, build, { status: 'stopped', failure: JSON.stringify(failure) }),
    ),

  resume: (build) =>
    exclusiveTransaction(dialect, build.projection, 'durable', async (transaction) => {
      const own = await buildOf(transaction, build);
      if (own?.status === 'stopped') await change(transaction, build, resumed(own));
    }),

  skip: (build, reason) =>
    exclusiveTransaction(dialect, build.projection, 'durable', async (transaction) => {
      const own = await buildOf(transaction, build);
      if (own?.status !== 'stopped' || own.failure === null) return;
      const { eventId, ...fact } = JSON.parse(own.failure) as ProjectionFailure;
      const { projection, version } = own;
      await transaction
        .insertInto('skipped_facts')
        .values({ projection, version, event_id: eventId, ...fact, reason, skipped_at: new Date().toISOString() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await change(transaction, build, resumed(own));
    }),

  skipped: (projection) =>
    explained(dialect, async () => {
      const stored = await bookkeepingOf(dialect)
        .selectFrom('skipped_facts')
        .selectAll()
        .where('projection', '=', projection)
        .orderBy('position')
        .execute();
      return stored.map(({ event_id: eventId, skipped_at: skippedAt, projection: _, ...fact }) => ({
        ...fact,
        eventId,
        skippedAt,
      }));
    }),
});

const resumed = ({ live }: StoredBuild): Partial<StoredBuild> => ({
  status: live === 1 ? 'running' : 'rebuilding',
  failure: null,
});

const tablesOf = ({ tables }: Pick<StoredBuild, 'tables'>): readonly TableDefinition[] =>
  JSON.parse(tables) as TableDefinition[];

const namesOf = (build: StoredBuild): readonly string[] => tablesOf(build).map(({ name }) => name);

/** For looks that wait for no batch. */
const bookkeepingOf = ({ reader }: DatabaseDialect) =>
  reader.$extendTables<Pick<BookkeepingTables, keyof BookkeepingTables>>();

const buildsOf = (transaction: Transaction<BookkeepingTables>, projection: string): Promise<StoredBuild[]> =>
  transaction.selectFrom('projection_builds').selectAll().where('projection', '=', projection).execute();

const buildOf = async (
  transaction: Transaction<BookkeepingTables>,
  { projection, number }: Build,
): Promise<StoredBuild | undefined> =>
  (await buildsOf(transaction, projection)).find((stored) => stored.number === number);

const change = async (
  transaction: Transaction<BookkeepingTables>,
  { projection, number }: Build,
  changes: Partial<StoredBuild>,
): Promise<void> => {
  await transaction
    .updateTable('projection_builds')
    .set({ ...changes, updated_at: new Date().toISOString() })
    .where('projection', '=', projection)
    .where('number', '=', number)
    .execute();
};

const remove = async (transaction: Transaction<BookkeepingTables>, build: StoredBuild): Promise<void> => {
  await dropTables(transaction, build, namesOf(build));
  await transaction
    .deleteFrom('projection_builds')
    .where('projection', '=', build.projection)
    .where('number', '=', build.number)
    .execute();
};

const toState = ({
  projection,
  version,
  number,
  live,
  position,
  status,
  failure,
  updated_at,
}: StoredBuild): BuildState => ({
  projection,
  version,
  number,
  live: live === 1,
  position,
  status,
  failure: failure === null ? null : (JSON.parse(failure) as ProjectionFailure),
  updatedAt: updated_at,
});
