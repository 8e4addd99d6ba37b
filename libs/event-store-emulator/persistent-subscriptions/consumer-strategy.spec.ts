import { describe, expect, it } from '@jest/globals';
import type { RecordedLogEvent } from '#libs/kernel/log/event-log';
import { createConsumerStrategy, type ConsumerSlots } from './consumer-strategy.ts';

const inStream = (stream: string, metadata = ''): { event: RecordedLogEvent } => ({
  event: {
    id: 'one',
    type: 'Counted',
    contentType: 'application/json',
    data: new Uint8Array(),
    metadata: Buffer.from(metadata),
    stream,
    revision: 0n,
    position: 1n,
    created: 0,
  },
});

const consumers = (free: Readonly<Record<string, number>>): ConsumerSlots[] =>
  Object.entries(free).map(([id, slots]) => ({ id, free: slots }));

const streams = Array.from({ length: 300 }, (_, index) => `order-${index}`);

describe('how a group chooses a consumer', () => {
  it('DispatchToSingle takes the first as long as it has room', () => {
    const choose = createConsumerStrategy('DispatchToSingle');
    expect(choose(inStream('a'), consumers({ first: 1, second: 5 }))?.id).toBe('first');
    expect(choose(inStream('a'), consumers({ first: 0, second: 5 }))?.id).toBe('second');
    expect(choose(inStream('a'), consumers({ first: 0, second: 0 }))).toBeUndefined();
  });

  it('RoundRobin takes one after the other, and passes over the full ones', () => {
    const choose = createConsumerStrategy('RoundRobin');
    const all = consumers({ first: 1, second: 1, third: 1 });
    expect([1, 2, 3, 4].map(() => choose(inStream('a'), all)?.id)).toEqual(['first', 'second', 'third', 'first']);
    expect(choose(inStream('a'), consumers({ first: 1, second: 0, third: 1 }))?.id).toBe('third');
  });

  it('Pinned keeps each stream with one consumer, also while that is full, and spreads streams over all', () => {
    const choose = createConsumerStrategy('Pinned');
    const owner = (stream: string, free: Readonly<Record<string, number>>) =>
      choose(inStream(stream), consumers(free))?.id;
    const owners = streams.map((stream) => owner(stream, { first: 1, second: 1, third: 1 }));
    for (const name of ['first', 'second', 'third']) {
      expect(owners.filter((id) => id === name).length).toBeGreaterThan(60);
    }
    const whileFull = streams.map((stream) => owner(stream, { first: 0, second: 1, third: 1 }));
    expect(whileFull).toEqual(owners.map((id) => (id === 'first' ? undefined : id)));
  });

  it('Pinned moves only the streams of a consumer that goes', () => {
    const choose = createConsumerStrategy('Pinned');
    for (const stream of streams) {
      const before = choose(inStream(stream), consumers({ first: 1, second: 1, third: 1 }))?.id;
      const after = choose(inStream(stream), consumers({ first: 1, third: 1 }))?.id;
      if (before !== 'second') expect(after).toBe(before);
    }
  });

  it('PinnedByCorrelation keeps what has one correlation id together, and the rest by stream', () => {
    const choose = createConsumerStrategy('PinnedByCorrelation');
    const all = consumers({ first: 1, second: 1, third: 1 });
    const correlated = streams.map((stream) => choose(inStream(stream, '{"$correlationId":"c-1"}'), all)?.id);
    expect(new Set(correlated).size).toBe(1);
    expect(new Set(streams.map((stream) => choose(inStream(stream, 'no JSON'), all)?.id)).size).toBe(3);
  });
});
