import { statSync } from 'node:fs';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { START, type EventStore } from '#libs/kernel/event-store';
import type { Configuration } from './configuration.ts';

/** In bytes; undefined where there is no such file. */
const sizeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.size;

/**
 * Throws `StoreOpenError` where the log is missing although files are there that are made from it or for it: a new log would be useless beside them, and would hide
 * that one was lost. To be called before anything is opened, since opening makes what is missing.
 */
export const refuseLostLog = ({ eventStore, keyVault, readDatabase }: Configuration): void => {
  // The log comes last: another process that makes an installation right now makes the log first.
  const [other] = [keyVault.file, readDatabase.file].filter((file) => (sizeOf(file) ?? 0) > 0);
  const { file } = eventStore;
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
  { keyVault: { file } }: Configuration,
  store: Pick<EventStore, 'head'>,
): Promise<void> => {
  // The log comes first: another process has made the vault before it appends anything.
  if ((await store.head()) === START || sizeOf(file) !== undefined) return;
  throw new StoreOpenError(
    'missing',
    file,
    `${file} is missing although the log holds events: put it back from a backup (JUCHU_KEY_VAULT says where it is), or make an empty file of that name to go on with all personal data in the log unreadable`,
  );
};
