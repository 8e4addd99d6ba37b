import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { textOf } from './sqlite-failure.ts';
import { StoreOpenError } from '#libs/kernel/store-open-error';

/** What a file must be to be opened. */
export interface ExpectedFile {
  /** With its article, for messages: "an event store". */
  readonly what: string;
  readonly applicationId: number;
  readonly schemaVersion: number;
}

// Offsets in the header: https://www.sqlite.org/fileformat.html#the_database_header
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const PAGE_SIZE_AT = 16;
const PAGE_COUNT_AT = 28;
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

/** In bytes; 0 where there is no such file. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** The first bytes of the file; fewer than asked for where it is shorter. */
const readHeader = (file: string): Buffer => {
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return header.subarray(0, readSync(descriptor, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
};

const requireWritable = (file: string, path: string): void => {
  const refuse = (what: string, option: string): never => {
    throw new StoreOpenError('readOnly', file, `${file}: ${what} is read-only; ${option}, or name another file`);
  };
  if (path === file && (statSync(file).mode & 0o222) === 0) refuse('the file', 'make it writable (chmod u+w)');
  try {
    accessSync(path, constants.W_OK);
  } catch {
    refuse(path === file ? 'the file' : `the folder ${path}`, 'give this user the right to write there');
  }
};

/** Makes the folder that is to hold the file. */
const requireFolder = (file: string): string => {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const code = textOf(error, 'code') ?? 'no reason given';
    throw new StoreOpenError(
      ['EACCES', 'EPERM', 'EROFS'].includes(code) ? 'readOnly' : 'unavailable',
      file,
      `${file}: the folder ${folder} cannot be made (${code}); name a file in a folder that exists`,
      { cause: error },
    );
  }
  return folder;
};

/** Checks an application id and a version, from the header or from SQLite. */
export const requireIdentity = (
  file: string,
  expected: ExpectedFile,
  applicationId: number,
  schemaVersion: number,
): void => {
  if (applicationId !== expected.applicationId) {
    const message = `${file} is not ${expected.what} but another program's database; name another file`;
    throw new StoreOpenError('foreign', file, message);
  }
  if (schemaVersion > expected.schemaVersion) {
    const versions = `version ${schemaVersion}; this program knows ${expected.schemaVersion}`;
    const message = `${file} was written by a newer Juchu (${versions}); update this program or name another file`;
    throw new StoreOpenError('newer', file, message);
  }
};

/**
 * Decides from the outside, before SQLite could touch it, whether a file may be opened; throws `StoreOpenError`.
 * Answers `missing` where there is none yet (or an empty one); the folder then exists.
 */
export const inspectSqliteFile = (file: string, expected: ExpectedFile): 'missing' | 'present' => {
  const folder = requireFolder(file);
  if (!existsSync(file)) {
    requireWritable(file, folder);
    return 'missing';
  }
  if (!statSync(file).isFile()) {
    throw new StoreOpenError('unavailable', file, `${file} is not a file; name the file that is to hold the store`);
  }
  requireWritable(file, file);
  requireWritable(file, folder);
  const header = readHeader(file);
  if (header.length === 0) return 'missing';
  const magic = header.subarray(0, MAGIC.length).toString('latin1');
  if (!MAGIC.startsWith(magic)) {
    const message = `${file} is not ${expected.what}, or is damaged; name another file or restore a backup`;
    throw new StoreOpenError('corrupt', file, message);
  }
  const truncated = (): StoreOpenError =>
    new StoreOpenError('corrupt', file, `${file} is truncated; restore it from a backup or name another file`);
  if (header.length < HEADER_BYTES) throw truncated();
  requireIdentity(file, expected, header.readUInt32BE(APPLICATION_ID_AT), header.readUInt32BE(USER_VERSION_AT));
  const pageSize = header.readUInt16BE(PAGE_SIZE_AT);
  const bytes = (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(PAGE_COUNT_AT);
  // Pages that another process is writing may still be in a log or journal beside the file. The file comes last: it only grows.
  const onTheirWay = sizeOf(`${file}-wal`) + sizeOf(`${file}-journal`);
  if (onTheirWay + sizeOf(file) < bytes) throw truncated();
  return 'present';
};
