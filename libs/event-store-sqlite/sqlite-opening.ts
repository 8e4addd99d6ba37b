import { chmodSync, closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { retryBlocking } from './busy-retry.ts';
import { describeFailure, isBusy, isDamage, sqliteCode } from './sqlite-failure.ts';
import type { ExpectedFile } from './sqlite-file.ts';
import { inspectSqliteFile, requireIdentity } from './sqlite-file.ts';
import { StoreOpenError } from '#libs/kernel/store-open-error';

/** A kind of file: what it is and the tables it is made with. */
export interface FileFormat extends ExpectedFile {
  readonly schema: string;
  /** SQL by the version that it leads to, from the version before. Default: there is only one version. */
  readonly migrations?: ReadonlyMap<number, string>;
}

export interface OpeningOptions {
  /** Settings of the connection, such as `synchronous = FULL`. */
  readonly pragmas: readonly string[];
  /** Until when other processes' locks are waited for, on `monotonicMilliseconds`. The thread is blocked meanwhile. */
  readonly deadline: number;
  /** How long later statements wait for a lock, blocking the thread, in milliseconds. Default: not at all. */
  readonly busyTimeoutMs?: number;
  /** Only the file's owner may read it (mode 0600); SQLite gives the same mode to the files beside it. */
  readonly private?: boolean;
  /** Adds a new file's first rows, in the transaction that makes its tables. */
  readonly fill?: (database: Database.Database) => void;
  /** Looks at an existing file; throws to leave it alone. */
  readonly verify?: (database: Database.Database) => void;
}

const numberPragma = (database: Database.Database, pragma: string): number =>
  Number(database.pragma(pragma, { simple: true }));

/** Looks at an existing file through a connection that cannot write, not even when it closes. */
const verifyExisting = (file: string, format: FileFormat, verify: OpeningOptions['verify']): void => {
  const database = new Database(file, { readonly: true, timeout: 0 });
  try {
    requireIdentity(file, format, numberPragma(database, 'application_id'), numberPragma(database, 'user_version'));
    verify?.(database);
  } finally {
    database.close();
  }
};

/** Makes the tables in one transaction, unless another process was first. */
const createTables = (database: Database.Database, format: FileFormat, fill: OpeningOptions['fill']): void => {
  const create = database.transaction(() => {
    if (numberPragma(database, 'application_id') === format.applicationId) return;
    database.exec(format.schema);
    fill?.(database);
    database.pragma(`application_id = ${format.applicationId}`);
    database.pragma(`user_version = ${format.schemaVersion}`);
  });
  create.immediate();
};

/** Brings the tables of an older version up to this one in one transaction, unless another process was first. */
const migrate = (database: Database.Database, format: FileFormat): void => {
  if (numberPragma(database, 'user_version') === format.schemaVersion) return;
  const step = database.transaction(() => {
    const present = numberPragma(database, 'user_version');
    requireIdentity(database.name, format, numberPragma(database, 'application_id'), present);
    for (let version = present + 1; version <= format.schemaVersion; version += 1) {
      database.exec(format.migrations?.get(version) ?? '');
      database.pragma(`user_version = ${version}`);
    }
  });
  step.immediate();
};

/** Sets the mode before there is anything to read; makes an empty file where there is none. */
const restrictToOwner = (file: string): void => {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
};

/** What kept a file from being opened, as an error that names the file and says what to do. */
export const asOpenError = (error: unknown, file: string): StoreOpenError => {
  if (error instanceof StoreOpenError) return error;
  const failure = (code: 'corrupt' | 'readOnly' | 'unavailable', advice: string): StoreOpenError =>
    new StoreOpenError(code, file, `${file} ${advice}; ${describeFailure(error)}`, { cause: error });
  const code = sqliteCode(error);
  if (isDamage(error)) return failure('corrupt', 'is damaged: restore it from a backup or name another file');
  if (isBusy(error)) return failure('unavailable', 'is locked by another process: try again when it has finished');
  if (code?.startsWith('SQLITE_READONLY')) return failure('readOnly', 'is read-only: make it writable');
  if (code === 'SQLITE_ERROR') return failure('corrupt', 'lacks tables: restore it from a backup');
  return failure('unavailable', 'cannot be opened: check that its path and disk are there');
};

/**
 * Opens a file in WAL mode, making it and its folder where there is none, and bringing an older version of it up to this one; several processes may do so at once.
 * Throws `StoreOpenError` and then leaves the file as it was.
 */
export const openSqliteFile = (
  file: string,
  format: FileFormat,
  { pragmas, deadline, busyTimeoutMs = 0, private: ownerOnly = false, fill, verify }: OpeningOptions,
): Database.Database => {
  const present = inspectSqliteFile(file, format) === 'present';
  let database: Database.Database | undefined;
  try {
    if (present) retryBlocking(() => verifyExisting(file, format, verify), deadline);
    if (ownerOnly) restrictToOwner(file);
    const opened = new Database(file, { timeout: 0 });
    database = opened;
    const attempt = (step: () => unknown): unknown => retryBlocking(step, deadline);
    if (!present) {
      attempt(() => createTables(opened, format, fill));
      attempt(() => verify?.(opened));
    }
    attempt(() => migrate(opened, format));
    for (const pragma of ['journal_mode = WAL', ...pragmas, `busy_timeout = ${busyTimeoutMs}`]) {
      attempt(() => opened.pragma(pragma));
    }
    return opened;
  } catch (error) {
    database?.close();
    throw asOpenError(error, file);
  }
};
