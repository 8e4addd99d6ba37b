import { status } from '@grpc/grpc-js';
import streams, { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventStore, SubscribeOptions, SubscriptionMessage } from '#libs/kernel/event-store';
import { storeErrorOf } from '#libs/kernel/log/event-store-contract/samples';
import {
  callError,
  caughtUp,
  confirmed,
  eventResponse,
  fellBehind,
  type ReadCall,
  type Script,
} from '../testing/scripted-server.ts';
import { specStores } from '../testing/spec-stores.ts';

const stores = specStores();
afterEach(() => stores.close());

const wait = (): Promise<void> => new Promise(setImmediate);

const checkpoint = (place: bigint) =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(place.toString()).setPreparePosition(place.toString()),
  );
const event = (place: bigint) => eventResponse('sample-1', place - 1n, place, { place: Number(place) });
const position = (place: bigint): string => Array(2).fill(place.toString().padStart(20, '0')).join('-');
const placesIn = (messages: readonly SubscriptionMessage[]): readonly unknown[] =>
  messages.flatMap(({ events }) => events.map(({ data }) => data['place']));

/** A server whose log ends at `head`, and what it does when it is subscribed to, by the number of the subscription. */
const subscribedTo = (
  head: bigint,
  subscribed: (call: ReadCall, options: ReadReq.Options, count: number) => void,
): Script => {
  let count = 0;
  return {
    read: (options, call) => {
      if (options.hasSubscription()) {
        count += 1;
        call.write(confirmed());
        subscribed(call, options, count);
        return;
      }
      if (head > 0n) call.write(event(head));
      call.end();
    },
  };
};

const messagesUntil = async (
  store: EventStore,
  enough: (messages: readonly SubscriptionMessage[]) => boolean,
  options: SubscribeOptions = {},
): Promise<readonly SubscriptionMessage[]> => {
  const messages: SubscriptionMessage[] = [];
  for await (const message of store.subscribe(options)) {
    messages.push(message);
    if (enough(messages)) break;
  }
  return messages;
};

const startOf = (options: ReadReq.Options): string | undefined => options.getAll()?.getPosition()?.getCommitPosition();
const windowOf = (options: ReadReq.Options): number | undefined => options.getFilter()?.getMax();

describe('a subscription to EventStoreDB', () => {
  it('that breaks goes on from where it was, whatever way it broke, and shows no event twice', async () => {
    const starts: (string | undefined)[] = [];
    const breaks: readonly ((call: ReadCall) => void)[] = [
      (call) => call.emit('error', callError(status.UNAVAILABLE, 'going down')),
      (call) => call.end(),
      (call) => call.emit('error', callError(status.ABORTED, 'slow')),
    ];
    const store = await stores.on(
      subscribedTo(0n, (call, options, count) => {
        starts.push(startOf(options));
        const next = BigInt(count);
        // The server begins with one that was there before.
        if (next > 1n) call.write(event(next - 1n));
        call.write(event(next));
        if (count <= breaks.length) setTimeout(() => breaks[count - 1]?.(call), 50);
        else call.write(caughtUp());
      }),
    );
    const messages = await messagesUntil(store, (all) => all.at(-1)?.caughtUp === true);
    expect(placesIn(messages)).toEqual([1, 2, 3, 4]);
    expect(starts).toEqual([undefined, '1', '2', '3']);
  });

  it('that the server never confirms is made anew', async () => {
    let asked = 0;
    const server = await stores.serve({
      read: (options, call) => {
        if (!options.hasSubscription()) {
          call.end();
          return;
        }
        asked += 1;
        if (asked === 1) return;
        call.write(confirmed());
        call.write(caughtUp());
      },
    });
    const store = await stores.open({ connectionString: server.connectionString, timeoutMs: 1_000 });
    await messagesUntil(store, (all) => all.at(-1)?.caughtUp === true);
    expect(asked).toBe(2);
  });

  it('tells a checkpoint only behind the events that stand before it, however slowly they are taken', async () => {
    const store = await stores.on(
      subscribedTo(0n, (call) => {
        for (let place = 1n; place <= 40n; place += 1n) call.write(event(place));
        call.write(checkpoint(50n));
        call.write(caughtUp());
      }),
    );
    const messages = await messagesUntil(store, (all) => all.at(-1)?.caughtUp === true, { max: 7 });
    for (const message of messages) {
      const last = message.events.at(-1);
      if (message.position !== position(50n)) expect(message.position).toBe(last?.position);
    }
    expect(placesIn(messages)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(messages.at(-1)?.position).toBe(position(50n));
  });

  it('keeps the checkpoints that come between what it looks for, and goes on from them', async () => {
    const starts: (string | undefined)[] = [];
    const store = await stores.on(
      subscribedTo(0n, (call, options, count) => {
        starts.push(startOf(options));
        call.write(checkpoint(BigInt(count) * 1_000n));
        if (count < 3) setTimeout(() => call.end(), 50);
        else call.write(caughtUp());
      }),
    );
    const messages = await messagesUntil(store, (all) => all.at(-1)?.caughtUp === true);
    expect(starts).toEqual([undefined, '1000', '2000']);
    expect(messages.at(-1)).toEqual({ events: [], position: position(3_000n), caughtUp: true });
  });

  it('reads history in large steps, follows what happens in the smallest, and goes back when it fell behind', async () => {
    const windows: (number | undefined)[] = [];
    const store = await stores.on(
      subscribedTo(9n, (call, options, count) => {
        windows.push(windowOf(options));
        call.write(caughtUp());
        if (count === 2) call.write(fellBehind());
        if (count === 3) call.write(event(20n));
      }),
    );
    await messagesUntil(store, (all) => placesIn(all).length === 1);
    // After the fall it looked where the log ends, and was there already.
    expect(windows).toEqual([1_000, 1, 1]);
  });

  it('leaves what a slow reader has not asked for with the server', async () => {
    const text = 'x'.repeat(10_000);
    let sent = 0;
    const store = await stores.on(
      subscribedTo(1_000_000n, (call) => {
        const send = (): void => {
          while (sent < 100_000) {
            sent += 1;
            if (!call.write(eventResponse('sample-1', BigInt(sent), BigInt(sent), { text }))) {
              call.once('drain', send);
              return;
            }
          }
        };
        send();
      }),
    );
    const reading = store.subscribe({ max: 10 })[Symbol.asyncIterator]();
    await reading.next();
    let before = -1;
    for (let turns = 0; turns < 200 || before !== sent; turns += 1) {
      before = sent;
      await wait();
    }
    expect(sent).toBeLessThan(2_000);
    await reading.return?.();
  });

  it('ends with a typed error where asking again gives the same answer', async () => {
    const denied = callError(status.PERMISSION_DENIED, 'no', { exception: 'access-denied' });
    const store = await stores.on(subscribedTo(0n, (call) => call.emit('error', denied)));
    expect(await storeErrorOf(messagesUntil(store, () => false))).toMatchObject({ code: 'accessDenied' });
  });

  it('ends as closed with its store', async () => {
    const store = await stores.on(subscribedTo(0n, (call) => call.write(caughtUp())));
    const reading = store.subscribe()[Symbol.asyncIterator]();
    await reading.next();
    const next = storeErrorOf(reading.next());
    await store.close();
    expect(await next).toMatchObject({ code: 'closed' });
  });
});
