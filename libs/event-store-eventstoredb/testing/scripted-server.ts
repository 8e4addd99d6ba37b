import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams, {
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';

export type AppendCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;
export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** What a server of a spec does: what real ones do rarely, or only where they are in trouble. */
export interface Script {
  readonly version?: string;
  /** Default: appends in one call. */
  readonly methods?: readonly string[];
  /** Denies server features with this. */
  readonly features?: ServiceError;
  /** Sees every part of every append. */
  readonly part?: (request: BatchAppendReq) => void;
  /** Answers one append, by its last part; default: as the first of its stream. */
  readonly append?: (request: BatchAppendReq, call: AppendCall) => void;
  /** Answers a read of anything but the store's identity; default: nothing is there. */
  readonly read?: (options: ReadReq.Options, call: ReadCall) => void;
  /** Port of the cluster's leader, where this server is asked; default: its own. */
  readonly leaderPort?: () => number;
}

export interface ScriptedServer {
  readonly port: number;
  readonly connectionString: string;
  /** How many calls for appends there were. */
  appendCalls(): number;
  close(): void;
}

const noCall = (): void => undefined;

/** An error with which a server ends a call. */
export const callError = (
  code: status,
  details = '',
  trailers: Readonly<Record<string, string>> = {},
): ServiceError => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export const notLeader = (port: number): ServiceError =>
  callError(status.NOT_FOUND, 'not the leader', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(port),
  });

/** The answer to an append that was written. */
export const written = (request: BatchAppendReq, revision: bigint, position?: bigint): BatchAppendResp => {
  const success = new streams.BatchAppendResp.Success().setCurrentRevision(revision.toString());
  if (position === undefined) success.setNoPosition(new empties.Empty());
  else
    success.setPosition(
      new shared.AllStreamPosition().setCommitPosition(position.toString()).setPreparePosition(position.toString()),
    );
  return new streams.BatchAppendResp()
    .setCorrelationId(request.getCorrelationId())
    .setStreamIdentifier(request.getOptions()?.getStreamIdentifier())
    .setSuccess(success);
};

export const eventResponse = (stream: string, revision: bigint, position: bigint, data: object): ReadResp => {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(`00000000-0000-4000-8000-${position.toString(16).padStart(12, '0')}`))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setStreamRevision(revision.toString())
    .setCommitPosition(position.toString())
    .setPreparePosition(position.toString())
    .setData(Buffer.from(JSON.stringify(data)));
  event.getMetadataMap().set('type', 'SomethingHappened').set('content-type', 'application/json').set('created', '0');
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(event));
};

export const confirmed = (): ReadResp =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('spec'));
export const caughtUp = (): ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());
export const fellBehind = (): ReadResp => new streams.ReadResp().setFellBehind(new streams.ReadResp.FellBehind());

const identity = {
  id: '11111111-1111-4111-8111-111111111111',
  logId: '22222222-2222-4222-8222-222222222222',
  simulation: false,
  logBegins: 'atTheStart',
};

const streamNameOf = (options: ReadReq.Options): string | undefined => {
  const stream = options.getStream()?.getStreamIdentifier();
  return stream && Buffer.from(stream.getStreamName_asU8()).toString();
};

const firstOfItsStream = (request: BatchAppendReq, call: AppendCall): void => {
  call.write(written(request, BigInt(request.getProposedMessagesList().length - 1), 1n));
};

/** A real server of gRPC on 127.0.0.1 that has a store's identity and otherwise does what its script says. */
export const startScriptedServer = async (script: Script = {}): Promise<ScriptedServer> => {
  const server = new Server();
  let appendCalls = 0;
  let port = 0;
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_call: unknown, callback: (error: ServiceError | null, answer?: object) => void) => {
      const answer = new features.SupportedMethods().setEventStoreServerVersion(script.version ?? '24.6.0');
      for (const name of script.methods ?? ['batchappend'])
        answer.addMethods(
          new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
        );
      if (script.features) callback(script.features);
      else callback(null, answer);
    },
  });
  server.addService(GossipService, {
    read: (_call: unknown, callback: (error: null, answer: object) => void) => {
      const { MemberInfo, EndPoint, ClusterInfo } = gossip;
      const leader = new MemberInfo()
        .setInstanceId(new shared.UUID().setString(identity.id))
        .setTimeStamp('0')
        .setState(MemberInfo.VNodeState.LEADER)
        .setIsAlive(true)
        .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(script.leaderPort?.() ?? port));
      callback(null, new ClusterInfo().setMembersList([leader]));
    },
  });
  server.addService(StreamsService, {
    append: noCall,
    delete: noCall,
    tombstone: noCall,
    batchAppend: (call: AppendCall) => {
      appendCalls += 1;
      call.on('data', (request: BatchAppendReq) => {
        script.part?.(request);
        if (request.getIsFinal()) (script.append ?? firstOfItsStream)(request, call);
      });
      call.on('end', () => call.end());
    },
    read: (call: ReadCall) => {
      const options = call.request.getOptions() ?? new streams.ReadReq.Options();
      if (streamNameOf(options) === 'juchuStore-identity') {
        call.write(eventResponse('juchuStore-identity', 0n, 1n, identity));
        call.end();
      } else if (script.read) script.read(options, call);
      else call.end();
    },
  });
  port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    port,
    connectionString: `esdb://127.0.0.1:${port}?tls=false`,
    appendCalls: () => appendCalls,
    close: () => server.forceShutdown(),
  };
};
