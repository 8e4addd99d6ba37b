import type { ExpectedRevision } from '#libs/kernel/event-store';
import { EventStoreError, VersionConflict } from '#libs/kernel/event-store';
import type { AppendOutcome } from './append-protocol.ts';
import { NO_STREAM } from './append-protocol.ts';
import { monotonicMilliseconds } from './busy-retry.ts';

/** Revision and position of the last event of an append. */
export interface Written {
  readonly revision: number;
  readonly position: number;
}

/** An append that a caller waits for. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** On `monotonicMilliseconds`. */
  readonly deadline: number;
  readonly resolve: (written: Written) => void;
  readonly reject: (error: Error) => void;
}

/** How often deadlines are looked at, in milliseconds. */
const SWEEP_MS = 10;

const errorOf = (outcome: Exclude<AppendOutcome, { status: 'appended' }>, pending: PendingAppend): EventStoreError => {
  switch (outcome.status) {
    case 'conflict': {
      const actual = outcome.actual === NO_STREAM ? 'noStream' : BigInt(outcome.actual);
      return new VersionConflict(pending.stream, pending.expected, actual);
    }
    case 'tombstoned':
      return new EventStoreError('streamDeleted', `stream ${pending.stream} was deleted for ever`);
    case 'unavailable':
      return new EventStoreError('unavailable', `nothing was written: ${outcome.reason}; try again later`);
    case 'unknown':
      return new EventStoreError('outcomeUnknown', `the append may or may not be stored: ${outcome.reason}`);
  }
};

/** Who waits for what: by ticket, each until its outcome or its deadline. While anybody waits, the program stays alive. */
export const pendingAppends = () => {
  const pending = new Map<number, PendingAppend>();
  let sweep: NodeJS.Timeout | undefined;
  const whenEmpty: (() => void)[] = [];

  const take = (ticket: number): PendingAppend | undefined => {
    const append = pending.get(ticket);
    pending.delete(ticket);
    if (pending.size === 0) {
      clearInterval(sweep);
      sweep = undefined;
      for (const resolve of whenEmpty.splice(0)) resolve();
    }
    return append;
  };

  const expire = (): void => {
    const now = monotonicMilliseconds();
    for (const [ticket, { deadline, stream, reject }] of pending) {
      if (deadline > now) continue;
      take(ticket);
      reject(new EventStoreError('outcomeUnknown', `the append to ${stream} got no answer in time`));
    }
  };

  return {
    add: (ticket: number, append: PendingAppend): void => {
      pending.set(ticket, append);
      sweep ??= setInterval(expire, SWEEP_MS);
    },
    settle: (outcome: AppendOutcome): void => {
      const append = take(outcome.ticket);
      if (append === undefined) return; // its deadline has passed
      if (outcome.status === 'appended') append.resolve(outcome);
      else append.reject(errorOf(outcome, append));
    },
    /** Fails all but those that `spare` names. */
    failAll: (error: (append: PendingAppend) => Error, spare: ReadonlySet<number>): void => {
      for (const ticket of [...pending.keys()]) {
        if (spare.has(ticket)) continue;
        const append = take(ticket);
        append?.reject(error(append));
      }
    },
    /** Resolves once nobody waits. */
    empty: (): Promise<void> =>
      new Promise((resolve) => {
        if (pending.size === 0) resolve();
        else whenEmpty.push(resolve);
      }),
  };
};
