import { credentials, status, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { UsersClient } from '@eventstore/db-client/generated/users_grpc_pb.js';
import { DetailsReq } from '@eventstore/db-client/generated/users_pb.js';
import { startTcpProxy } from '#libs/test-servers/tcp-proxy';
import { allOf, sample } from './testing/samples.ts';
import { serveLog, type ServedLog } from './testing/served-log.ts';
import { wireEmpty } from './wire/wire-values.ts';

describe('what a client asks first', () => {
  let served: ServedLog;
  beforeAll(async () => {
    served = await serveLog();
  });
  afterAll(() => served.close());
  const membersAt = (port: number): Promise<ClusterInfo> =>
    new Promise((resolve, reject) => {
      const client = new GossipClient(`127.0.0.1:${port}`, credentials.createInsecure());
      client.read(wireEmpty(), (error, cluster) => {
        client.close();
        if (error) reject(error);
        else resolve(cluster);
      });
    });

  it('is which methods there are, and of what version the server is', async () => {
    const methods = await new Promise<SupportedMethods>((resolve, reject) => {
      const client = new ServerFeaturesClient(`127.0.0.1:${served.emulator.port}`, credentials.createInsecure());
      client.getSupportedMethods(wireEmpty(), (error, answer) => {
        client.close();
        if (error) reject(error);
        else resolve(answer);
      });
    });
    expect(methods.getEventStoreServerVersion()).toBe('24.6.0');
    const named = methods
      .getMethodsList()
      .map((method) => `${method.getServiceName()}/${method.getMethodName()} ${method.getFeaturesList().join(' ')}`);
    expect(named).toContain('event_store.client.streams.streams/batchappend ');
    expect(named).toContain('event_store.client.persistent_subscriptions.persistentsubscriptions/read stream all');
  });

  it('is who leads: the one member, alive, at the address that the client has dialled', async () => {
    const { port } = served.emulator;
    const [member, ...others] = (await membersAt(port)).getMembersList();
    expect(others).toEqual([]);
    expect([member?.getState(), member?.getIsAlive()]).toEqual([8, true]);
    expect(member?.getHttpEndPoint()?.toObject()).toEqual({ address: '127.0.0.1', port });
  });

  it('is answered with the address of what stands in between', async () => {
    const proxy = await startTcpProxy({ port: served.emulator.port });
    const [member] = (await membersAt(proxy.port)).getMembersList();
    expect(member?.getHttpEndPoint()?.getPort()).toBe(proxy.port);
    await proxy.close();
  });

  it('leads a client that discovers its cluster to the server', async () => {
    const { port } = served.emulator;
    for (const connectionString of [
      `esdb+discover://127.0.0.1:${port}?tls=false`,
      `esdb://127.0.0.1:${port},127.0.0.1:${port}?tls=false`,
    ]) {
      const client = EventStoreDBClient.connectionString(connectionString);
      await client.appendToStream('tea-1', sample());
      expect((await allOf(client.readStream('tea-1'))).length).toBeGreaterThan(0);
      await client.dispose();
    }
  });

  it('is told of what there is not', async () => {
    const client = new UsersClient(`127.0.0.1:${served.emulator.port}`, credentials.createInsecure());
    const error = await new Promise<ServiceError>((resolve) => client.details(new DetailsReq()).on('error', resolve));
    expect(error.code).toBe(status.UNIMPLEMENTED);
    client.close();
  });
});
