import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openEventStoreDb } from '#libs/event-store-eventstoredb/eventstoredb-event-store';
import type { EventStore } from '#libs/kernel/event-store';
import type { Bench, BenchOptions, BenchResult } from './bench.ts';
import { busyFigures } from './effort.ts';
import { SQLITE_SETTINGS } from './engines/embedded.engine.ts';
import { withEmulator } from './engines/emulator-server.ts';
import { type OfficialClient, withOfficialClient } from './official-client.ts';
import { measureInRounds, percentOf } from './rounds.ts';
import { type SampleAppend, sampleAppends } from './sample-append.ts';
import { figuresOf, timeCalls } from './timing.ts';

const IN_FLIGHT = 64;
const ADAPTER = `adapter, ${IN_FLIGHT} in flight`;
const CLIENT = `official client alone, ${IN_FLIGHT} in flight`;
const CLIENT_MEMORY = `official client alone, ${IN_FLIGHT} in flight, log in memory`;

type Append = (sample: SampleAppend) => Promise<unknown>;

const appendAll = (samples: readonly SampleAppend[], inFlight: number, append: Append) =>
  timeCalls(samples.length, inFlight, async (index) => {
    const sample = samples[index];
    if (sample) await append(sample);
  });

const countInFile = (file: string): number => {
  const database = new Database(file, { readonly: true });
  const found = database.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0;
  database.close();
  return found;
};

/** The adapter and the client on one emulator, and the client on an emulator whose log is in memory. */
interface Competitors {
  readonly file: string;
  readonly store: EventStore;
  readonly client: OfficialClient;
  readonly memoryClient: OfficialClient;
}

const compete = async ({ file, store, client, memoryClient }: Competitors, quick: boolean): Promise<BenchResult> => {
  const rounds = quick ? 2 : 5;
  const [few, many] = quick ? [300, 3_200] : [2_000, 16_000];
  const adapter: Append = ({ stream, event }) => store.append(stream, [event], 'noStream');
  const bare: Append = (sample) => client.append(sample);
  const contenders = [
    { what: 'adapter, 1 in flight', count: few, inFlight: 1, append: adapter },
    { what: 'official client alone, 1 in flight', count: few, inFlight: 1, append: bare },
    { what: ADAPTER, count: many, inFlight: IN_FLIGHT, append: adapter },
    { what: CLIENT, count: many, inFlight: IN_FLIGHT, append: bare },
    {
      what: CLIENT_MEMORY,
      count: many,
      inFlight: IN_FLIGHT,
      append: (sample: SampleAppend) => memoryClient.append(sample),
    },
  ];
  for (const { append } of contenders) await appendAll(sampleAppends(quick ? 500 : 4_000), IN_FLIGHT, append);
  const fileBefore = countInFile(file);
  const memoryBefore = await memoryClient.countEvents();
  const contests = await measureInRounds(
    rounds,
    contenders.map(({ what, count, inFlight, append }) => ({
      what,
      prepare: () => {
        const samples = sampleAppends(count);
        return () => appendAll(samples, inFlight, append);
      },
    })),
  );
  return {
    settings: { pragmas: SQLITE_SETTINGS, server: 'emulator, unprotected, a process of its own' },
    rows: contests.map(({ what, timing, effort }) => ({
      what,
      figures: { ...figuresOf(timing), ...busyFigures(effort) },
    })),
    verified: [
      {
        what: "events in the emulator's file",
        expected: rounds * 2 * (few + many),
        found: countInFile(file) - fileBefore,
      },
      {
        what: 'events of the log in memory',
        expected: rounds * many,
        found: (await memoryClient.countEvents()) - memoryBefore,
      },
    ],
    remarks: [
      `${IN_FLIGHT} in flight: the adapter does ${percentOf(contests, ADAPTER, CLIENT)} % of the official client alone (aim: 80 %)`,
      `the emulator on SQLite does ${percentOf(contests, CLIENT, CLIENT_MEMORY)} % of the emulator on a log in memory`,
    ],
  };
};

const run = ({ quick, folder }: BenchOptions): Promise<BenchResult> => {
  const file = join(folder, 'events.db');
  return withEmulator({ file }, (onFile) =>
    withEmulator('memory', (inMemory) =>
      withOfficialClient(onFile, (client) =>
        withOfficialClient(inMemory, async (memoryClient) => {
          const store = await openEventStoreDb({ connectionString: onFile });
          try {
            return await compete({ file, store, client, memoryClient }, quick);
          } finally {
            await store.close();
          }
        }),
      ),
    ),
  );
};

export const eventStoreEmulatorBench: Bench = {
  name: 'event-store-emulator',
  title: 'The same appends to the emulator, on disk when acknowledged unless its log is in memory',
  run,
};
