import { isCheckpointDue, type CheckpointOccasion } from './checkpoint-rule.ts';
import { createConsumerStrategy, type ConsumerSlots } from './consumer-strategy.ts';
import type { GroupSettings } from './group-definition.ts';
import type { GroupMessage } from './group-message.ts';
import { createMessageBuffer } from './message-buffer.ts';
import { createProgress, type SettledPlace } from './progress.ts';

/** What a consumer says of a message that it could not process. */
export type RejectAction = 'park' | 'retry' | 'skip';

export interface GroupEffects {
  /** The present in milliseconds; it need not be the time of day. */
  readonly clock: () => number;
  readonly deliver: (consumerId: string, message: GroupMessage) => void;
  /** Puts the message aside for good; to be answered with `parked`. Until then it holds back the checkpoint. */
  readonly park: (message: GroupMessage, reason: string) => void;
  /** A replayed message was settled. */
  readonly replayed: (revision: bigint) => void;
}

export interface GroupStart {
  readonly settings: GroupSettings;
  /** The place behind which reading begins. */
  readonly after: bigint;
  /** The same, where it comes from a checkpoint. */
  readonly checkpoint?: bigint;
}

export interface GroupCounts {
  readonly history: number;
  readonly live: number;
  readonly retry: number;
  /** With consumers. */
  readonly inFlight: number;
  /** With consumers, or on their way to the parked messages. */
  readonly outstanding: number;
}

/** What a group holds and decides. It does nothing by itself: what is to be done goes out through its effects, and every change comes in through a call. */
export interface GroupState {
  join(consumerId: string, window: number): void;
  /** What the consumer had goes to others. */
  leave(consumerId: string): void;
  consumers(): readonly ConsumerSlots[];
  /** How many messages to read now: a batch where its buffer has room for one, otherwise none, so that there are no reads for a single message. */
  wanted(): number;
  /** Messages of the source, in its order, up to the place `next`; `passedOver` events of that stretch were without interest. `end` says that there is no more now. */
  accept(messages: readonly GroupMessage[], next: bigint, passedOver: number, end: boolean): void;
  /** A message that was parked is tried anew. */
  replay(message: GroupMessage): void;
  /** Ids that the consumer does not have (any more) are left alone; answers the messages that were settled. */
  acknowledge(consumerId: string, ids: readonly string[]): number;
  reject(consumerId: string, ids: readonly string[], action: RejectAction, reason: string): void;
  parked(message: GroupMessage): void;
  /** Takes back what consumers have had for too long. */
  expire(): void;
  /** When `expire` has work next, on the clock of the effects. */
  nextExpiry(): number | undefined;
  checkpointDue(occasion: CheckpointOccasion): SettledPlace | undefined;
  checkpointed(at: SettledPlace): void;
  lastCheckpoint(): bigint | undefined;
  readPlace(): bigint;
  isLive(): boolean;
  counts(): GroupCounts;
}

interface Consumer extends ConsumerSlots {
  free: number;
}

interface InFlight {
  readonly message: GroupMessage;
  readonly consumer: Consumer;
  readonly deadline: number;
}

