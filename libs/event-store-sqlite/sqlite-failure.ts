import { EventStoreError } from '#libs/kernel/event-store';

/** A text member of whatever was thrown. The driver's errors are of its own realm: `instanceof Error` is no test for them. */
export const textOf = (error: unknown, member: 'code' | 'message'): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, member);
  return typeof value === 'string' ? value : undefined;
};

/** SQLite's extended result code of a failure, such as `SQLITE_BUSY_RECOVERY`; undefined for other errors. */
export const sqliteCode = (error: unknown): string | undefined => {
  const code = textOf(error, 'code');
  return code?.startsWith('SQLITE_') ? code : undefined;
};

/** Another connection holds the lock; the same statement succeeds later. */
export const isBusy = (error: unknown): boolean => sqliteCode(error)?.startsWith('SQLITE_BUSY') ?? false;

/** The file's content is not what SQLite wrote. */
export const isDamage = (error: unknown): boolean => {
  const code = sqliteCode(error);
  return code !== undefined && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB');
};

/** One line about a failure of the database, with its code. */
export const describeFailure = (error: unknown): string => {
  const code = sqliteCode(error);
  const message = textOf(error, 'message') ?? String(error);
  return code === undefined ? message : `${message} (${code})`;
};

/** A failure of the database as the port's error; errors of the port pass unchanged. */
export const asUnavailable = (error: unknown, file: string): EventStoreError =>
  error instanceof EventStoreError
    ? error
    : new EventStoreError(
        'unavailable',
        isDamage(error)
          ? `the event store ${file} is damaged: stop the program and restore a backup; ${describeFailure(error)}`
          : `the event store ${file} cannot be used now: ${describeFailure(error)}`,
        { cause: error },
      );
