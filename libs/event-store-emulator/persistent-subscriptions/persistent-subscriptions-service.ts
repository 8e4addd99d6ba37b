import persistentService, {
  type IPersistentSubscriptionsServer,
} from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import persistent, {
  type GetInfoResp,
  type ListReq,
  type ListResp,
} from '@eventstore/db-client/generated/persistent_pb.js';
import type { EventLog } from '#libs/kernel/log/event-log';
import { invalidArgument } from '../wire/call-error.ts';
import { unaryCall } from '../wire/unary-call.ts';
import { revisionFrom } from '../wire/wire-expectation.ts';
import { streamFrom, wireEmpty } from '../wire/wire-values.ts';
import { ALL_STREAM } from './group-definition.ts';
import { groupDoesNotExist } from './group-errors.ts';
import { groupNameFrom, newGroupFrom, updateFrom } from './group-requests.ts';
import { openGroups, type Groups } from './groups.ts';
import { readCall } from './read-call.ts';
import { subscriptionInfo } from './subscription-info.ts';

export interface PersistentSubscriptionsService {
  readonly definition: typeof persistentService.PersistentSubscriptionsService;
  readonly implementation: IPersistentSubscriptionsServer;
  /** Ends all subscriptions with `UNAVAILABLE` and writes last checkpoints; the log has to be open until then. */
  close(): Promise<void>;
}

const listed = async (groups: Groups, request: ListReq): Promise<ListResp> => {
  const options = request.getOptions();
  const ofStream = options?.getListForStream();
  if (ofStream === undefined && options?.hasListAllSubscriptions() !== true) {
    throw invalidArgument('the request does not say which groups to list');
  }
  const stream = ofStream === undefined ? undefined : ofStream.hasAll() ? ALL_STREAM : streamFrom(ofStream.getStream());
  const found = await groups.list(stream);
  if (stream !== undefined && found.length === 0) throw groupDoesNotExist(stream, '');
  const reports = await Promise.all(found.map((group) => group.report()));
  return new persistent.ListResp().setSubscriptionsList(reports.map(subscriptionInfo));
};

/** Groups of consumers that share a stream or the whole log: `persistent_subscriptions.PersistentSubscriptions` of EventStoreDB's protocol, kept in the log itself. */
export const persistentSubscriptionsService = ({ log }: { readonly log: EventLog }): PersistentSubscriptionsService => {
  const groups = openGroups(log);
  return {
    definition: persistentService.PersistentSubscriptionsService,
    implementation: {
      create: unaryCall(async (request) => {
        await groups.create(await newGroupFrom(log, request));
        return new persistent.CreateResp();
      }),
      update: unaryCall(async (request) => {
        const { name, settings, startFrom } = await updateFrom(log, request);
        await groups.update(name, settings, startFrom);
        return new persistent.UpdateResp();
      }),
      delete: unaryCall(async (request) => {
        await groups.remove(groupNameFrom(request.getOptions()));
        return new persistent.DeleteResp();
      }),
      read: (call) => readCall(groups, call),
      getInfo: unaryCall(async (request): Promise<GetInfoResp> => {
        const group = await groups.find(groupNameFrom(request.getOptions()));
        return new persistent.GetInfoResp().setSubscriptionInfo(subscriptionInfo(await group.report()));
      }),
      list: unaryCall((request) => listed(groups, request)),
      replayParked: unaryCall(async (request) => {
        const options = request.getOptions();
        const group = await groups.find(groupNameFrom(options));
        const stopAt = options?.hasStopAt() === true ? revisionFrom(options.getStopAt()) : undefined;
        await group.replayParked(stopAt);
        return new persistent.ReplayParkedResp();
      }),
      restartSubsystem: unaryCall(async () => {
        await groups.restart();
        return wireEmpty();
      }),
    },
    close: () => groups.close(),
  };
};
