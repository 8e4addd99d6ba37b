import { EventStoreError } from '#libs/kernel/event-store';
import { monotonicMilliseconds } from './busy-retry.ts';
import type { WriteEnd, WriteFailure, WriteOutcome } from './write-protocol.ts';

/** A write that a caller waits for. */
export interface PendingWrite {
  readonly stream: string;
  /** On `monotonicMilliseconds`. */
  readonly deadline: number;
  readonly resolve: (end: WriteEnd) => void;
  readonly reject: (error: Error) => void;
}

/** How often deadlines are looked at, in milliseconds. */
const SWEEP_MS = 10;

const errorOf = ({ status, reason }: WriteFailure): EventStoreError =>
  status === 'unavailable'
    ? new EventStoreError('unavailable', `nothing was written: ${reason}; try again later`)
    : new EventStoreError('outcomeUnknown', `the write may or may not be stored: ${reason}`);

/** Who waits for what: by ticket, each until its outcome or its deadline. While anybody waits, the program stays alive. */
export const pendingWrites = () => {
  const pending = new Map<number, PendingWrite>();
  let sweep: NodeJS.Timeout | undefined;
  const whenEmpty: (() => void)[] = [];

  const take = (ticket: number): PendingWrite | undefined => {
    const write = pending.get(ticket);
    pending.delete(ticket);
    if (pending.size === 0) {
      clearInterval(sweep);
      sweep = undefined;
      for (const resolve of whenEmpty.splice(0)) resolve();
    }
    return write;
  };

  const expire = (): void => {
    const now = monotonicMilliseconds();
    for (const [ticket, { deadline, stream, reject }] of pending) {
      if (deadline > now) continue;
      take(ticket);
      reject(new EventStoreError('outcomeUnknown', `the write to ${stream} got no answer in time`));
    }
  };

  return {
    add: (ticket: number, write: PendingWrite): void => {
      pending.set(ticket, write);
      sweep ??= setInterval(expire, SWEEP_MS);
    },
    settle: (outcome: WriteOutcome): void => {
      const write = take(outcome.ticket);
      if (write === undefined) return; // its deadline has passed
      if (outcome.status === 'unavailable' || outcome.status === 'unknown') write.reject(errorOf(outcome));
      else write.resolve(outcome);
    },
    /** Fails all but those that `spare` names. */
    failAll: (error: (write: PendingWrite) => Error, spare: ReadonlySet<number>): void => {
      for (const ticket of [...pending.keys()]) {
        if (spare.has(ticket)) continue;
        const write = take(ticket);
        write?.reject(error(write));
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
