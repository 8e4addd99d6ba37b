/**
 * A program of its own that appends: `node appending-process.fixture.ts <file> <in flight> <appends>`. Each append has two
 * events; every other one goes to a stream that all processes share. Prints `<stream> <id> <id>` for each that was acknowledged.
 */
import { randomUUID } from 'node:crypto';
import { VersionConflict } from '#libs/kernel/event-store';
import type { ExpectedRevision } from '#libs/kernel/event-store';
import { sampleEvents } from '#libs/kernel/log/event-store-contract/samples';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const [file = '', inFlight = '1', appends = '1'] = process.argv.slice(2);
const store = await openSqliteEventStore({ file, timeoutMs: 30_000 });

const appendOne = async (stream: string): Promise<void> => {
  const events = sampleEvents(2);
  let expected: ExpectedRevision = 'noStream';
  for (;;) {
    try {
      await store.append(stream, events, expected);
      process.stdout.write(`${stream} ${events.map(({ id }) => id).join(' ')}\n`);
      return;
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      expected = error.actual;
    }
  }
};

let left = Number(appends);
const appendAll = async (): Promise<void> => {
  while (left > 0) {
    left -= 1;
    await appendOne(left % 2 === 0 ? 'sample-shared' : `sample-${randomUUID()}`);
  }
};
await Promise.all(Array.from({ length: Number(inFlight) }, appendAll));
await store.close();
