import { describe, expect, it } from '@jest/globals';
import { EventStoreError, type EventStore, VersionConflict } from '#libs/kernel/event-store';
import { memoryEventLog } from '#libs/kernel/testing/memory-event-log';
import { watchWrites, type WriteFailure } from './write-failures.ts';

const full = new EventStoreError('unavailable', 'nothing was written: database or disk is full');

/** A store whose next appends end as they are told to. */
const storeOf = (outcomes: (Error | undefined)[]): EventStore => ({
  ...memoryEventLog(),
  readStream: () => Promise.resolve([]),
  findCommand: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
  append: () => {
    const error = outcomes.shift();
    return error ? Promise.reject(error) : Promise.resolve({ revision: 0n, position: '1' });
  },
});

const watched = (...outcomes: (Error | undefined)[]) => {
  const told: (WriteFailure | undefined)[] = [];
  const { store, writeFailure } = watchWrites(
    storeOf(outcomes),
    (failure) => told.push(failure),
    () => 7,
  );
  const append = () =>
    store.append('loan-1', [], 'noStream').then(
      () => undefined,
      (error: unknown) => error,
    );
  return { told, append, writeFailure };
};

describe('a store whose writes are watched', () => {
  it('remembers why it could not write until it can again', async () => {
    const { append, writeFailure } = watched(full, undefined);
    expect(writeFailure()).toBeUndefined();
    expect(await append()).toBe(full);
    expect(writeFailure()).toEqual({ code: 'unavailable', message: full.message, at: 7 });
    await append();
    expect(writeFailure()).toBeUndefined();
  });

  it('tells of a cause once, however many requests meet it, and of its end', async () => {
    const unknown = new EventStoreError('outcomeUnknown', 'the append to loan-1 got no answer in time');
    const { told, append } = watched(full, full, unknown, full, undefined, undefined, full);
    for (let count = 0; count < 7; count++) await append();
    expect(told.map((failure) => failure?.code)).toEqual(['unavailable', 'outcomeUnknown', undefined, 'unavailable']);
  });

  it('does not take what is wrong with a request for a failure of its own', async () => {
    const { told, append, writeFailure } = watched(
      new VersionConflict('loan-1', 'noStream', 0n),
      new EventStoreError('appendTooLarge', 'too large'),
    );
    await append();
    await append();
    expect(writeFailure()).toBeUndefined();
    expect(told).toEqual([]);
  });
});
