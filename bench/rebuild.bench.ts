import type { EventStore, RecordedEvent } from '#libs/kernel/event-store';
import type { RecordedFact } from '#libs/kernel/fact';
import type { Projection } from '#libs/kernel/projection';
import { createProjectionRunner } from '#libs/kernel/projections/projection-runner';
import { toRecordedFact } from '#libs/kernel/log/recorded-fact';
import { openReadDatabase, type ReadDatabase } from '#libs/read-database/read-database';
import { orderStatusProjection } from '#libs/read-models/order-status/order-status.projection';
import { orderTimelineProjection } from '#libs/read-models/order-timeline/order-timeline.projection';
import type { Bench, BenchOptions, BenchResult, BenchRow } from './bench.ts';
import { countRows } from './count-rows.ts';
import { type Effort, effortOf, figuresOfEffort } from './effort.ts';
import { embeddedEngine } from './engines/embedded.engine.ts';
import { emulatorEngine } from './engines/emulator.engine.ts';
import type { LogEngine } from './engines/log-engine.ts';
import {
  postgresReadDatabases,
  type ReadDatabaseEngine,
  type ReadDatabases,
  sqliteReadDatabases,
} from './engines/read-database-engine.ts';
import { fillWithOrders } from './order-log.ts';

/** What is rebuilt from which logs, and where. */
interface Rebuild {
  readonly logs: readonly LogEngine[];
  readonly readDatabases: ReadDatabaseEngine;
  readonly aim: string;
}

const toFact = (event: RecordedEvent): RecordedFact =>
  toRecordedFact({ machine: 'goodsOrder@1', upcasters: {} }, event);

const figuresOf = (events: number, effort: Effort): BenchRow['figures'] => ({
  'events per second': Math.round(events / effort.seconds),
  ...figuresOfEffort(effort),
});

/** Reading and understanding the log alone: the part of a rebuild that no projection can do without. */
const measureReading = (eventStore: EventStore): Promise<Effort> =>
  effortOf(async () => {
    for (let from = '', end = false; !end;) {
      const page = await eventStore.readAll({ from, max: 1024 });
      for (const event of page.events) toFact(event);
      ({ next: from, end } = page);
    }
  });

const measureRebuild = async (
  eventStore: EventStore,
  database: ReadDatabase,
  projection: Projection,
): Promise<Effort> => {
  const { projectionStore } = database;
  const runner = createProjectionRunner({ eventStore, projectionStore, projections: [projection], toFact });
  // The first build is live at once; what is measured is a rebuild beside live rows, and the swap.
  await projectionStore.createBuild(projection);
  return effortOf(() => runner.rebuild(projection.name));
};

/** What is in a log: one row of order-status for each order, one of order-timeline for each event. */
interface Content {
  readonly orders: number;
  readonly events: number;
}

const fill = (folder: string, count: number): Promise<Content> => {
  return embeddedEngine.use(folder, (store) => fillWithOrders(store, count));
};

const measureLog = (
  log: LogEngine,
  folder: string,
  { orders, events }: Content,
  databases: ReadDatabases,
): Promise<Pick<BenchResult, 'rows' | 'verified'>> => {
  return log.use(folder, async (store) => {
    const reading = await measureReading(store);
    const rows: BenchRow[] = [{ what: `reading the log${log.how}`, figures: figuresOf(events, reading) }];
    const verified: { what: string; expected: number; found: number }[] = [];
    for (const [projection, table, expected] of [
      [orderStatusProjection, 'order_status', orders],
      [orderTimelineProjection, 'order_timeline', events],
    ] as const) {
      const database = await openReadDatabase(await databases.create(`${projection.name}${log.suffix}`));
      const effort = await measureRebuild(store, database, projection);
      rows.push({ what: `rebuild of ${projection.name}${log.how}`, figures: figuresOf(events, effort) });
      verified.push({ what: `rows of ${table}${log.how}`, expected, found: await countRows(database, table) });
      await database.close();
    }
    return { rows, verified };
  });
};

const run = async ({ logs, readDatabases, aim }: Rebuild, { quick, folder }: BenchOptions): Promise<BenchResult> => {
  const content = await fill(folder, quick ? 20_000 : 100_000);
  return readDatabases(folder, async (databases) => {
    const results: Pick<BenchResult, 'rows' | 'verified'>[] = [];
    for (const log of logs) results.push(await measureLog(log, folder, content, databases));
    return {
      settings: { ...databases.settings, ...content, 'events a batch': 1024 },
      rows: results.flatMap(({ rows }) => rows),
      verified: results.flatMap(({ verified }) => verified),
      remarks: [`aim: ${aim} events per second and projection`],
    };
  });
};

export const rebuildBench: Bench = {
  name: 'rebuild',
  title: 'Projections rebuilt from a log of goods orders, 500 of them under way at any time',
  run: (options) => run({ logs: [embeddedEngine], readDatabases: sqliteReadDatabases, aim: '30,000' }, options),
};

export const rebuildPostgresBench: Bench = {
  name: 'rebuild-postgres',
  title: 'The same projections rebuilt on PostgreSQL, from the embedded log and through the EventStoreDB adapter',
  run: (options) =>
    run({ logs: [embeddedEngine, emulatorEngine], readDatabases: postgresReadDatabases, aim: '15,000' }, options),
};
