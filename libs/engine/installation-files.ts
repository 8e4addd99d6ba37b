import { statSync } from 'node:fs';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { START, type EventStore } from '#libs/kernel/event-store';
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

/**
 * Throws `StoreOpenError` where the key vault is missing although the log holds events: a new one would make all that the log says about persons unreadable without
 * a word. An empty file is a person's consent to that.
 */
export const refuseLostKeys = async (
  { keyVault }: Pick<Configuration, 'keyVault'>,
  store: Pick<EventStore, 'head'>,
): Promise<void> => {
  const file = fileOf(keyVault);
  // The log comes first: another process has made the vault before it appends anything.
  if (file === undefined || (await store.head()) === START || sizeOf(file) !== undefined) return;
  throw new StoreOpenError(
    'missing',
    file,
    `${file} is missing although the log holds events: put it back from a backup (JUCHU_KEY_VAULT says where it is), or make an empty file of that name to go on with all personal data in the log unreadable`,
  );
};
