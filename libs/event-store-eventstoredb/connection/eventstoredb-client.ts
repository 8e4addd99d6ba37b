import { randomUUID } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendReq, BatchAppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Client, ClientDuplexStream, ClientReadableStream } from '@grpc/grpc-js';
import type { ConnectionSettings } from '../opening/connection-string.ts';

export type ReadCall = ClientReadableStream<ReadResp>;
export type BatchAppendCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

/**
 * The official client's connection (discovery, certificates, credentials, reconnection to a new leader) with calls of its own. The client's own calls are not used:
 * its appends share one table in the whole process, so that one broken connection fails everybody's, and the late answer to one of those ends the process; its
 * subscriptions tell of checkpoints before the events that stand before them; and its reads know no filter.
 */
export class ConnectedClient extends EventStoreDBClient {
  #channel: ReturnType<Client['getChannel']> | undefined;

  constructor({ hosts, discover, tls, authorities, userCertificate, credentials, options }: ConnectionSettings) {
    const channel = {
      insecure: !tls,
      rootCertificate: authorities,
      userCertFile: userCertificate?.certificate,
      userKeyFile: userCertificate?.key,
    };
    const settings = { ...options, connectionName: options.connectionName ?? `juchu-${randomUUID()}` };
    const [first] = hosts;
    if (discover) super({ ...settings, discover: first }, channel, credentials);
    else if (hosts.length > 1) super({ ...settings, endpoints: [...hosts] }, channel, credentials);
    else super({ ...settings, endpoint: first }, channel, credentials);

    // It fails where another call cannot find the cluster at that moment, and nobody would catch that.
    const { handleError } = this;
    this.handleError = (client, error) => handleError(client, error).catch(() => undefined);
  }

  /** One call for all appends. It has no deadline: each append in it has its own. */
  batchAppend(): Promise<BatchAppendCall> {
    return this.GRPCStreamCreator(streams.StreamsClient, 'batchAppend', (client) => {
      this.#remember(client);
      return client.batchAppend(...this.callArguments({ requiresLeader: true }, { deadline: Infinity }));
    })();
  }

  /** A page where `timeoutMs` is given; a subscription, which never ends by itself, otherwise. */
  read(request: ReadReq, timeoutMs?: number): Promise<ReadCall> {
    return this.GRPCStreamCreator(streams.StreamsClient, 'read', (client) => {
      this.#remember(client);
      const isPage = timeoutMs !== undefined;
      const deadline = isPage ? this.createDeadline(timeoutMs) : Infinity;
      return client.read(request, ...this.callArguments({ requiresLeader: isPage }, { deadline }));
    })();
  }

  /** Which methods the server has. Unlike the client's own question, it has a deadline, and a failure is not remembered for ever. */
  supportedMethods(timeoutMs: number): Promise<SupportedMethods> {
    return this.execute(serverFeatures.ServerFeaturesClient, 'getSupportedMethods', (client) => {
      this.#remember(client);
      return new Promise((resolve, reject) => {
        const call = this.callArguments({}, { deadline: this.createDeadline(timeoutMs) });
        client.getSupportedMethods(new shared.Empty(), ...call, (error, methods) =>
          error === null ? resolve(methods) : reject(error),
        );
      });
    });
  }

  /** Cancels all calls and lets go of the connection, which the client's own `dispose` leaves open. */
  async close(): Promise<void> {
    await this.dispose();
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** Those before it the client closed when it gave them up. */
  #remember(client: Client): void {
    this.#channel = client.getChannel();
  }
}
