import { statSync } from 'node:fs';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import type { Configuration } from './configuration.ts';
import type { DatabaseLocation, EventStoreLocation } from './locations.ts';

/** Undefined where a server keeps it. */
const fileOf = (location: EventStoreLocation | DatabaseLocation): string | undefined =>
  location.kind === 'sqlite' ? location.file : undefined;

/** In bytes; undefined where there is no such file. */
const sizeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.size;

/**
 * Throws `StoreOpenError` where the log is missing although files are there that are made from it or for it: a new log would be useless beside them, and would hide
 * that one was lost. To be called before anything is opened, since opening makes what is missing. Of a log on a server nothing is known by then: what was made from
 * another log is refused when it is opened.
 */
export const refuseLostLog = ({ eventStore, keyVault, readDatabase }: Configuration): void => {
  const file = fileOf(eventStore);
  if (file === undefined) return;
  // The log comes last: another process that makes an installation right now makes the log first.
  const others = [fileOf(keyVault), fileOf(readDatabase)];
  const other = others.find((name) => name !== undefined && (sizeOf(name) ?? 0) > 0);
  const size = sizeOf(file);
  if (other === undefined || (size ?? 0) > 0) return;
  const state = size === undefined ? 'missing' : 'empty';
  throw new StoreOpenError(
    'missing',
    file,
    `${file} is ${state} although ${other} is there: put it back from a backup; to begin anew choose another folder with JUCHU_DATA`,
  );
};
