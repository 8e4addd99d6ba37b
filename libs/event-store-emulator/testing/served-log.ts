import { credentials } from '@grpc/grpc-js';
import { EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { EventLog } from '#libs/kernel/log/event-log';
import { startEmulator, type Emulator } from '../emulator.ts';
import type { Protection } from '../protection.ts';
import { memoryEventLog } from './memory-event-log.ts';

/** An emulator with clients, for specs. */
export interface ServedLog {
  readonly log: EventLog;
  readonly emulator: Emulator;
  readonly connectionString: string;
  /** The official client. */
  readonly client: EventStoreDBClient;
  /** Another one, with a connection of its own. */
  anotherClient(): EventStoreDBClient;
  /** The bare protocol, for what the official client never sends. */
  readonly streams: StreamsClient;
  close(): Promise<void>;
}

export const serveLog = async (
  options: { readonly log?: EventLog; readonly protection?: Protection } = {},
): Promise<ServedLog> => {
  const log = options.log ?? memoryEventLog();
  const emulator = await startEmulator({ log, port: 0, protection: options.protection });
  const address = `127.0.0.1:${emulator.port}`;
  const connectionString = `esdb://${address}?tls=false`;
  const clients: EventStoreDBClient[] = [];
  const anotherClient = (): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(connectionString);
    clients.push(client);
    return client;
  };
  const streams = new StreamsClient(address, credentials.createInsecure());
  return {
    log,
    emulator,
    connectionString,
    client: anotherClient(),
    anotherClient,
    streams,
    close: async () => {
      await Promise.all(clients.map((client) => client.dispose()));
      streams.close();
      await emulator.close();
      await log.close();
    },
  };
};
