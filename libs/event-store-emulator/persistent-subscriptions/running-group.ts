import { performance } from 'node:perf_hooks';
import { createBell } from '#libs/kernel/projections/bell';
import type { EventLog } from '#libs/kernel/log/event-log';
import type { CallError } from '../wire/call-error.ts';
import { createBackgroundWork } from './background-work.ts';
import type { CheckpointOccasion } from './checkpoint-rule.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoints.ts';
import { createConnections, type ConnectionReport, type Consumer } from './connections.ts';
import { createDeliveryStatistics, type DeliveryMeasurement } from './delivery-statistics.ts';
import { keyOfGroup, nameOfSource, type GroupDefinition } from './group-definition.ts';
import { droppedFrom, maximumSubscribersReached } from './group-errors.ts';
import { lastKnownPlace, readSource } from './group-source.ts';
import { createGroupState, type GroupCounts, type RejectAction } from './group-state.ts';
import { openParkedMessages } from './parked-messages.ts';

export interface GroupReport {
  readonly definition: GroupDefinition;
  /** False while the group reads what was there before. */
  readonly live: boolean;
  readonly counts: GroupCounts;
  readonly deliveries: DeliveryMeasurement;
  readonly connections: readonly ConnectionReport[];
  readonly parked: bigint;
  readonly lastCheckpoint: bigint | undefined;
  readonly lastKnown: bigint | undefined;
}

/** A group at work: it reads its source as far as its buffers hold, and keeps its checkpoint and what it parks. */
export interface RunningGroup {
  readonly definition: GroupDefinition;
  /** Throws `CallError` where the group has as many consumers as it may, or has ended meanwhile. */
  connect(consumer: Consumer): void;
  /** What the consumer had goes to others. */
  disconnect(consumerId: string): void;
  acknowledge(consumerId: string, ids: readonly string[]): void;
  reject(consumerId: string, ids: readonly string[], action: RejectAction, reason: string): void;
  /** Tries parked messages anew: those before this revision of their stream, or all. Throws what the log throws. */
  replayParked(stopAt: bigint | undefined): Promise<void>;
  report(): Promise<GroupReport>;
  /** Ends the calls of its consumers for this reason, and writes a last checkpoint. */
  end(reason: CallError): Promise<void>;
}

/** A group looks again after so many milliseconds even if nothing woke it. */
const LONGEST_WAIT_MS = 60_000;

const clock = (): number => performance.now();

export const startGroup = async (log: EventLog, definition: GroupDefinition): Promise<RunningGroup> => {
  const { source, group, settings, startsAfter } = definition;
  const checkpoint = await readCheckpoint(log, definition);
  const parkedMessages = await openParkedMessages(log, keyOfGroup(nameOfSource(source), group));
  const work = createBackgroundWork();
  const wake = createBell();
  const deliveries = createDeliveryStatistics(clock);
  const connections = createConnections(settings, clock);
  const removeReplayed = work.coalesced(() => parkedMessages.removeSettled());
  let expiry: NodeJS.Timeout | undefined;
  let replaying: Promise<void> = Promise.resolve();

  const state = createGroupState(
    { settings, after: checkpoint ?? startsAfter, checkpoint },
    {
      clock,
      deliver: (consumerId, message) => {
        deliveries.delivered();
        connections.deliver(consumerId, message);
      },
      park: (message, reason) => {
        // One event for all attempts: the log knows it again by its id.
        const link = parkedMessages.linkTo(message, reason);
        void work
          .keepTrying(() => parkedMessages.park(link))
          .then((done) => {
            if (!done) return;
            state.parked(message);
            moved();
          });
      },
      replayed: (revision) => {
        parkedMessages.settled(revision);
        removeReplayed();
      },
    },
  );

  const writeCheckpointWhenDue = async (occasion: CheckpointOccasion): Promise<void> => {
    const due = state.checkpointDue(occasion);
    if (due === undefined) return;
    await writeCheckpoint(log, definition, due.place);
    state.checkpointed(due);
  };
  let timeHasCome = false;
  const writeCheckpoints = work.coalesced(async () => {
    await writeCheckpointWhenDue(timeHasCome ? 'time' : 'settled');
    timeHasCome = false;
  });
  const tick = (): void => {
    timeHasCome = true;
    writeCheckpoints();
  };

  /** After each change from outside. */
  const moved = (): void => {
    if (work.signal.aborted) return;
    wake.ring();
    if (state.checkpointDue('settled') !== undefined) writeCheckpoints();
    clearTimeout(expiry);
    const next = state.nextExpiry();
    if (next === undefined) return;
    expiry = setTimeout(expire, Math.max(1, next - clock()));
    expiry.unref();
  };
  const expire = (): void => {
    state.expire();
    moved();
  };

  const readOn = async (): Promise<void> => {
    while (!work.signal.aborted) {
      const seen = log.changeCount();
      const wanted = state.wanted();
      if (wanted === 0) {
        await wake.next(LONGEST_WAIT_MS);
        continue;
      }
      const page = await readSource(log, definition, state.readPlace(), wanted);
      state.accept(page.messages, page.next, page.passedOver, page.end);
      moved();
      if (page.end) await log.changed(seen, work.signal);
    }
  };
  const reading = work.keepTrying(readOn);

  const ticks = settings.checkpointAfterMs > 0 ? setInterval(tick, settings.checkpointAfterMs) : undefined;
  ticks?.unref();

  return {
    definition,
    connect(consumer) {
      // Found just before it was changed or deleted: it would deliver nothing, and nobody would say so.
      if (work.signal.aborted) throw droppedFrom(definition);
      const most = settings.maxSubscriberCount;
      if (most > 0 && state.consumers().length >= most) {
        throw maximumSubscribersReached(nameOfSource(source), group);
      }
      connections.add(consumer);
      state.join(consumer.id, consumer.window);
      moved();
    },
    disconnect(consumerId) {
      connections.remove(consumerId);
      state.leave(consumerId);
      moved();
    },
    acknowledge(consumerId, ids) {
      connections.acknowledged(consumerId, ids);
      state.acknowledge(consumerId, ids);
      moved();
    },
    reject(consumerId, ids, action, reason) {
      state.reject(consumerId, ids, action, reason);
      moved();
    },
    replayParked(stopAt) {
      const replay = replaying.then(async () => {
        await parkedMessages.replay(stopAt, (message) => state.replay(message));
        moved();
      });
      replaying = replay.catch(() => undefined);
      return replay;
    },
    async report() {
      return {
        definition,
        live: state.isLive(),
        counts: state.counts(),
        deliveries: deliveries.measure(),
        connections: connections.report(state.consumers()),
        parked: await parkedMessages.count(),
        lastCheckpoint: state.lastCheckpoint(),
        lastKnown: await lastKnownPlace(log, source, state.readPlace()),
      };
    },
    async end(reason) {
      clearTimeout(expiry);
      clearInterval(ticks);
      connections.dropAll(reason);
      const idle = work.end();
      wake.ring();
      await Promise.all([idle, reading]);
      // Without it the last messages come once more, which a group may always do.
      await writeCheckpointWhenDue('end').catch(() => undefined);
    },
  };
};
