import { describe, expect, it } from '@jest/globals';
import type { Projection } from '../projection.ts';
import { asFact, memoryEventLog } from '../testing/memory-event-log.ts';
import { memoryProjectionStore } from '../testing/memory-projection-store.ts';
import { CheckpointMoved } from './projection-store.ts';
import { createProjectionWriter } from './projection-writer.ts';

/** Notes of a stream whether it was closed: only where it is known to be there. */
const streams: Projection = {
  name: 'streams',
  version: 1,
  categories: ['loan'],
  tables: [
    {
      name: 'streams',
      comment: 'Streams',
      key: 'stream',
      columns: {
        stream: { type: 'text', comment: 'Stream' },
        status: { type: 'text', comment: 'open or closed' },
      },
    },
  ],
  touches: ({ stream }) => [{ table: 'streams', key: stream }],
  apply(tables, { stream, type }) {
    const present = tables.get('streams', stream);
    if (type === 'Opened') tables.put('streams', { stream, status: 'open' });
    else if (present) tables.put('streams', { ...present, status: 'closed' });
  },
};

describe('a projection writer that is told to forget rows', () => {
  it('first ends the batch that needs them, however long its other rows take to come', async () => {
    const log = memoryEventLog();
    const store = memoryProjectionStore();
    let answer = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let asked = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const build = await store.createBuild(streams);
    const writer = await createProjectionWriter({
      projection: streams,
      projectionStore: {
        ...store,
        async readRows(of, table, keys) {
          if (keys.includes('loan-2')) {
            asked();
            await slow;
          }
          return store.readRows(of, table, keys);
        },
      },
      toFact: asFact,
      build,
    });
    const opened = log.record('loan-1', 'Opened');
    await writer.apply([opened], opened.position);

    const closed = [log.record('loan-1', 'Closed'), log.record('loan-2', 'Closed')];
    const applied = writer.apply(closed, closed.at(-1)?.position ?? '');
    await waiting;
    writer.forget([{ table: 'streams', key: 'loan-1' }]);
    answer();
    await applied;
    expect(store.query('streams')).toEqual([{ stream: 'loan-1', status: 'closed' }]);
  });
});

describe('a projection writer whose build was swapped out', () => {
  const swappedOut = async () => {
    const log = memoryEventLog();
    const store = memoryProjectionStore();
    const build = await store.createBuild(streams);
    const writer = await createProjectionWriter({ projection: streams, projectionStore: store, toFact: asFact, build });
    await store.goLive(await store.createBuild(streams));
    return { log, store, build, writer };
  };

  it('says so to whoever applies facts, although the rows that they need are gone', async () => {
    const { log, build, writer } = await swappedOut();
    const opened = log.record('loan-1', 'Opened');
    await expect(writer.apply([opened], opened.position)).rejects.toEqual(
      new CheckpointMoved(build, build.position, undefined),
    );
  });

  it('says so to whoever writes rows that follow from no fact', async () => {
    const { build, writer } = await swappedOut();
    const touched = [{ table: 'streams', key: 'loan-1' }];
    await expect(writer.write(touched, () => undefined)).rejects.toEqual(
      new CheckpointMoved(build, build.position, undefined),
    );
  });

  it('keeps the reason where rows cannot be read although the build is there', async () => {
    const log = memoryEventLog();
    const store = memoryProjectionStore();
    const unreadable = new Error('the disk is failing');
    const writer = await createProjectionWriter({
      projection: streams,
      projectionStore: { ...store, readRows: () => Promise.reject(unreadable) },
      toFact: asFact,
      build: await store.createBuild(streams),
    });
    const opened = log.record('loan-1', 'Opened');
    await expect(writer.apply([opened], opened.position)).rejects.toBe(unreadable);
  });
});
