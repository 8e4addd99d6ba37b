import { describe, expect, it } from '@jest/globals';
import type { EventStore, RecordedEvent, SubscribeOptions, SubscriptionMessage } from '../../event-store.ts';
import { START } from '../../event-store.ts';
import type { EventStoreHarness } from './harness.ts';
import { idsOf, readWholeLog, sampleEvent, sampleEvents, writeAtOnce } from './samples.ts';

/** The messages of a subscription until `enough` says so of the latest. */
const messagesUntil = async (
  store: EventStore,
  options: SubscribeOptions,
  enough: (message: SubscriptionMessage, events: readonly RecordedEvent[]) => boolean,
): Promise<readonly SubscriptionMessage[]> => {
  const messages: SubscriptionMessage[] = [];
  const events: RecordedEvent[] = [];
  for await (const message of store.subscribe(options)) {
    messages.push(message);
    events.push(...message.events);
    if (enough(message, events)) break;
  }
  return messages;
};

/** The next `count` events of a subscription. */
const eventsOf = async (
  store: EventStore,
  count: number,
  options: SubscribeOptions = {},
): Promise<readonly RecordedEvent[]> => {
  const messages = await messagesUntil(store, options, (_, events) => events.length >= count);
  return messages.flatMap(({ events }) => events);
};

export const subscriptionsContract = (harness: EventStoreHarness, store: () => EventStore): void => {
  describe('subscribing', () => {
    it('says at once that it has caught up with an empty log', async () => {
      const [first] = await messagesUntil(store(), {}, () => true);
      expect(first).toEqual({ events: [], position: START, caughtUp: true });
    });

    it('sees each event after any position exactly once, in order, and says when it has caught up', async () => {
      for (let index = 0; index < 4; index += 1) await store().append(`sample-${index}`, sampleEvents(3), 'noStream');
      const log = await readWholeLog(store());
      for (const [index, position] of [START, ...log.map((event) => event.position)].entries()) {
        const messages = await messagesUntil(store(), { from: position, max: 5 }, ({ caughtUp }) => caughtUp);
        expect(messages.flatMap(({ events }) => events)).toEqual(log.slice(index));
        expect(messages.at(-1)?.position).toBe(log.at(-1)?.position);
        expect(messages.every(({ events }) => events.length <= 5)).toBe(true);
      }
    });

    it('goes from history to live without gap or repeat, whenever it starts, while writers on two handles are at work', async () => {
      const other = await harness.another(store());
      const total = 2 * 4 * 2 * 40;
      const subscriptions: Promise<readonly RecordedEvent[]>[] = [];
      const written = new AbortController();
      const writing = writeAtOnce([store(), other], { writers: 4, appends: 40 }).finally(() => written.abort());
      while (!written.signal.aborted && subscriptions.length < 12) {
        subscriptions.push(eventsOf(subscriptions.length % 2 === 0 ? store() : other, total, { max: 16 }));
        await store().append(`marker-${subscriptions.length}`, [sampleEvent()], 'noStream');
      }
      await writing;
      const log = idsOf(await readWholeLog(store()));
      for (const events of await Promise.all(subscriptions)) {
        expect(idsOf(events)).toEqual(log.slice(0, events.length));
      }
    });

    it('hears of what another handle appends while it waits', async () => {
      const other = await harness.another(store());
      const iterator = store().subscribe()[Symbol.asyncIterator]();
      expect((await iterator.next()).value).toMatchObject({ caughtUp: true });
      const event = sampleEvent();
      const next = iterator.next();
      await other.append('sample-1', [event], 'noStream');
      expect((await next).value).toMatchObject({ events: [{ id: event.id }], caughtUp: true });
      await iterator.return?.();
    });

    it('moves its position over events that its filter passes over', async () => {
      const filter = { categories: ['order'] };
      await store().append('stock-1', sampleEvents(3), 'noStream');
      const iterator = store().subscribe({ filter })[Symbol.asyncIterator]();
      expect((await iterator.next()).value).toEqual({ events: [], position: await store().head(), caughtUp: true });
      const { position } = await store().append('stock-1', sampleEvents(2), 2n);
      let message: SubscriptionMessage;
      // One message for both events, or one for each.
      do {
        message = (await iterator.next()).value as SubscriptionMessage;
        expect(message.events).toEqual([]);
      } while (message.position < position);
      expect(message).toEqual({ events: [], position, caughtUp: true });
      await store().append('order-1', [sampleEvent()], 'noStream');
      expect((await iterator.next()).value).toMatchObject({ events: [{ stream: 'order-1' }] });
      await iterator.return?.();
    });

    it('goes on after a restart of the store from the position it had reached', async () => {
      await writeAtOnce([store()], { writers: 2, appends: 12 });
      const before: RecordedEvent[] = [];
      let position = START;
      for await (const message of store().subscribe({ max: 7 })) {
        before.push(...message.events);
        position = message.position;
        if (before.length >= 21) break;
      }
      const reopened = await harness.reopen(store());
      await writeAtOnce([reopened], { writers: 2, appends: 6 });
      const log = await readWholeLog(reopened);
      const after = await eventsOf(reopened, log.length - before.length, { from: position });
      expect(idsOf([...before, ...after])).toEqual(idsOf(log));
    });

    it('gives a slow consumer a page at a time and loses nothing', async () => {
      const iterator = store().subscribe({ max: 10 })[Symbol.asyncIterator]();
      await iterator.next();
      await writeAtOnce([store()], { writers: 5, appends: 60 });
      const log = await readWholeLog(store());
      const seen: RecordedEvent[] = [];
      while (seen.length < log.length) {
        const message = (await iterator.next()).value as SubscriptionMessage;
        expect(message.events.length).toBeLessThanOrEqual(10);
        seen.push(...message.events);
      }
      expect(idsOf(seen)).toEqual(idsOf(log));
      await iterator.return?.();
    });

    it('ends without an error when its signal says so: before it starts, in history, and while it waits', async () => {
      await store().append('sample-1', sampleEvents(6), 'noStream');
      expect(await messagesUntil(store(), { signal: AbortSignal.abort() }, () => false)).toEqual([]);
      const inHistory = new AbortController();
      const stopAtOnce = (): boolean => {
        inHistory.abort();
        return false;
      };
      expect(await messagesUntil(store(), { max: 2, signal: inHistory.signal }, stopAtOnce)).toHaveLength(1);
      const waiting = new AbortController();
      const iterator = store().subscribe({ signal: waiting.signal })[Symbol.asyncIterator]();
      await iterator.next();
      const end = iterator.next();
      waiting.abort();
      expect((await end).done).toBe(true);
    });
  });
};
