import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { STORE_PRAGMAS } from '#libs/event-store-sqlite/store-connection';
import type { EventToAppend } from '#libs/kernel/event-store';
import type { Bench, BenchOptions, BenchResult } from './bench.ts';
import type { RawAppend } from './raw-appends.ts';
import { openRawStore } from './raw-appends.ts';
import type { Timing } from './timing.ts';
import { figuresOf, perSecond, pooled, timeCalls } from './timing.ts';

const IN_FLIGHT = 64;

interface Sample extends RawAppend {
  readonly event: EventToAppend;
}

/** The first event of a new order, about 700 bytes of data and metadata. */
const sample = (): Sample => {
  const id = randomUUID();
  const commandId = randomUUID();
  const metadata = {
    commandId,
    commandHash: 'c0ffee00'.repeat(8),
    correlationId: commandId,
    actor: { id: 'clerk-7', role: 'backOffice', via: 'http' },
    recordedAt: '2026-01-05T10:00:00.000Z',
    schemaVersion: 1,
    machine: 'goodsOrder@1',
    stateAfter: { fulfilment: 'confirming.checking', payment: 'notDue', hold: 'clear', care: 'none', step: 2 },
    prevHash: null,
    hash: '5eed0000'.repeat(8),
  };
  const data = {
    number: 'GO-2026-000123',
    customer: 'b2c5a7b0-4f0e-4f0e-9c39-0d2f6a1c9f11',
    currency: 'JPY',
    lines: [{ lineId: '1', sku: 'TEA-100', quantity: 3, unitPrice: 1200 }],
  };
  return { stream: `goodsOrder-${id}`, commandId, event: { id: randomUUID(), type: 'OrderReceived', data, metadata } };
};

const samples = (count: number): readonly Sample[] => Array.from({ length: count }, sample);

/** Raw inserts, `batch` to a transaction; each event's time is that of its transaction. */
const measureRaw = async (
  file: string,
  events: readonly Sample[],
  batch: number,
): Promise<Timing & { found: number }> => {
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

const measureStore = async (
  file: string,
  events: readonly Sample[],
  inFlight: number,
): Promise<Timing & { found: number }> => {
  const store = await openSqliteEventStore({ file });
  const first = sample(); // the connection and its statements are made before the clock runs, as for the raw inserts
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
  const singly = samples(quick ? 1_000 : 4_000);
  const together = samples(quick ? 12_800 : 32_000);
  const kinds = [
    {
      what: 'raw inserts, one per transaction',
      events: singly,
      measure: (file: string) => measureRaw(file, singly, 1),
    },
    { what: 'event store, 1 in flight', events: singly, measure: (file: string) => measureStore(file, singly, 1) },
    {
      what: `raw inserts, ${IN_FLIGHT} per transaction`,
      events: together,
      measure: (file: string) => measureRaw(file, together, IN_FLIGHT),
    },
    {
      what: `event store, ${IN_FLIGHT} in flight`,
      events: together,
      measure: (file: string) => measureStore(file, together, IN_FLIGHT),
    },
  ];
  const results = kinds.map(({ what, events }) => ({
    what,
    expected: events.length * rounds,
    timings: [] as Timing[],
    found: 0,
  }));
  // Round by round, so that a disk that has a slow minute has it for all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { measure }] of kinds.entries()) {
      const { found, ...timing } = await measure(join(folder, `${round}-${index}.db`));
      const result = results[index];
      result?.timings.push(timing);
      if (result) result.found += found;
    }
  }
  const rates = results.map(({ timings }) => perSecond(pooled(timings)));
  const [rawSingly = 0, storeSingly = 0, rawTogether = 0, storeTogether = 0] = rates;
  const percent = (part: number, whole: number): number => Math.round((part / whole) * 100);
  return {
    settings: { pragmas: ['journal_mode = WAL', ...STORE_PRAGMAS].join('; ') },
    rows: results.map(({ what, timings }) => ({ what, figures: figuresOf(pooled(timings)) })),
    verified: results.map(({ what, expected, found }) => ({ what: `rows by ${what}`, expected, found })),
    remarks: [
      `1 in flight: ${percent(storeSingly, rawSingly)} % of raw inserts one per transaction`,
      `${IN_FLIGHT} in flight: ${percent(storeTogether, rawTogether)} % of raw inserts ${IN_FLIGHT} per transaction (aim: 60 %)`,
    ],
  };
};

export const eventStoreBench: Bench = {
  name: 'event-store',
  title: 'Single-event appends to new streams, about 700 bytes each, on disk when acknowledged',
  run,
};
