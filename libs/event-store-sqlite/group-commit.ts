import type { Database } from 'better-sqlite3';
import { blockForPause, monotonicMilliseconds } from './busy-retry.ts';
import { describeFailure, isBusy } from './sqlite-failure.ts';
import type { WriteOutcome, WriteRequest } from './write-protocol.ts';
import { prepareWrites } from './write-statements.ts';

/** One transaction takes at most this many writes, so that other processes get their turn and answers do not wait long. */
const WRITES_PER_COMMIT = 512;

/**
 * Does waiting writes in one transaction with one fsync, each with an outcome of its own. Takes them from the
 * front of `waiting`; while another process holds the lock it retries, lets `more` add to `waiting`, and gives up those whose
 * deadline passes.
 */
export const groupCommit = (database: Database, answer: (outcomes: readonly WriteOutcome[]) => void) => {
  const statements = prepareWrites(database);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');

  const undo = (): void => {
    if (database.inTransaction) rollback.run();
    statements.forget();
  };

  const unavailable = ({ ticket }: WriteRequest, reason: string): WriteOutcome => ({
    ticket,
    status: 'unavailable',
    reason,
  });

  const giveUpExpired = (waiting: WriteRequest[], reason: string): void => {
    const now = monotonicMilliseconds();
    const expired = waiting.filter(({ deadline }) => deadline <= now);
    if (expired.length === 0) return;
    const remaining = waiting.filter(({ deadline }) => deadline > now);
    waiting.splice(0, waiting.length, ...remaining);
    answer(expired.map((request) => unavailable(request, reason)));
  };

  /** True once the write lock is held; false where nothing is left to write. */
  const lock = (waiting: WriteRequest[], more: () => void): boolean => {
    giveUpExpired(waiting, 'the store was too busy to begin in time');
    while (waiting.length > 0) {
      try {
        begin.run();
        return true;
      } catch (error) {
        if (!isBusy(error)) {
          answer(waiting.splice(0).map((request) => unavailable(request, describeFailure(error))));
          return false;
        }
        blockForPause();
        more();
        giveUpExpired(waiting, 'other processes kept the store locked');
      }
    }
    return false;
  };

  const write = (requests: readonly WriteRequest[]): readonly WriteOutcome[] => {
    try {
      const created = Date.now();
      return requests.map((request) => ({ ticket: request.ticket, ...statements.write(request, created) }));
    } catch (error) {
      undo();
      return requests.map((request) => unavailable(request, describeFailure(error)));
    }
  };

  return (waiting: WriteRequest[], more: () => void): void => {
    if (!lock(waiting, more)) return;
    const requests = waiting.splice(0, WRITES_PER_COMMIT);
    const outcomes = write(requests);
    try {
      if (database.inTransaction) commit.run();
      answer(outcomes);
    } catch (error) {
      undo();
      // The commit may have reached the disk although SQLite could not say so.
      const reason = describeFailure(error);
      answer(requests.map(({ ticket }) => ({ ticket, status: 'unknown', reason })));
    }
  };
};
