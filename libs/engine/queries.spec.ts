import { describe, expect, it } from '@jest/globals';
import type { Position } from '#libs/kernel/event-store';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { settableClock } from '#libs/kernel/clock';
import type { ReadDatabase } from '#libs/read-database/read-database';
import type { QueryDescription } from '#libs/read-models/query-description';
import { ReadModelBehind } from './engine-ports.ts';
import { askReadModel } from './queries.ts';

class Nothing {}

const description: QueryDescription = {
  name: 'shelf',
  path: 'shelf',
  summary: { ja: '棚', en: 'Shelf' },
  parameters: Nothing,
  projection: 'shelves',
  besides: ['books'],
  example: {},
  run: () => Promise.resolve('seen'),
};

/** Asks where the read models have got to those places and get no further. */
const ask = (reached: Readonly<Record<string, Position>>, after?: Position) => {
  const builds = Object.entries(reached).map(([projection, position]) => ({ projection, position, live: true }));
  const readDatabase = { projectionStore: { builds: () => Promise.resolve(builds) } } as unknown as ReadDatabase;
  return askReadModel({
    store: { head: () => Promise.resolve('9') },
    readDatabase,
    vault: memoryVault(),
    clock: settableClock('2026-11-27T00:00:00Z'),
    projections: { waitFor: (name, position) => Promise.resolve((reached[name] ?? '') >= position) },
    readWaitMs: 1,
  })(description, {}, after);
};

describe('a query that reads several read models', () => {
  it('answers for the place that the last of them has reached', async () => {
    expect(await ask({ shelves: '5', books: '3' })).toEqual({ answer: 'seen', readPosition: '3' });
    expect(await ask({ shelves: '2', books: '3' }, '2')).toEqual({ answer: 'seen', readPosition: '2' });
  });

  it.each([
    ['books', { shelves: '5', books: '3' }],
    ['shelves', { shelves: '3', books: '5' }],
  ])('waits for each of them, and says that %s are behind', async (projection, reached) => {
    await expect(ask(reached, '4')).rejects.toMatchObject({ projection, after: '4', reached: '3' });
  });

  it('cannot be answered where one of them was never built', async () => {
    await expect(ask({ shelves: '5' })).rejects.toThrow(ReadModelBehind);
  });
});
