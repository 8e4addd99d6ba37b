import type { handleUnaryCall } from '@grpc/grpc-js';
import gossipMessages, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import { wireUuid } from './wire/wire-values.ts';

const { ClusterInfo: Cluster, EndPoint, MemberInfo } = gossipMessages;

/** Ticks of 100 ns in a millisecond. */
const TICKS = 10_000n;

/** Splits `host:port`, also around an IPv6 address in brackets. */
const endPointOf = (authority: string): { address: string; port: number } | undefined => {
  const { address, port } = /^\[?(?<address>[^[\]]+?)\]?:(?<port>\d+)$/.exec(authority)?.groups ?? {};
  return address === undefined || port === undefined ? undefined : { address, port: Number(port) };
};

/**
 * `Gossip/Read`: a cluster of one member, the leader. Its address is the one under which this client has just reached it, which is right also behind a proxy or in a
 * container, where the server does not know how it is called.
 */
export const gossip =
  (
    instanceId: string,
    bound: { readonly host: string; readonly port: () => number },
  ): handleUnaryCall<Empty, ClusterInfo> =>
  (call, callback) => {
    const { address, port } = endPointOf(call.getHost()) ?? { address: bound.host, port: bound.port() };
    const member = new MemberInfo()
      .setInstanceId(wireUuid(instanceId))
      .setTimeStamp((BigInt(Date.now()) * TICKS).toString())
      .setState(MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new EndPoint().setAddress(address).setPort(port));
    callback(null, new Cluster().setMembersList([member]));
  };
