import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  EventStoreDBClient,
  jsonEvent,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  type PersistentSubscriptionToAllSettings,
  type PersistentSubscriptionToStream,
  type PersistentSubscriptionToAll,
  type PersistentSubscriptionToAllResolvedEvent,
  type PersistentSubscriptionToStreamResolvedEvent,
  type PersistentSubscriptionToStreamSettings,
} from '@eventstore/db-client';
import { startEmulator } from '../../emulator.ts';
import { memoryEventLog } from '../../testing/memory-event-log.ts';

/** The official client, connected to an emulator over a log in memory. */
export interface ServedClient {
  readonly client: EventStoreDBClient;
  readonly port: number;
  close(): Promise<void>;
}

export const clientOf = (port: number): EventStoreDBClient =>
  EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false&connectionName=specs`);

export const serveClient = async (): Promise<ServedClient> => {
  const log = memoryEventLog();
  const emulator = await startEmulator({ log, port: 0 });
  const client = clientOf(emulator.port);
  return {
    client,
    port: emulator.port,
    async close() {
      await emulator.close();
      await client.dispose();
      await log.close();
    },
  };
};

/** From the start, and otherwise as the client has it. */
export const streamSettings = (
  changes: Partial<PersistentSubscriptionToStreamSettings> = {},
): PersistentSubscriptionToStreamSettings =>
  persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...changes });

export const allSettings = (
  changes: Partial<PersistentSubscriptionToAllSettings> = {},
): PersistentSubscriptionToAllSettings =>
  persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START, ...changes });

/** Events that count on from a number. */
export const countingEvents = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => jsonEvent({ type: 'Counted', data: { count: from + index } }));

export interface ReceivedMessage {
  /** What the event counts; undefined where the event is gone. */
  readonly count: number | undefined;
  readonly stream: string | undefined;
  readonly link: string | undefined;
  readonly retryCount: number;
}

type Subscription = PersistentSubscriptionToStream | PersistentSubscriptionToAll;
type Message = PersistentSubscriptionToStreamResolvedEvent | PersistentSubscriptionToAllResolvedEvent;

/** A subscription that does with each message what `handle` says, and remembers it. */
export interface Consumer {
  readonly received: readonly ReceivedMessage[];
  readonly messages: readonly Message[];
  readonly subscription: Subscription;
  /** Resolves when so many messages have arrived; rejects where the subscription fails before. */
  receives(count: number): Promise<readonly ReceivedMessage[]>;
  /** Resolves to what ended the subscription. */
  readonly failed: Promise<Error>;
}

const countOf = (data: unknown): number | undefined =>
  typeof data === 'object' && data !== null && 'count' in data && typeof data.count === 'number'
    ? data.count
    : undefined;

type Handle = (message: Message, subscription: Subscription) => Promise<void>;

export const acknowledge: Handle = (message, subscription) => subscription.ack(message);
export const keep: Handle = () => Promise.resolve();

/** Starts consuming; resolves when the server has confirmed it. */
export const consume = async (subscription: Subscription, handle: Handle = acknowledge): Promise<Consumer> => {
  const messages: Message[] = [];
  const received: ReceivedMessage[] = [];
  const failed = once(subscription, 'error').then(([error]) => error as Error);
  const confirmed = once(subscription, 'confirmation');
  subscription.on('data', (message: Message) => {
    const { event, link, retryCount } = message;
    messages.push(message);
    received.push({ count: countOf(event?.data), stream: event?.streamId, link: link?.streamId, retryCount });
    void handle(message, subscription);
  });
  await confirmed;
  return {
    received,
    messages,
    subscription,
    failed,
    async receives(count) {
      await eventually(() => {
        if (received.length < count) throw new Error(`${received.length} of ${count} messages have arrived`);
      });
      return received;
    },
  };
};

const PATIENCE_MS = 20_000;
const PAUSE_MS = 10;

/** Repeats until it does not throw; throws what it threw last where it never does. */
export const eventually = async <Value>(check: () => Value | Promise<Value>): Promise<Value> => {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await delay(PAUSE_MS);
    }
  }
};
