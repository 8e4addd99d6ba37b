import { existsSync } from 'node:fs';
import { type EventStoreLocation, eventStoreLocation } from '#libs/engine/locations';
import { openEventStore } from '#libs/engine/open-event-store';
import type { CopiedIdentity, EventStore } from '#libs/kernel/event-store';
import { CommandFailed } from '../failure.ts';
import { textOf } from './address.ts';

/** Where a log can be. */
export const LOG_FORMS = 'sqlite:<file>, esdb://<host>:<port> or esdb+discover://<host>:<port>';

/** The place that an address names. Throws `CommandFailed`. */
export const locationOf = (flag: string, given: string): EventStoreLocation => {
  const location = eventStoreLocation(textOf(flag, given));
  if (!location) throw new CommandFailed(`--${flag} must be ${LOG_FORMS}, or @<file with it>`);
  return location;
};

/** Opens a log that exists already; a server says by itself whether it is there. Throws `CommandFailed` and `StoreOpenError`. */
export const openExisting = (location: EventStoreLocation, copyOf?: CopiedIdentity): Promise<EventStore> => {
  if (location.kind === 'sqlite' && !existsSync(location.file))
    throw new CommandFailed(`there is no event store at ${location.file}: check its path`);
  return openEventStore(location, { simulation: undefined, copyOf });
};
