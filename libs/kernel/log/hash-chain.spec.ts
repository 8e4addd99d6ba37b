import { describe, expect, it } from '@jest/globals';
import { eventHash, eventId } from './event-identity.ts';
import type { RecordedEvent } from '../event-store.ts';
import { verifyStream } from './hash-chain.ts';

/** An event as the loop would have made it. */
const eventAfter = (previous: RecordedEvent | undefined, amount: number): RecordedEvent => {
  const revision = (previous?.revision ?? -1n) + 1n;
  const content = {
    stream: 'loan-1',
    revision,
    type: 'FeeCharged',
    data: { amount },
    metadata: { prevHash: previous?.metadata['hash'] ?? null },
  };
  const hash = eventHash(content);
  return {
    ...content,
    id: eventId(hash),
    metadata: { ...content.metadata, hash },
    position: revision.toString(),
    created: '2026-11-22T00:00:00Z',
  };
};
const first = eventAfter(undefined, 1);
const second = eventAfter(first, 2);
const third = eventAfter(second, 3);

const problemsOf = (...events: readonly RecordedEvent[]) =>
  verifyStream(events).map(({ revision, problem }) => `${revision.toString()} ${problem}`);

describe('the proof of a stream', () => {
  it('holds for what was written, also when read in pages', () => {
    expect(verifyStream([first, second, third])).toEqual([]);
    expect(verifyStream([third], second)).toEqual([]);
  });

  it('shows changed data by the hash, with what it should be', () => {
    const changed = { ...second, data: { amount: 200 } };
    expect(problemsOf(first, changed, third)).toEqual(['1 hash', '1 id']);
    expect(verifyStream([first, changed])[0]).toEqual({
      stream: 'loan-1',
      revision: 1n,
      problem: 'hash',
      expected: eventHash(changed),
      found: second.metadata['hash'],
    });
  });

  it('shows an event that was changed together with its own hash by the event after it', () => {
    expect(problemsOf(first, eventAfter(first, 200), third)).toEqual(['2 prevHash']);
  });

  it('shows a missing event, a missing start and a doubled event', () => {
    expect(problemsOf(first, third)).toEqual(['2 revision', '2 prevHash']);
    expect(problemsOf(second, third)).toEqual(['1 revision', '1 prevHash']);
    expect(problemsOf(first, first)).toEqual(['0 revision', '0 prevHash']);
  });

  it('shows content that cannot even be hashed, and metadata that is none, instead of giving up', () => {
    expect(problemsOf(first, { ...second, data: { text: '\ud800' } }, third)).toEqual(['1 hash', '1 id']);
    const bare = { ...second, metadata: null } as unknown as RecordedEvent;
    expect(problemsOf(first, bare)).toEqual(['1 prevHash', '1 hash', '1 id']);
  });

  it('shows an event of another stream and an id that is not its own', () => {
    expect(problemsOf(first, { ...second, stream: 'loan-2' })).toEqual(['1 stream', '1 hash', '1 id']);
    expect(problemsOf(first, { ...second, id: first.id })).toEqual(['1 id']);
  });

  it('shows an event that carries no proof at all', () => {
    expect(problemsOf({ ...first, metadata: {} })).toEqual(['0 prevHash', '0 hash', '0 id']);
  });
});
