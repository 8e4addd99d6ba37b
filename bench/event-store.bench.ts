import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { STORE_PRAGMAS } from '#libs/event-store-sqlite/store-connection';
import type { Bench, BenchOptions, BenchResult } from './bench.ts';
import { openRawStore } from './raw-appends.ts';
import { measureInRounds, percentOf } from './rounds.ts';
import { sampleAppend, type SampleAppend, sampleAppends } from './sample-append.ts';
import { figuresOf, type Timing, timeCalls } from './timing.ts';

const IN_FLIGHT = 64;
const RAW_SINGLY = 'raw inserts, one per transaction';
const STORE_SINGLY = 'event store, 1 in flight';
const RAW_TOGETHER = `raw inserts, ${IN_FLIGHT} per transaction`;
const STORE_TOGETHER = `event store, ${IN_FLIGHT} in flight`;

/** How long it took, and how many rows are in the file afterwards. */
type Counted = Timing & { readonly found: number };

/** Raw inserts, `batch` to a transaction; each event's time is that of its transaction. */
const measureRaw = async (file: string, events: readonly SampleAppend[], batch: number): Promise<Counted> => {
  const raw = openRawStore(file, STORE_PRAGMAS);
  const batches = Array.from({ length: Math.ceil(events.length / batch) }, (_, index) =>
    events.slice(index * batch, (index + 1) * batch),
  );
  const timing = await timeCalls(batches.length, 1, (index) => {
    raw.appendBatch(batches[index] ?? []);
    return Promise.resolve();
  });
  const found = raw.count();
  raw.close();
  return { ...timing, count: events.length, found };
};

const measureStore = async (file: string, events: readonly SampleAppend[], inFlight: number): Promise<Counted> => {
  const store = await openSqliteEventStore({ file });
  const first = sampleAppend(); // the connection and its statements are made before the clock runs, as for the raw inserts
  await store.append(first.stream, [first.event], 'noStream');
  const timing = await timeCalls(events.length, inFlight, (index) => {
    const { stream, event } = events[index] ?? first;
    return store.append(stream, [event], 'noStream');
  });
  await store.close();
  const database = new Database(file, { readonly: true });
  const found = database.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0;
  database.close();
  return { ...timing, found: found - 1 };
};

const run = async ({ quick, folder }: BenchOptions): Promise<BenchResult> => {
  const rounds = quick ? 2 : 5;
  const singly = sampleAppends(quick ? 1_000 : 4_000);
  const together = sampleAppends(quick ? 12_800 : 32_000);
  const contenders = [
    { what: RAW_SINGLY, events: singly, measure: (file: string) => measureRaw(file, singly, 1) },
    { what: STORE_SINGLY, events: singly, measure: (file: string) => measureStore(file, singly, 1) },
    { what: RAW_TOGETHER, events: together, measure: (file: string) => measureRaw(file, together, IN_FLIGHT) },
    { what: STORE_TOGETHER, events: together, measure: (file: string) => measureStore(file, together, IN_FLIGHT) },
  ];
  const found = new Map<string, number>();
  const contests = await measureInRounds(
    rounds,
    contenders.map(({ what, measure }, index) => ({
      what,
      prepare: (round) => async () => {
        const counted = await measure(join(folder, `${round}-${index}.db`));
        found.set(what, (found.get(what) ?? 0) + counted.found);
        return counted;
      },
    })),
  );
  return {
    settings: { pragmas: ['journal_mode = WAL', ...STORE_PRAGMAS].join('; ') },
    rows: contests.map(({ what, timing }) => ({ what, figures: figuresOf(timing) })),
    verified: contenders.map(({ what, events }) => ({
      what: `rows by ${what}`,
      expected: events.length * rounds,
      found: found.get(what) ?? 0,
    })),
    remarks: [
      `1 in flight: ${percentOf(contests, STORE_SINGLY, RAW_SINGLY)} % of raw inserts one per transaction`,
      `${IN_FLIGHT} in flight: ${percentOf(contests, STORE_TOGETHER, RAW_TOGETHER)} % of raw inserts ${IN_FLIGHT} per transaction (aim: 60 %)`,
    ],
  };
};

export const eventStoreBench: Bench = {
  name: 'event-store',
  title: 'Single-event appends to new streams, about 700 bytes each, on disk when acknowledged',
  run,
};
