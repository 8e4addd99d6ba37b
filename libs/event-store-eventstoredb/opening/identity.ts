import { randomUUID } from 'node:crypto';
import type { Deadline } from '#libs/kernel/command-loop/deadline';
import { type CopiedIdentity, EventStoreError, START, type StoreIdentity } from '#libs/kernel/event-store';
import { STORE_CREATED, type StoreCreated, storeCreatedFrom } from '#libs/kernel/log/store-created';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import type { Appender } from '../appends/appender.ts';
import type { ConnectedClient } from '../connection/eventstoredb-client.ts';
import { readAgain, readPage } from '../reads/page-reads.ts';
import { type LogOrigin, logOrigin } from '../wire/positions.ts';
import { streamPageRequest } from '../reads/read-request.ts';
import type { StreamNaming } from '../wire/stream-naming.ts';
import { jsonObjectOf, placeOf } from '../wire/wire-events.ts';

export interface IdentityOptions {
  readonly client: ConnectedClient;
  readonly naming: StreamNaming;
  readonly append: Appender;
  readonly location: string;
  /** Asks for a simulation or for a real store. */
  readonly simulation: boolean | undefined;
  /** Whose copy a new log is. */
  readonly copyOf: CopiedIdentity | undefined;
}

/** Who the log is, and where on its server it begins. */
export interface KnownLog {
  readonly identity: StoreIdentity;
  readonly origin: LogOrigin;
}

const readIdentity = async (
  { client, naming, location }: IdentityOptions,
  deadline: Deadline,
): Promise<KnownLog | undefined> => {
  const request = streamPageRequest({ stream: naming.identityStream, from: 'start', direction: 'forwards', count: 1 });
  const { events } = await readAgain(deadline, () => readPage(client, request, { count: 1, deadline }));
  const [event] = events;
  if (event === undefined) return undefined;
  const created = storeCreatedFrom(jsonObjectOf(event.getData_asU8()));
  if (created === undefined)
    throw new StoreOpenError(
      'foreign',
      location,
      `${location} has a stream ${naming.identityStream} that this program did not write: use another server`,
    );
  const { id, logId, simulation, logBegins } = created;
  return {
    identity: { id, logId, simulation },
    origin: logOrigin(logBegins === 'here' ? placeOf(event) : START),
  };
};

const createIdentity = async (
  { append, naming, simulation, copyOf }: IdentityOptions,
  deadline: Deadline,
): Promise<void> => {
  const data: StoreCreated = {
    id: copyOf?.id ?? randomUUID(),
    logId: randomUUID(),
    simulation: copyOf?.simulation ?? simulation === true,
    logBegins: 'here',
  };
  const event = { id: randomUUID(), type: STORE_CREATED, data: JSON.stringify(data), metadata: '{}' };
  const stream = naming.identityStream;
  try {
    await append({ stream, events: [event], expected: 'noStream' }, stream, deadline.remaining());
  } catch (error) {
    // Another process was first, or this one was without hearing of it: reading tells.
    const mayBeThere =
      error instanceof EventStoreError && (error.code === 'versionConflict' || error.code === 'outcomeUnknown');
    if (!mayBeThere) throw error;
  }
};

/**
 * Reads who the log on the server is, and makes it where there is none. Throws `StoreOpenError` for another kind of store than was asked for, and `EventStoreError`.
 */
export const ensureIdentity = async (options: IdentityOptions, deadline: Deadline): Promise<KnownLog> => {
  let log = await readIdentity(options, deadline);
  if (log === undefined) {
    await createIdentity(options, deadline);
    log = await readIdentity(options, deadline);
  }
  if (log === undefined) throw new EventStoreError('unavailable', 'the store that was just made cannot be read');
  const { location, simulation } = options;
  if (simulation === undefined || simulation === log.identity.simulation) return log;
  const [present, wanted] = log.identity.simulation
    ? ['a simulation', 'a real store']
    : ['a real store', 'a simulation'];
  const message = `${location} holds ${present}, but ${wanted} was asked for: name another server`;
  throw new StoreOpenError('mismatch', location, message);
};
