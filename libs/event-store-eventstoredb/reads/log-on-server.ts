import type { Position } from '#libs/kernel/event-store';
import { START } from '#libs/kernel/event-store';
import type { Deadline } from '#libs/kernel/command-loop/deadline';
import type { ConnectedClient } from '../connection/eventstoredb-client.ts';
import { readAgain, readPage } from './page-reads.ts';
import type { LogOrigin } from '../wire/positions.ts';
import { allPageRequest } from './read-request.ts';
import type { StreamNaming } from '../wire/stream-naming.ts';
import { placeOf } from '../wire/wire-events.ts';

/** A log on a server: the connection, and what of the server is the log's. */
export interface LogOnServer {
  readonly client: ConnectedClient;
  readonly naming: StreamNaming;
  readonly origin: LogOrigin;
}

/** Position on the server of the last event that is there, whoever wrote it; `START` where there is none. Throws `EventStoreError`. */
export const serverHead = async (client: ConnectedClient, deadline: Deadline): Promise<Position> => {
  const request = allPageRequest({ from: undefined, direction: 'backwards', count: 1 });
  const { events } = await readAgain(deadline, () => readPage(client, request, { count: 1, deadline }));
  const [last] = events;
  return last === undefined ? START : placeOf(last);
};
