import type { EventLog } from '#libs/kernel/log/event-log';
import { appendLatest, checkpointStream, jsonEvent, jsonOf, lastEvent } from './bookkeeping-streams.ts';
import { keyOfGroup, nameOfSource, type GroupDefinition } from './group-definition.ts';
import { placeFrom, placeText } from './group-source.ts';

const CHECKPOINT_TYPE = '$SubscriptionCheckpoint';

const streamOf = ({ source, group }: GroupDefinition): string =>
  checkpointStream(keyOfGroup(nameOfSource(source), group));

/** The place up to which the group is done, as it was written last. */
export const readCheckpoint = async (log: EventLog, definition: GroupDefinition): Promise<bigint | undefined> => {
  const event = await lastEvent(log, streamOf(definition));
  const text = event === undefined ? undefined : jsonOf(event);
  return typeof text === 'string' ? placeFrom(text) : undefined;
};

export const writeCheckpoint = (log: EventLog, definition: GroupDefinition, place: bigint): Promise<void> =>
  appendLatest(log, streamOf(definition), jsonEvent(CHECKPOINT_TYPE, placeText(definition.source, place)));
