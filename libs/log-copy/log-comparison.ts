import { isDeepStrictEqual } from 'node:util';
import { type Position, type RecordedEvent, START } from '#libs/kernel/event-store';
import { eventsOf, type ReadableLog } from './log-reading.ts';

/** A place that two logs share: both hold the same events up to it. */
export interface SharedPlace {
  /** Position in the source of the last event that both hold. */
  readonly source: Position;
  /** Position of the same event in the target. */
  readonly target: Position;
  /** How many events that are. */
  readonly events: number;
}

/** Where every copy begins. */
export const BEGINNING: SharedPlace = { source: START, target: START, events: 0 };

const members = ['id', 'type', 'data', 'metadata'] as const;

/** The first event at which two logs are not the same. */
export interface LogDifference {
  /** Stream and revision in the source; in the target where the source has nothing more. */
  readonly stream: string;
  readonly revision: bigint;
  /** `missing`: the target ends before it. `surplus`: only the target has it. `order`: the target has another event in its place. Else the member that is another. */
  readonly problem: 'missing' | 'surplus' | 'order' | (typeof members)[number];
}

export interface LogComparison {
  /** Everything before the difference. */
  readonly shared: SharedPlace;
  readonly difference: LogDifference | undefined;
}

export interface ComparisonOptions {
  /** Default: the beginning of both. */
  readonly from?: SharedPlace;
  /** The last position of the source that counts. Default: where it ends. */
  readonly until?: Position;
  /** Hears of each event that both hold, as the target has it. */
  readonly onShared?: (event: RecordedEvent) => void;
}

const problemAt = (expected: RecordedEvent, found: RecordedEvent): LogDifference['problem'] | undefined => {
  if (expected.stream !== found.stream || expected.revision !== found.revision) return 'order';
  return members.find((member) => !isDeepStrictEqual(expected[member], found[member]));
};

/**
 * Reads two logs side by side until they differ. Same means: the same streams, revisions, ids, types, data and metadata in the same total order; positions, and
 * when each store wrote an event, are its own.
 */
export const compareLogs = async (
  source: ReadableLog,
  target: ReadableLog,
  { from = BEGINNING, until, onShared }: ComparisonOptions = {},
): Promise<LogComparison> => {
  let shared = from;
  const difference = ({ stream, revision }: RecordedEvent, problem: LogDifference['problem']): LogComparison => ({
    shared,
    difference: { stream, revision, problem },
  });
  const copies = eventsOf(target, from.target);
  for await (const event of eventsOf(source, from.source, until)) {
    const { value: copy } = (await copies.next()) as IteratorResult<RecordedEvent, undefined>;
    if (!copy) return difference(event, 'missing');
    const problem = problemAt(event, copy);
    if (problem) return difference(event, problem);
    shared = { source: event.position, target: copy.position, events: shared.events + 1 };
    onShared?.(copy);
  }
  const { value: surplus } = (await copies.next()) as IteratorResult<RecordedEvent, undefined>;
  return surplus ? difference(surplus, 'surplus') : { shared, difference: undefined };
};
