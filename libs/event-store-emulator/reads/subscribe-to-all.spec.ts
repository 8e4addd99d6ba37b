import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventTypeFilter, streamNameFilter, type Filter, type ResolvedEvent } from '@eventstore/db-client';
import { errorOf, firstOf, sample, samples } from '../testing/samples.ts';
import { serveLog, type ServedLog } from '../testing/served-log.ts';

describe('a subscription to the whole log', () => {
  let served: ServedLog;
  beforeEach(async () => {
    served = await serveLog();
    await served.client.appendToStream('water-1', { ...sample(), type: 'WaterBoiled' });
  });
  afterEach(() => served.close());

  it('sends what is there, says that it has caught up, and goes on live', async () => {
    await served.client.appendToStream('tea-1', samples(2));
    const subscription = served.client.subscribeToAll();
    const seen: string[] = [];
    subscription.on('confirmation', () => seen.push('confirmed'));
    subscription.on('caughtUp', () => seen.push('caught up'));
    subscription.on('data', ({ event }: ResolvedEvent) => seen.push(event?.type ?? ''));
    await once(subscription, 'caughtUp');
    await served.client.appendToStream('tea-2', sample());
    await once(subscription, 'data');
    expect(seen).toEqual(['confirmed', 'WaterBoiled', 'TeaServed', 'TeaServed', 'caught up', 'TeaServed']);
  });

  it('begins after a position, exclusive, or at the end', async () => {
    const { position } = await served.client.appendToStream('tea-1', sample());
    await served.client.appendToStream('tea-2', sample());
    const after = served.client.subscribeToAll({ fromPosition: position ?? 'start' });
    expect((await firstOf(after, 1)).map(({ event }) => event?.streamId)).toEqual(['tea-2']);
    const end = served.client.subscribeToAll({ fromPosition: 'end' });
    await once(end, 'confirmation');
    await served.client.appendToStream('tea-3', sample());
    expect((await firstOf(end, 1)).map(({ event }) => event?.streamId)).toEqual(['tea-3']);
  });

  it('refuses a position beyond the log', async () => {
    const subscription = served.client.subscribeToAll({ fromPosition: { commit: 99n, prepare: 99n } });
    expect(await errorOf(firstOf(subscription, 1))).toMatchObject({ type: 'unknown', code: 3 });
  });

  it('sees each event once through the switch to live, while others write', async () => {
    const writing = (async () => {
      for (let index = 0; index < 300; index += 1) await served.client.appendToStream(`tea-${index % 7}`, samples(2));
    })();
    const events = await firstOf(served.client.subscribeToAll(), 601);
    await writing;
    const positions = events.map(({ commitPosition }) => commitPosition);
    expect(positions).toEqual(positions.map((_, index) => BigInt(index + 1)));
  });

  describe('with a filter', () => {
    /** What a filtered subscription sends: streams of events, and checkpoints as `@position`. */
    const follow = async (
      filter: Filter,
    ): Promise<{ readonly seen: string[]; readonly until: (count: number) => Promise<void> }> => {
      const seen: string[] = [];
      const subscription = served.client.subscribeToAll({
        filter: { ...filter, checkpointReached: (_subscription, { commit }) => void seen.push(`@${commit}`) },
      });
      subscription.on('data', ({ event }: ResolvedEvent) => seen.push(event?.streamId ?? ''));
      subscription.on('caughtUp', () => seen.push('caught up'));
      subscription.resume();
      const until = async (count: number): Promise<void> => {
        while (seen.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
      };
      while (!seen.includes('caught up')) await new Promise((resolve) => setTimeout(resolve, 2));
      return { seen, until };
    };

    it.each([
      ['prefixes of stream names', streamNameFilter({ prefixes: ['tea-', 'sake'] })],
      ['an expression for stream names', streamNameFilter({ regex: '^(tea|sake)-' })],
      ['prefixes of event types', eventTypeFilter({ prefixes: ['Tea'] })],
      ['an expression for event types', eventTypeFilter({ regex: 'Served$' })],
    ])('sends what matches %s, and says where it is when it has caught up', async (_what, filter) => {
      await served.client.appendToStream('coffee-1', { ...sample(), type: 'CoffeeSpilt' });
      await served.client.appendToStream('tea-1', sample());
      await served.client.appendToStream('coffee-1', { ...sample(), type: 'CoffeeSpilt' });
      const { seen, until } = await follow(filter);
      expect(seen).toEqual(['tea-1', '@4', 'caught up']);
      await served.client.appendToStream('coffee-1', { ...sample(), type: 'CoffeeSpilt' });
      await served.client.appendToStream('sake-1', sample());
      await until(4);
      expect(seen.at(-1)).toBe('sake-1');
    });

    it('says where it is after each interval of considered events, on the way and live, matching or not', async () => {
      for (let index = 0; index < 9; index += 1)
        await served.client.appendToStream(index % 3 === 0 ? 'tea-1' : 'coffee-1', sample());
      // Positions: 1 the water; tea at 2, 5 and 8; coffee at the others up to 10. Two by two are four considered events.
      const filter = streamNameFilter({ prefixes: ['tea-'], maxSearchWindow: 2, checkpointInterval: 2 });
      const { seen, until } = await follow(filter);
      expect(seen).toEqual(['tea-1', '@4', 'tea-1', 'tea-1', '@8', '@10', 'caught up']);
      await served.client.appendToStream('coffee-1', samples(3));
      await served.client.appendToStream('tea-1', samples(2));
      await until(10);
      expect(seen.slice(7)).toEqual(['tea-1', '@14', 'tea-1']);
    });

    it('says live where it is after every single event, where that is asked for', async () => {
      const filter = streamNameFilter({ prefixes: ['tea-'], maxSearchWindow: 1, checkpointInterval: 1 });
      const { seen, until } = await follow(filter);
      await served.client.appendToStream('coffee-1', samples(3));
      await served.client.appendToStream('tea-1', sample());
      await until(7);
      expect(seen).toEqual(['@1', 'caught up', '@2', '@3', '@4', 'tea-1', '@5']);
    });
  });
});
