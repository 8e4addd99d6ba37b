import type { CreateReq, UpdateReq } from '@eventstore/db-client/generated/persistent_pb.js';
import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import type { EventLog } from '#libs/kernel/log/event-log';
import { invalidArgument } from '../wire/call-error.ts';
import { revisionFrom } from '../wire/wire-expectation.ts';
import { filterFrom } from '../wire/wire-filter.ts';
import { streamFrom } from '../wire/wire-values.ts';
import {
  ALL_STREAM,
  consumerStrategies,
  type ConsumerStrategy,
  type GroupSettings,
  type GroupSource,
  type StartFrom,
} from './group-definition.ts';
import { groupFailed } from './group-errors.ts';
import type { GroupName, NewGroup } from './groups.ts';

type WireSettings = CreateReq.Settings | UpdateReq.Settings;
type WireOptions = CreateReq.Options | UpdateReq.Options;

/** What the oldest form of the request calls the end of a stream: the greatest number of 64 bits. */
const END_REVISION = '18446744073709551615';
const TICKS_PER_MILLISECOND = 10_000n;

const milliseconds = (milliseconds: number, ticks: string | undefined): number =>
  ticks === undefined ? milliseconds : Number(BigInt(ticks) / TICKS_PER_MILLISECOND);

const namedStrategies: readonly ConsumerStrategy[] = ['DispatchToSingle', 'RoundRobin', 'Pinned'];

const strategyOf = (settings: WireSettings, name: GroupName): ConsumerStrategy => {
  // Newer clients say it as text, which also knows the strategy that has no number.
  const text = 'getConsumerStrategy' in settings ? settings.getConsumerStrategy() : '';
  const number = settings.getNamedConsumerStrategy();
  const strategy = text === '' ? namedStrategies[number] : consumerStrategies.find((known) => known === text);
  if (strategy !== undefined) return strategy;
  const asked = text === '' ? String(number) : text;
  throw groupFailed(name.stream, name.group, `consumer strategy ${asked} does not exist`);
};

const settingsFrom = (wire: WireSettings, name: GroupName): GroupSettings => {
  const settings: GroupSettings = {
    resolveLinks: wire.getResolveLinks(),
    extraStatistics: wire.getExtraStatistics(),
    messageTimeoutMs: milliseconds(
      wire.getMessageTimeoutMs(),
      wire.hasMessageTimeoutTicks() ? wire.getMessageTimeoutTicks() : undefined,
    ),
    checkpointAfterMs: milliseconds(
      wire.getCheckpointAfterMs(),
      wire.hasCheckpointAfterTicks() ? wire.getCheckpointAfterTicks() : undefined,
    ),
    maxRetryCount: wire.getMaxRetryCount(),
    minCheckpointCount: wire.getMinCheckpointCount(),
    maxCheckpointCount: wire.getMaxCheckpointCount(),
    maxSubscriberCount: wire.getMaxSubscriberCount(),
    liveBufferSize: wire.getLiveBufferSize(),
    readBatchSize: wire.getReadBatchSize(),
    historyBufferSize: wire.getHistoryBufferSize(),
    strategy: strategyOf(wire, name),
  };
  for (const [member, value] of Object.entries(settings)) {
    if (typeof value === 'number' && value < 0) {
      throw groupFailed(name.stream, name.group, `${member} must not be negative`);
    }
  }
  return settings;
};

const startOfRevision = (digits: string): StartFrom => {
  if (digits === END_REVISION) return 'end';
  const revision = revisionFrom(digits);
  return revision === 0n ? 'start' : revision;
};

interface WireAllStart {
  hasStart(): boolean;
  hasEnd(): boolean;
  getPosition(): { getCommitPosition(): string } | undefined;
}

const startInAll = async (log: EventLog, all: WireAllStart): Promise<StartFrom> => {
  const position = all.getPosition();
  if (all.hasEnd()) return 'end';
  if (all.hasStart() || position === undefined) return 'start';
  const digits = position.getCommitPosition();
  const place = revisionFrom(digits);
  if (place > ((await log.head()) ?? 0n)) throw invalidArgument(`position ${digits} is beyond the end of the log`);
  return place === 0n ? 'start' : place;
};

const startInStream = (options: WireOptions, settings: WireSettings): StartFrom => {
  const stream = options.getStream();
  if (stream === undefined) return startOfRevision(settings.getRevision());
  if (stream.hasEnd()) return 'end';
  return stream.hasRevision() ? startOfRevision(stream.getRevision()) : 'start';
};

const streamOf = (options: WireOptions): string =>
  streamFrom(options.getStream()?.getStreamIdentifier() ?? options.getStreamIdentifier());

const groupOf = (name: string): string => {
  if (name !== '') return name;
  throw invalidArgument('a group of consumers needs a name');
};

const requireOptions = <Options extends WireOptions>(options: Options | undefined): Options => {
  if (options !== undefined) return options;
  throw invalidArgument('the request needs options');
};

/** What `Create` and `Update` have in common. */
const commonFrom = async (log: EventLog, options: WireOptions) => {
  const all = options.getAll();
  const settings = options.getSettings();
  const name = {
    stream: all === undefined ? streamOf(options) : ALL_STREAM,
    group: groupOf(options.getGroupName()),
  };
  if (all === undefined && name.stream === ALL_STREAM) {
    throw groupFailed(name.stream, name.group, `${ALL_STREAM} is the whole log, not a stream: ask for it as such`);
  }
  if (settings === undefined) throw invalidArgument('a group of consumers needs settings');
  const startFrom = all === undefined ? startInStream(options, settings) : await startInAll(log, all);
  return { name, settings: settingsFrom(settings, name), startFrom };
};

/** The group that a client asks for. Throws `CallError` for one that cannot be. */
export const newGroupFrom = async (log: EventLog, request: CreateReq): Promise<NewGroup> => {
  const options = requireOptions(request.getOptions());
  const { name, settings, startFrom } = await commonFrom(log, options);
  const filter = options.getAll()?.getFilter();
  const source: GroupSource =
    name.stream === ALL_STREAM
      ? { kind: 'all', filter: filter === undefined ? undefined : filterFrom(filter) }
      : { kind: 'stream', stream: name.stream };
  return { source, group: name.group, settings, startFrom };
};

/** The settings that a group is to have from now on. Throws `CallError` for those that cannot be. */
export const updateFrom = (log: EventLog, request: UpdateReq) => commonFrom(log, requireOptions(request.getOptions()));

interface WireGroupName {
  hasAll(): boolean;
  getStreamIdentifier(): StreamIdentifier | undefined;
  getGroupName(): string;
}

/** Which group a request is about. Throws `CallError` where it does not say. */
export const groupNameFrom = (options: WireGroupName | undefined): GroupName => {
  if (options === undefined) throw invalidArgument('the request needs options');
  return {
    stream: options.hasAll() ? ALL_STREAM : streamFrom(options.getStreamIdentifier()),
    group: groupOf(options.getGroupName()),
  };
};
