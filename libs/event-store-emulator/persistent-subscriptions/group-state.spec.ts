import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedLogEvent } from '#libs/kernel/log/event-log';
import type { GroupSettings } from './group-definition.ts';
import { newMessage, type GroupMessage } from './group-message.ts';
import { createGroupState } from './group-state.ts';

const settings: GroupSettings = {
  resolveLinks: false,
  extraStatistics: false,
  messageTimeoutMs: 1000,
  checkpointAfterMs: 2000,
  maxRetryCount: 2,
  minCheckpointCount: 2,
  maxCheckpointCount: 5,
  maxSubscriberCount: 0,
  liveBufferSize: 4,
  readBatchSize: 5,
  historyBufferSize: 10,
  strategy: 'RoundRobin',
};

const recorded = (revision: bigint, id = `event-${revision.toString()}`): RecordedLogEvent => ({
  id,
  type: 'Counted',
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: new Uint8Array(),
  stream: 'counter-1',
  revision,
  position: revision + 1n,
  created: 0,
});

const messageAt = (place: bigint, id?: string): GroupMessage =>
  newMessage({ event: recorded(place, id) }, { from: 'source', place });

/** A group with what it did: deliveries as `consumer:event:retryCount`, parked messages with their reasons. */
const startGroup = (changes: Partial<GroupSettings> = {}) => {
  let now = 0;
  const delivered: string[] = [];
  const parked: { message: GroupMessage; reason: string }[] = [];
  const replayed: bigint[] = [];
  const state = createGroupState(
    { settings: { ...settings, ...changes }, after: -1n },
    {
      clock: () => now,
      deliver: (consumerId, { id, retryCount }) => delivered.push(`${consumerId}:${id}:${retryCount}`),
      park: (message, reason) => parked.push({ message, reason }),
      replayed: (revision) => replayed.push(revision),
    },
  );
  return {
    state,
    parked,
    replayed,
    delivered: () => delivered.splice(0),
    advance: (milliseconds: number) => {
      now += milliseconds;
      state.expire();
    },
    /** Reads so many events from the place reached, as a source at its end would answer. */
    read: (count: number, end = true) => {
      const first = state.readPlace() + 1n;
      const messages = Array.from({ length: count }, (_, index) => messageAt(first + BigInt(index)));
      state.accept(messages, first + BigInt(count) - 1n, 0, end);
    },
  };
};

