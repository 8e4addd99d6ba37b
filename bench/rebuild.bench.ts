import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import type { EventStore, RecordedEvent } from '#libs/kernel/event-store';
import type { RecordedFact } from '#libs/kernel/fact';
import type { Projection } from '#libs/kernel/projection';
import { createProjectionRunner } from '#libs/kernel/projections/projection-runner';
import { toRecordedFact } from '#libs/kernel/log/recorded-fact';
import { openReadDatabase, type ReadDatabase } from '#libs/read-database/read-database';
import { orderStatusProjection } from '#libs/read-models/order-status/order-status.projection';
import { orderTimelineProjection } from '#libs/read-models/order-timeline/order-timeline.projection';
import type { Bench, BenchOptions, BenchResult, BenchRow } from './bench.ts';
import { fillWithOrders } from './order-log.ts';

const toFact = (event: RecordedEvent): RecordedFact =>
  toRecordedFact({ machine: 'goodsOrder@1', upcasters: {} }, event);

interface Effort {
  readonly seconds: number;
  /** Processor time: what the seconds would be with nothing else on the machine. */
  readonly processorSeconds: number;
}

const effortOf = async (work: () => Promise<unknown>): Promise<Effort> => {
  const processorBefore = process.cpuUsage();
  const started = performance.now();
  await work();
  const { user, system } = process.cpuUsage(processorBefore);
  return { seconds: (performance.now() - started) / 1000, processorSeconds: (user + system) / 1_000_000 };
};

const figuresOf = (events: number, { seconds, processorSeconds }: Effort): BenchRow['figures'] => ({
  'events per second': Math.round(events / seconds),
  seconds: Math.round(seconds * 100) / 100,
  'processor seconds': Math.round(processorSeconds * 100) / 100,
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

const countRows = async (database: ReadDatabase, table: string): Promise<number> => {
  const tables = database.db.$extendTables<Record<string, object>>();
  const counted = await tables
    .selectFrom(table)
    .select((eb) => eb.fn.countAll().as('rows'))
    .executeTakeFirstOrThrow();
  return Number(counted.rows);
};

const run = async ({ quick, folder }: BenchOptions): Promise<BenchResult> => {
  const eventStore = await openSqliteEventStore({ file: join(folder, 'events.db') });
  const { orders, events } = await fillWithOrders(eventStore, quick ? 20_000 : 100_000);
  const rows: BenchRow[] = [];
  const verified: { what: string; expected: number; found: number }[] = [];
  const reading = await measureReading(eventStore);
  rows.push({ what: 'reading the log', figures: figuresOf(events, reading) });
  for (const [projection, table, expected] of [
    [orderStatusProjection, 'order_status', orders],
    [orderTimelineProjection, 'order_timeline', events],
  ] as const) {
    const database = await openReadDatabase(`sqlite:${join(folder, `${projection.name}.db`)}`);
    const effort = await measureRebuild(eventStore, database, projection);
    rows.push({
      what: `rebuild of ${projection.name}`,
      figures: figuresOf(events, effort),
    });
    verified.push({ what: `rows of ${table}`, expected, found: await countRows(database, table) });
    await database.close();
  }
  await eventStore.close();
  return {
    settings: { events, orders, 'events a batch': 1024 },
    rows,
    verified,
    remarks: ['aim: 30,000 events per second and projection'],
  };
};

export const rebuildBench: Bench = {
  name: 'rebuild',
  title: 'Projections rebuilt from a log of goods orders, 500 of them under way at any time',
  run,
};
