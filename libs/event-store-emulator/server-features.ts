import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import features, { type SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';

/** The version whose behaviour is served. */
const SERVER_VERSION = '24.6.0';

const PERSISTENT_SUBSCRIPTIONS = 'event_store.client.persistent_subscriptions.persistentsubscriptions';

const forStreamsAndAll = ['create', 'update', 'delete', 'read', 'getinfo', 'list', 'replayparked'];

/** What clients ask about before they use it; without `batchappend` they append one by one. */
const methods: readonly (readonly [service: string, method: string, ...features: readonly string[]])[] = [
  ['event_store.client.streams.streams', 'batchappend'],
  ...forStreamsAndAll.map((method) => [PERSISTENT_SUBSCRIPTIONS, method, 'stream', 'all'] as const),
  [PERSISTENT_SUBSCRIPTIONS, 'restartsubsystem'],
];

/** `GetSupportedMethods` */
export const serverFeatures: handleUnaryCall<Empty, SupportedMethods> = (_call, callback) => {
  const wire = new features.SupportedMethods().setEventStoreServerVersion(SERVER_VERSION);
  for (const [service, method, ...supported] of methods)
    wire.addMethods(
      new features.SupportedMethod()
        .setServiceName(service)
        .setMethodName(method)
        .setFeaturesList([...supported]),
    );
  callback(null, wire);
};
