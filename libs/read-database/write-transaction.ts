import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { BookkeepingTables } from './bookkeeping.ts';
import type { DatabaseDialect, Durability } from './database-dialect.ts';
import { ReadDatabaseError } from './read-database-error.ts';

/** How long other processes may keep the lock before a write gives up, in milliseconds. */
const PATIENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 20;

/** Tries again for as long as the database is busy, off the event loop. Throws `ReadDatabaseError` (`busy`) when patience ends. */
export const whenFree = async <Result>(
  location: string,
  isBusy: (error: unknown) => boolean,
  attempt: () => Result | Promise<Result>,
): Promise<Result> => {
  const deadline = Date.now() + PATIENCE_MS;
  for (let longest = 1; ; longest = Math.min(LONGEST_PAUSE_MS, longest * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (Date.now() > deadline)
        throw new ReadDatabaseError(
          'busy',
          `${location} has been locked by another process for ${PATIENCE_MS / 1000} s; stop what holds it and try again`,
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
): Promise<Result> =>
  explained(dialect, () =>
    whenFree(
      dialect.location,
      (error) => dialect.isBusy(error),
      () => task(dialect.writer),
    ),
  );

/** Runs `task` in one transaction, from its beginning again while other processes hold the lock. */
export const writeTransaction = <Result>(
  dialect: DatabaseDialect,
  task: (transaction: Transaction<BookkeepingTables>) => Promise<Result>,
): Promise<Result> => writeStatement(dialect, (writer) => writer.transaction().execute(task));

/** A transaction that no other on the same projection runs beside. */
export const projectionTransaction = <Result>(
  dialect: DatabaseDialect,
  projection: string,
  durability: Durability,
  task: (transaction: Transaction<BookkeepingTables>) => Promise<Result>,
): Promise<Result> =>
  writeTransaction(dialect, async (transaction) => {
    await dialect.lock(transaction, projection, durability);
    return task(transaction);
  });
