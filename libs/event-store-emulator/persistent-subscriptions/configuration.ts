import { status } from '@grpc/grpc-js';
import type { Json, JsonObject } from '#libs/kernel/json';
import type { EventLog, LogFilter } from '#libs/kernel/log/event-log';
import { CallError } from '../wire/call-error.ts';
import { appendLatest, CONFIGURATION_STREAM, jsonEvent, jsonOf, lastEvent } from './bookkeeping-streams.ts';
import {
  ALL_STREAM,
  consumerStrategies,
  nameOfSource,
  type GroupDefinition,
  type GroupSettings,
  type GroupSource,
  type StartFrom,
} from './group-definition.ts';
import { beforeFirst, placeFrom, startText } from './group-source.ts';

/** Type and members of the event are those of EventStoreDB; `filter` and `startsAfter` are our own. */
const CONFIGURATION_TYPE = '$PersistentConfig';
const VERSION = '2';

const filterEntry = ({ by, match }: LogFilter): JsonObject =>
  'regex' in match ? { by, regex: match.regex.source } : { by, prefixes: match.prefixes };

const entryOf = ({ source, group, settings, startFrom, startsAfter }: GroupDefinition): JsonObject => ({
  stream: nameOfSource(source),
  group,
  filter: source.kind === 'all' && source.filter !== undefined ? filterEntry(source.filter) : undefined,
  resolveLinkTos: settings.resolveLinks,
  extraStatistics: settings.extraStatistics,
  messageTimeout: settings.messageTimeoutMs,
  startPosition: startText(source, startFrom),
  startsAfter: startsAfter.toString(),
  liveBufferSize: settings.liveBufferSize,
  historyBufferSize: settings.historyBufferSize,
  maxRetryCount: settings.maxRetryCount,
  readBatchSize: settings.readBatchSize,
  checkPointAfter: settings.checkpointAfterMs,
  minCheckPointCount: settings.minCheckpointCount,
  maxCheckPointCount: settings.maxCheckpointCount,
  maxSubscriberCount: settings.maxSubscriberCount,
  namedConsumerStrategy: settings.strategy,
});

/** Keeps all groups, durable when it resolves. */
export const writeConfiguration = async (log: EventLog, groups: Iterable<GroupDefinition>): Promise<void> => {
  const configuration = {
    version: VERSION,
    updated: new Date().toISOString(),
    updatedBy: 'anonymous',
    entries: Array.from(groups, entryOf),
  };
  await appendLatest(log, CONFIGURATION_STREAM, jsonEvent(CONFIGURATION_TYPE, configuration));
};

type Entry = Readonly<Record<string, Json | undefined>>;

const unreadable = (member: string): CallError =>
  new CallError(
    status.INTERNAL,
    `stream ${CONFIGURATION_STREAM} cannot be read: ${member} of its last event is not what this program writes; delete that stream to begin without groups of consumers`,
  );

const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textIn = (entry: Entry, member: string): string => {
  const value = entry[member];
  if (typeof value === 'string') return value;
  throw unreadable(member);
};

const numberIn = (entry: Entry, member: string): number => {
  const value = entry[member];
  if (typeof value === 'number') return value;
  throw unreadable(member);
};

const settingsFrom = (entry: Entry): GroupSettings => {
  const strategy = consumerStrategies.find((known) => known === entry.namedConsumerStrategy);
  if (strategy === undefined) throw unreadable('namedConsumerStrategy');
  return {
    resolveLinks: entry.resolveLinkTos === true,
    extraStatistics: entry.extraStatistics === true,
    messageTimeoutMs: numberIn(entry, 'messageTimeout'),
    checkpointAfterMs: numberIn(entry, 'checkPointAfter'),
    maxRetryCount: numberIn(entry, 'maxRetryCount'),
    minCheckpointCount: numberIn(entry, 'minCheckPointCount'),
    maxCheckpointCount: numberIn(entry, 'maxCheckPointCount'),
    maxSubscriberCount: numberIn(entry, 'maxSubscriberCount'),
    liveBufferSize: numberIn(entry, 'liveBufferSize'),
    readBatchSize: numberIn(entry, 'readBatchSize'),
    historyBufferSize: numberIn(entry, 'historyBufferSize'),
    strategy,
  };
};

const filterFrom = (value: Json | undefined): LogFilter | undefined => {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw unreadable('filter');
  const by = value.by === 'eventType' ? 'eventType' : 'stream';
  if (typeof value.regex === 'string') return { by, match: { regex: new RegExp(value.regex) } };
  const { prefixes } = value;
  if (!Array.isArray(prefixes)) throw unreadable('filter');
  return { by, match: { prefixes: prefixes.filter((prefix) => typeof prefix === 'string') } };
};

const startFromText = (source: GroupSource, text: string): StartFrom => {
  if (text === startText(source, 'start')) return 'start';
  if (text === startText(source, 'end')) return 'end';
  const place = placeFrom(text);
  if (place === undefined) throw unreadable('startPosition');
  return place;
};

const definitionFrom = (entry: unknown): GroupDefinition => {
  if (!isObject(entry)) throw unreadable('entries');
  const stream = textIn(entry, 'stream');
  const source: GroupSource =
    stream === ALL_STREAM ? { kind: 'all', filter: filterFrom(entry.filter) } : { kind: 'stream', stream };
  const startsAfter = textIn(entry, 'startsAfter');
  return {
    source,
    group: textIn(entry, 'group'),
    settings: settingsFrom(entry),
    startFrom: startFromText(source, textIn(entry, 'startPosition')),
    startsAfter: placeFrom(startsAfter) ?? beforeFirst(source),
  };
};

/** All groups as they were kept last. Throws `CallError` where something else stands there. */
export const readConfiguration = async (log: EventLog): Promise<readonly GroupDefinition[]> => {
  const event = await lastEvent(log, CONFIGURATION_STREAM);
  if (event === undefined) return [];
  const configuration = jsonOf(event);
  if (!isObject(configuration)) throw unreadable('the object');
  const { version, entries } = configuration;
  if (version !== VERSION) throw unreadable('version');
  if (!Array.isArray(entries)) throw unreadable('entries');
  return entries.map(definitionFrom);
};
