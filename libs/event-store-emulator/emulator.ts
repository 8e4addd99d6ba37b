import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Server } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { EventLog } from '#libs/kernel/log/event-log';
import { appenderTo } from './appends/append-answer.ts';
import { batchAppend } from './appends/batch-append.ts';
import { deletion, tombstoning } from './appends/deletion.ts';
import { logWriter } from './appends/log-writer.ts';
import { unaryAppend } from './appends/unary-append.ts';
import { gossip } from './gossip.ts';
import { listen, requireFree } from './listening.ts';
import { persistentSubscriptionsService } from './persistent-subscriptions/persistent-subscriptions-service.ts';
import { protectedWriter, type Protection } from './protection.ts';
import { read } from './reads/read.ts';
import { serverFeatures } from './server-features.ts';
import { ensureStoreIdentity } from './store-identity.ts';

export interface EmulatorOptions {
  /** What is served; stays open when the emulator closes. */
  readonly log: EventLog;
  /** Address to listen on. Default 127.0.0.1: there are no credentials. */
  readonly host?: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Without it everything is allowed, as on a server of EventStoreDB. */
  readonly protection?: Protection;
}

export interface Emulator {
  readonly host: string;
  readonly port: number;
  /** Answers the appends that have arrived, ends every call as unavailable, and lets go of the port. */
  close(): Promise<void>;
}

/** As large as what clients of EventStoreDB receive; an append is far smaller. */
const LARGEST_MESSAGE_BYTES = 17 * 1024 * 1024;

/** How long calls may take to end when the server closes; after that connections are cut. */
const CLOSING_MS = 2000;

const shutDown = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const force = (): void => {
      clearTimeout(timer);
      server.forceShutdown();
      resolve();
    };
    const timer = setTimeout(force, CLOSING_MS);
    server.tryShutdown(force);
  });

/**
 * Serves EventStoreDB's gRPC protocol over a log, so that any client of EventStoreDB can append to it and read from it. Plain HTTP/2 without TLS. Throws
 * `StoreOpenError` where the address cannot be listened on.
 */
export const startEmulator = async ({
  log,
  host = '127.0.0.1',
  port: wantedPort,
  protection,
}: EmulatorOptions): Promise<Emulator> => {
  // First: a log that cannot be served stays as it was.
  await requireFree(host, wantedPort);
  await ensureStoreIdentity(log);
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const writer = protection === undefined ? logWriter(log) : protectedWriter(log, logWriter(log), protection);
  const append = appenderTo(log, writer);
  const subscriptions = persistentSubscriptionsService({ log });
  let port = wantedPort;

  const server = new Server({ 'grpc.max_receive_message_length': LARGEST_MESSAGE_BYTES });
  server.addService(ServerFeaturesService, { getSupportedMethods: serverFeatures });
  server.addService(GossipService, { read: gossip(randomUUID(), { host, port: () => port }) });
  server.addService(StreamsService, {
    read: read(log, closing.signal),
    append: unaryAppend(append),
    batchAppend: batchAppend(append, closing.signal),
    delete: deletion(writer),
    tombstone: tombstoning(writer),
  });
  server.addService(subscriptions.definition, subscriptions.implementation);
  port = await listen(server, host, wantedPort);

  return {
    host,
    port,
    close: async () => {
      closing.abort();
      await subscriptions.close();
      await shutDown(server);
    },
  };
};
