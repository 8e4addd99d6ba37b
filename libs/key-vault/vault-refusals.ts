import { StoreOpenError } from '#libs/kernel/store-open-error';

export interface KeyVaultOptions {
  /** Makes the vault where there is none, which is right only as long as the log holds nothing. Default true. */
  readonly mayMake?: boolean;
}

/** The vault has the keys of another log's persons. */
export const otherStoresKeys = (location: string): StoreOpenError =>
  new StoreOpenError(
    'otherStore',
    location,
    `${location} holds the keys of another event store: put this log's own back from a backup, or name it with JUCHU_KEY_VAULT`,
  );

/**
 * There is no vault although there is a log: a new one would make all that the log says about persons unreadable without a word. `consent` is what a person has to do
 * who means just that.
 */
export const lostKeys = (location: string, consent: string): StoreOpenError =>
  new StoreOpenError(
    'missing',
    location,
    `${location} is missing although the log holds events: put it back from a backup (JUCHU_KEY_VAULT says where it is), or ${consent} to go on with all personal data in the log unreadable`,
  );
