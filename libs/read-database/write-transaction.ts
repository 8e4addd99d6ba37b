import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { BookkeepingTables } from './bookkeeping.ts';
import type { DatabaseDialect, Durability } from './database-dialect.ts';
import { ReadDatabaseError } from './read-database-error.ts';

/** How a write waits for others. */
interface Patience {
  /** How long they may keep the lock before it gives up, in milliseconds. */
  readonly forMs: number;
  readonly longestPauseMs: number;
}

const WRITING: Patience = { forMs: 10_000, longestPauseMs: 20 };

/** Swaps wait for queries, of which some take long; between the tries, queries are to come through. */
export const SWAPPING: Patience = { forMs: 60_000, longestPauseMs: 1_000 };

/** Tries again for as long as the database is busy, off the event loop. Throws `ReadDatabaseError` (`busy`) when patience ends. */
export const whenFree = async <Result>(
  location: string,
  isBusy: (error: unknown) => boolean,
  attempt: () => Result | Promise<Result>,
  { forMs, longestPauseMs }: Patience = WRITING,
): Promise<Result> => {
  const deadline = Date.now() + forMs;
  for (let longest = 1; ; longest = Math.min(longestPauseMs, longest * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (Date.now() > deadline)
        throw new ReadDatabaseError(
          'busy',
          `${location} has been locked by another process for ${forMs / 1000} s; stop what holds it and try again`,
          { cause: error },
        );
      await pause(longest * (0.25 + 0.75 * Math.random()));
    }
  }
};

/** What goes wrong with the database itself comes as a `ReadDatabaseError`. */
export const explained = async <Result>(
  dialect: Pick<DatabaseDialect, 'explain'>,
  task: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await task();
  } catch (error) {
    throw dialect.explain(error);
  }
};

/** Runs `task`, which is one statement, and again while other processes hold the lock. */
export const writeStatement = <Result>(
  dialect: DatabaseDialect,
  task: (writer: Kysely<BookkeepingTables>) => Promise<Result>,
  patience?: Patience,
): Promise<Result> =>
  explained(dialect, () =>
    whenFree(
      dialect.location,
      (error) => dialect.isBusy(error),
      () => task(dialect.writer),
      patience,
    ),
  );

/** Runs `task` in one transaction, from its beginning again while other processes hold the lock. */
export const writeTransaction = <Result>(
  dialect: DatabaseDialect,
  task: (transaction: Transaction<BookkeepingTables>) => Promise<Result>,
  patience?: Patience,
): Promise<Result> => writeStatement(dialect, (writer) => writer.transaction().execute(task), patience);

/** A transaction that no other on the same subject runs beside: a projection, or '' for what belongs to none. */
export const exclusiveTransaction = <Result>(
  dialect: DatabaseDialect,
  subject: string,
  durability: Durability,
  task: (transaction: Transaction<BookkeepingTables>) => Promise<Result>,
  patience?: Patience,
): Promise<Result> =>
  writeTransaction(
    dialect,
    async (transaction) => {
      await dialect.lock(transaction, subject, durability);
      return task(transaction);
    },
    patience,
  );