describe('the state of a group', () => {
  it('hands out no more than the window of a consumer, and the next for each that is acknowledged', () => {
    const { state, read, delivered } = startGroup();
    state.join('a', 2);
    read(4);
    expect(delivered()).toEqual(['a:event-0:0', 'a:event-1:0']);
    state.acknowledge('a', ['event-1']);
    expect(delivered()).toEqual(['a:event-2:0']);
    state.acknowledge('a', ['event-0', 'event-2']);
    expect(delivered()).toEqual(['a:event-3:0']);
  });

  it('counts an id that is acknowledged twice in one message once', () => {
    const { state, read, delivered } = startGroup();
    state.join('a', 1);
    read(4);
    delivered();
    expect(state.acknowledge('a', ['event-0', 'event-0'])).toBe(1);
    expect(delivered()).toEqual(['a:event-1:0']);
  });

  it('leaves alone what another consumer has', () => {
    const { state, read } = startGroup();
    state.join('a', 1);
    state.join('b', 1);
    read(2);
    expect(state.acknowledge('b', ['event-0'])).toBe(0);
    state.reject('b', ['event-0'], 'skip', '');
    expect(state.counts().inFlight).toBe(2);
  });

  it('tries a message again that took too long, and parks it when that happened too often', () => {
    const { state, read, delivered, advance, parked } = startGroup();
    state.join('a', 1);
    read(1);
    expect(delivered()).toEqual(['a:event-0:0']);
    advance(999);
    expect(delivered()).toEqual([]);
    expect(state.nextExpiry()).toBe(1000);
    advance(1);
    advance(1000);
    expect(delivered()).toEqual(['a:event-0:1', 'a:event-0:2']);
    advance(1000);
    expect(delivered()).toEqual([]);
    expect(parked.map(({ reason }) => reason)).toEqual(['Reached retry count of 2']);
  });

  it('waits for ever where the timeout is 0', () => {
    const { state, read, delivered, advance } = startGroup({ messageTimeoutMs: 0 });
    state.join('a', 1);
    read(1);
    delivered();
    expect(state.nextExpiry()).toBeUndefined();
    advance(1_000_000);
    expect(delivered()).toEqual([]);
  });

  it('retries before it hands out what is new, in the order of the source', () => {
    const { state, read, delivered } = startGroup();
    state.join('a', 3);
    read(4);
    delivered();
    state.reject('a', ['event-2', 'event-0'], 'retry', 'later');
    expect(delivered()).toEqual(['a:event-0:1', 'a:event-2:1']);
    state.leave('a');
    state.join('b', 4);
    expect(delivered()).toEqual(['b:event-0:2', 'b:event-1:1', 'b:event-2:2', 'b:event-3:0']);
  });

  it('gives what a consumer had to others when it goes, and parks nothing for that', () => {
    const { state, read, delivered, parked } = startGroup({ maxRetryCount: 0 });
    state.join('a', 2);
    state.join('b', 2);
    read(4);
    delivered();
    state.acknowledge('b', ['event-1', 'event-3']);
    state.leave('a');
    expect(delivered()).toEqual(['b:event-0:1', 'b:event-2:1']);
    expect(parked).toEqual([]);
  });

  it('passes a message over that the consumer skips', () => {
    const { state, read, delivered, parked } = startGroup();
    state.join('a', 1);
    read(2);
    delivered();
    state.reject('a', ['event-0'], 'skip', 'not mine');
    expect(delivered()).toEqual(['a:event-1:0']);
    expect(parked).toEqual([]);
  });

  it('keeps the checkpoint before a message until it is parked for good', () => {
    const { state, read, parked } = startGroup({ minCheckpointCount: 1 });
    state.join('a', 10);
    read(3);
    state.reject('a', ['event-1'], 'park', 'broken');
    state.acknowledge('a', ['event-0', 'event-2']);
    expect(state.checkpointDue('time')).toEqual({ place: 0n, messages: 1, passedOver: 0 });
    expect(state.counts()).toMatchObject({ inFlight: 0, outstanding: 1 });
    expect(parked[0]?.reason).toBe("Client explicitly NAK'ed message.\nbroken");
    state.parked(parked[0]!.message);
    expect(state.checkpointDue('time')).toEqual({ place: 2n, messages: 3, passedOver: 0 });
  });

  it('says which replayed messages are settled, and keeps them apart from its progress', () => {
    const { state, replayed, delivered } = startGroup();
    state.join('a', 1);
    state.replay(newMessage({ event: recorded(7n) }, { from: 'parked', place: 3n }));
    expect(delivered()).toEqual(['a:event-7:0']);
    state.acknowledge('a', ['event-7']);
    expect(replayed).toEqual([3n]);
    expect(state.checkpointDue('end')).toBeUndefined();
  });

  it('hands out the second of two events of one id when the first is settled', () => {
    const { state, delivered } = startGroup();
    state.join('a', 5);
    state.accept([messageAt(0n, 'same'), messageAt(1n, 'same'), messageAt(2n)], 2n, 0, true);
    expect(delivered()).toEqual(['a:same:0', 'a:event-2:0']);
    state.acknowledge('a', ['same']);
    expect(delivered()).toEqual(['a:same:0']);
    state.acknowledge('a', ['same', 'event-2']);
    expect(state.checkpointDue('end')?.place).toBe(2n);
  });

  it('reads batches as far as its buffers hold: the one for history while it is behind, the one for live events at the end', () => {
    const { state, read } = startGroup();
    expect(state.wanted()).toBe(5);
    read(5, false);
    expect(state.wanted()).toBe(5);
    read(5, false);
    expect(state.wanted()).toBe(0);
    expect(state.counts()).toMatchObject({ history: 10, live: 0 });
    state.join('a', 4);
    expect(state.wanted()).toBe(0);
    state.join('b', 1);
    expect(state.wanted()).toBe(5);
    read(3, true);
    expect(state.wanted()).toBe(0);
    state.join('c', 8);
    expect(state.wanted()).toBe(4);
    read(4, false);
    expect(state.counts()).toMatchObject({ history: 0, live: 4 });
    expect(state.isLive()).toBe(false);
  });

  it('loses nothing, whatever its consumers do', () => {
    const consumer = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('read' as const), count: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('join' as const), consumer, window: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('leave' as const), consumer }),
      fc.record({ kind: fc.constant('acknowledge' as const), consumer, of: fc.nat(20) }),
      fc.record({
        kind: fc.constant('reject' as const),
        consumer,
        of: fc.nat(20),
        action: fc.constantFrom('park' as const, 'retry' as const),
      }),
      fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 1500 }) }),
    );
    const strategy = fc.constantFrom(
      'RoundRobin' as const,
      'DispatchToSingle' as const,
      'Pinned' as const,
      'PinnedByCorrelation' as const,
    );
    fc.assert(
      fc.property(strategy, fc.array(step, { maxLength: 60 }), (named, steps) => {
        const { state, read, advance, parked, delivered } = startGroup({ strategy: named });
        const joined = new Set<string>();
        const settled = new Set<string>();
        const note = (ids: readonly string[]) => ids.forEach((id) => settled.add(id));
        const finished = () => note(parked.splice(0).map(({ message }) => (state.parked(message), message.id)));
        for (const each of steps) {
          const id = 'of' in each ? `event-${each.of}` : '';
          if (each.kind === 'read') read(each.count);
          if (each.kind === 'join' && !joined.has(each.consumer)) {
            joined.add(each.consumer);
            state.join(each.consumer, each.window);
          }
          if (each.kind === 'leave' && joined.delete(each.consumer)) state.leave(each.consumer);
          if (each.kind === 'acknowledge' && state.acknowledge(each.consumer, [id]) === 1) note([id]);
          if (each.kind === 'reject') state.reject(each.consumer, [id], each.action, '');
          if (each.kind === 'wait') advance(each.milliseconds);
          finished();
          const due = state.checkpointDue('settled') ?? state.checkpointDue('time') ?? state.checkpointDue('end');
          for (let place = 0n; place <= (due?.place ?? -1n); place += 1n) {
            expect(settled).toContain(`event-${place.toString()}`);
          }
          if (due !== undefined) state.checkpointed(due);
        }
        joined.forEach((consumerId) => state.leave(consumerId));
        delivered();
        state.join('last', 1000);
        note(delivered().map((line) => line.split(':')[1]!));
        expect(settled.size).toBe(Number(state.readPlace()) + 1);
      }),
      { numRuns: 300 },
    );
  });
});
