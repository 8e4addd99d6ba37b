import { setTimeout as pause } from 'node:timers/promises';
import { deadlineIn } from '#libs/kernel/command-loop/deadline';
import { type EventStore, EventStoreError, type EventStoreErrorCode, type Position } from '#libs/kernel/event-store';
import { appendGroups } from './append-groups.ts';
import { notABeginning, requireCopyOf } from './copy-refusal.ts';
import { BEGINNING, compareLogs, type SharedPlace } from './log-comparison.ts';
import { eventsOf } from './log-reading.ts';
import { appendInOrder } from './ordered-appends.ts';

export type CopySource = Pick<EventStore, 'identity' | 'readAll' | 'readStream' | 'head'>;
export type CopyTarget = CopySource & Pick<EventStore, 'append'>;

export interface CopyOptions {
  /** How many appends may be under way at once. Default 64. */
  readonly inFlight?: number;
  /** How long an append may take, in milliseconds: long, since appends that end one by one and not together may leave the order. Default 30,000. */
  readonly timeoutMs?: number;
  /** How long a target that fails is tried again without getting any further, in milliseconds. Default 60,000. */
  readonly patienceMs?: number;
  /** Hears how many more events were found in the target, or written to it. */
  readonly onEvents?: (events: number, what: 'found' | 'written') => void;
}

export interface LogCopy {
  /** Position at which the source ended when the copy began: what came later is not in it. */
  readonly until: Position;
  /** Events that the target holds now. */
  readonly events: number;
  /** How many of them the target held before. */
  readonly found: number;
}

const RETRY_PAUSE_MS = 200;

/** After these, what the target holds is looked at again; a conflict follows from an append before it that failed, or from another copy under way. */
const passing: readonly EventStoreErrorCode[] = ['unavailable', 'outcomeUnknown', 'versionConflict'];
const mayPass = (error: unknown): boolean => error instanceof EventStoreError && passing.includes(error.code);

/** Refuses a target by its last event alone, before everything before it is compared. */
const requireKnownEnd = async (source: CopySource, target: CopySource): Promise<void> => {
  const [last] = (await target.readAll({ direction: 'backwards', max: 1 })).events;
  if (!last) return;
  const { stream, revision } = last;
  const [original] = await source.readStream(stream, { from: revision, max: 1 });
  if (original?.id !== last.id) throw notABeginning({ stream, revision, problem: 'surplus' });
};

/**
 * Copies a log, event by event as it is and in its order, to a target that holds nothing or the beginning of it; what is there is compared first, and only the rest is
 * written. Ended at any moment, it goes on there when it is run again. Throws `CopyRefused` where the target holds anything else, having
 * written nothing, and where it does not keep the order of what it is sent; otherwise what the stores throw, once patience is at an end.
 */
export const copyLog = async (
  source: CopySource,
  target: CopyTarget,
  { inFlight = 64, timeoutMs = 30_000, patienceMs = 60_000, onEvents = () => undefined }: CopyOptions = {},
): Promise<LogCopy> => {
  requireCopyOf(source.identity, target.identity);
  await requireKnownEnd(source, target);
  const until = await source.head();

  /** How far the target goes from a shared place on. After a failure that shows what was written after all, and whether in its order. */
  const lookFrom = async (from: SharedPlace, what: 'found' | 'written'): Promise<SharedPlace> => {
    const onShared = () => onEvents(1, what);
    const { shared, difference } = await compareLogs(source, target, { from, until, onShared });
    if (difference && difference.problem !== 'missing') throw notABeginning(difference);
    return shared;
  };

  let place = await lookFrom(BEGINNING, 'found');
  const found = place.events;
  const onAppended = (events: number) => onEvents(events, 'written');
  let patience = deadlineIn(patienceMs);
  const advanceTo = (reached: SharedPlace): void => {
    if (reached.events > place.events) patience = deadlineIn(patienceMs);
    place = reached;
  };
  for (;;) {
    try {
      const groups = appendGroups(eventsOf(source, place.source, until));
      const { reached, failure } = await appendInOrder(target, groups, place, { inFlight, timeoutMs, onAppended });
      advanceTo(reached);
      if (!failure) return { until, events: place.events, found };
      if (!mayPass(failure) || patience.passed()) throw failure;
      await pause(RETRY_PAUSE_MS);
      advanceTo(await lookFrom(place, 'written'));
    } catch (error) {
      if (!mayPass(error) || patience.passed()) throw error;
      await pause(RETRY_PAUSE_MS);
    }
  }
};
