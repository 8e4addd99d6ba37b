import type { LogFilter } from '#libs/kernel/log/event-log';

/** How a group hands its messages to its consumers. `Pinned` keeps to one consumer per stream, `PinnedByCorrelation` per `$correlationId`. */
export const consumerStrategies = ['DispatchToSingle', 'RoundRobin', 'Pinned', 'PinnedByCorrelation'] as const;
export type ConsumerStrategy = (typeof consumerStrategies)[number];

/** What a client sets with the group, and may change later. */
export interface GroupSettings {
  /** Links (`$>`) come with the event that they point to. */
  readonly resolveLinks: boolean;
  /** Answers of GetInfo hold how long consumers took, too. */
  readonly extraStatistics: boolean;
  /** How long a consumer has for a message, in milliseconds, before it is tried again; 0 is for ever. */
  readonly messageTimeoutMs: number;
  /** How often progress is looked at for a checkpoint, in milliseconds; 0 is never. */
  readonly checkpointAfterMs: number;
  /** A message that failed once more than this is parked. */
  readonly maxRetryCount: number;
  /** A checkpoint by time is written after no fewer messages than this. */
  readonly minCheckpointCount: number;
  /** After this many messages a checkpoint is written whatever the time. */
  readonly maxCheckpointCount: number;
  /** 0 is any number. */
  readonly maxSubscriberCount: number;
  /** How many messages are held while the group is at the end of its source. */
  readonly liveBufferSize: number;
  /** How many messages are read at once. */
  readonly readBatchSize: number;
  /** How many messages are held while the group is behind. */
  readonly historyBufferSize: number;
  readonly strategy: ConsumerStrategy;
}

export type GroupSource =
  { readonly kind: 'stream'; readonly stream: string } | { readonly kind: 'all'; readonly filter?: LogFilter };

/** A revision of the stream or a position of the log, inclusive. */
export type StartFrom = bigint | 'start' | 'end';

export interface GroupDefinition {
  readonly source: GroupSource;
  readonly group: string;
  readonly settings: GroupSettings;
  /** As the client asked for it. */
  readonly startFrom: StartFrom;
  /** The place behind which the group begins without a checkpoint: `end` was resolved once, so that a restart misses nothing. */
  readonly startsAfter: bigint;
}

/** What the protocol calls the whole log. */
export const ALL_STREAM = '$all';

/** The stream's name, or `$all`. */
export const nameOfSource = (source: GroupSource): string => (source.kind === 'all' ? ALL_STREAM : source.stream);

/** Names the group among all groups, as EventStoreDB does: also the subscription id that consumers get. */
export const keyOfGroup = (sourceName: string, group: string): string => `${sourceName}::${group}`;