export const createGroupState = (
  { settings, after, checkpoint }: GroupStart,
  { clock, deliver, park, replayed }: GroupEffects,
): GroupState => {
  const consumers: Consumer[] = [];
  /** In the order in which messages were handed out, and so of their deadlines. */
  const inFlight = new Map<string, InFlight>();
  const parking = new Set<GroupMessage>();
  const buffer = createMessageBuffer();
  const progress = createProgress(after, checkpoint);
  const choose = createConsumerStrategy(settings.strategy);
  const timeoutMs = settings.messageTimeoutMs > 0 ? settings.messageTimeoutMs : Infinity;
  let live = false;

  const dispatch = (): void => {
    let free = consumers.reduce((sum, consumer) => sum + consumer.free, 0);
    if (free === 0) return;
    for (const message of buffer.waiting()) {
      // Two events of one id cannot be told apart by an acknowledgement: the second waits for the first.
      if (inFlight.has(message.id)) continue;
      const consumer = choose(message.resolved, consumers);
      if (consumer === undefined) continue;
      buffer.remove(message);
      inFlight.set(message.id, { message, consumer, deadline: clock() + timeoutMs });
      consumer.free -= 1;
      free -= 1;
      deliver(consumer.id, message);
      if (free === 0) return;
    }
  };

  const settle = ({ origin }: GroupMessage): void => {
    if (origin.from === 'parked') replayed(origin.place);
    else progress.settle(origin.place);
  };

  const takeBack = ({ message, consumer }: InFlight): void => {
    inFlight.delete(message.id);
    consumer.free += 1;
  };

  const startParking = (message: GroupMessage, reason: string): void => {
    parking.add(message);
    park(message, reason);
  };

  const retryOrPark = (message: GroupMessage): void => {
    if (message.retryCount >= settings.maxRetryCount) {
      startParking(message, `Reached retry count of ${settings.maxRetryCount}`);
    } else buffer.retry({ ...message, retryCount: message.retryCount + 1 });
  };

  const heldBy = (consumerId: string, ids: readonly string[]): readonly InFlight[] =>
    [...new Set(ids)].flatMap((id) => {
      const held = inFlight.get(id);
      return held?.consumer.id === consumerId ? [held] : [];
    });

  return {
    join(consumerId, window) {
      consumers.push({ id: consumerId, free: window });
      dispatch();
    },
    leave(consumerId) {
      const place = consumers.findIndex(({ id }) => id === consumerId);
      if (place < 0) return;
      consumers.splice(place, 1);
      for (const held of inFlight.values()) {
        if (held.consumer.id !== consumerId) continue;
        takeBack(held);
        // Not parked, whatever the count: it may be that the consumer never looked at it.
        buffer.retry({ ...held.message, retryCount: held.message.retryCount + 1 });
      }
      dispatch();
    },
    consumers: () => consumers,
    wanted() {
      const capacity = Math.max(1, live ? settings.liveBufferSize : settings.historyBufferSize);
      const batch = Math.min(capacity, Math.max(1, settings.readBatchSize));
      return capacity - buffer.historyCount() - buffer.liveCount() >= batch ? batch : 0;
    },
    accept(messages, next, passedOver, end) {
      for (const message of messages) {
        progress.begin(message.origin.place);
        buffer.add(message, live);
      }
      progress.passTo(next, passedOver);
      live = end;
      dispatch();
    },
    replay(message) {
      buffer.retry(message);
      dispatch();
    },
    acknowledge(consumerId, ids) {
      const held = heldBy(consumerId, ids);
      for (const each of held) {
        takeBack(each);
        settle(each.message);
      }
      dispatch();
      return held.length;
    },
    reject(consumerId, ids, action, reason) {
      for (const held of heldBy(consumerId, ids)) {
        takeBack(held);
        switch (action) {
          case 'park':
            startParking(held.message, `Client explicitly NAK'ed message.\n${reason}`);
            break;
          case 'retry':
            retryOrPark(held.message);
            break;
          case 'skip':
            settle(held.message);
            break;
        }
      }
      dispatch();
    },
    parked(message) {
      if (parking.delete(message)) settle(message);
    },
    expire() {
      const now = clock();
      for (const held of inFlight.values()) {
        if (held.deadline > now) break;
        takeBack(held);
        retryOrPark(held.message);
      }
      dispatch();
    },
    nextExpiry() {
      const deadline = inFlight.values().next().value?.deadline;
      return deadline === Infinity ? undefined : deadline;
    },
    checkpointDue(occasion) {
      const at = progress.settled();
      return at !== undefined && isCheckpointDue(at, settings, occasion) ? at : undefined;
    },
    checkpointed: (at) => progress.checkpointed(at),
    lastCheckpoint: () => progress.checkpoint(),
    readPlace: () => progress.readPlace(),
    isLive: () => live,
    counts: () => ({
      history: buffer.historyCount(),
      live: buffer.liveCount(),
      retry: buffer.retryCount(),
      inFlight: inFlight.size,
      outstanding: inFlight.size + parking.size,
    }),
  };
};
