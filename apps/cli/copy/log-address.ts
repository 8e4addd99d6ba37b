import { existsSync, readFileSync } from 'node:fs';
import { Option } from 'commander';
import { type EventStoreLocation, eventStoreLocation } from '#libs/engine/locations';
import { openEventStore } from '#libs/engine/open-event-store';
import type { CopiedIdentity, EventStore } from '#libs/kernel/event-store';
import { CommandFailed } from '../failure.ts';

const FORMS = 'sqlite:<file>, esdb://<host>:<port>, esdb+discover://<host>:<port> or @<file with one of these>';

/** `--from` and `--to`: where a log is. What was given is never repeated, since it may hold a password. */
export const addressOption = (flag: string, meaning: string): Option =>
  new Option(`--${flag} <address>`, `${meaning}: ${FORMS}`).makeOptionMandatory();

/** A file keeps the address, and so the password, out of what other users of the machine see of a command line. */
const textOf = (flag: string, given: string): string => {
  if (!given.startsWith('@')) return given;
  try {
    return readFileSync(given.slice(1), 'utf8').trim();
  } catch (cause) {
    throw new CommandFailed(`--${flag} names a file that cannot be read: ${given.slice(1)}`, { cause });
  }
};

/** The place that an address names. Throws `CommandFailed`. */
export const locationOf = (flag: string, given: string): EventStoreLocation => {
  const location = eventStoreLocation(textOf(flag, given));
  if (!location) throw new CommandFailed(`--${flag} must be ${FORMS}`);
  return location;
};

/** Opens a log that exists already; a server says by itself whether it is there. Throws `CommandFailed` and `StoreOpenError`. */
export const openExisting = (location: EventStoreLocation, copyOf?: CopiedIdentity): Promise<EventStore> => {
  if (location.kind === 'sqlite' && !existsSync(location.file))
    throw new CommandFailed(`there is no event store at ${location.file}: check its path`);
  return openEventStore(location, { simulation: undefined, copyOf });
};
