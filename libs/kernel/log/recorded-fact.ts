import { CorruptStream, NewerProgram, type StreamType } from '../decider.ts';
import type { RecordedEvent } from '../event-store.ts';
import type { Fact, FactMetadata, RecordedFact } from '../fact.ts';
import { upcast } from './upcasting.ts';

const texts = ['commandId', 'commandHash', 'correlationId', 'recordedAt', 'machine', 'hash'] as const;

const isFactMetadata = (metadata: object): metadata is FactMetadata => {
  const members: Partial<Record<keyof FactMetadata, unknown>> = metadata;
  return (
    texts.every((member) => typeof members[member] === 'string') &&
    typeof members.schemaVersion === 'number' &&
    typeof members.stateAfter === 'object'
  );
};

/** What the log keeps beside a fact's data. Throws `CorruptStream` for an event that this engine did not write. */
export const factMetadataOf = ({ metadata, stream, revision }: RecordedEvent): FactMetadata => {
  const unknown: object = metadata;
  if (!isFactMetadata(unknown))
    throw new CorruptStream(`${stream} at revision ${revision.toString()} was not written by this engine`);
  return unknown;
};

const versionOf = (machine: string): number => Number(machine.slice(machine.lastIndexOf('@') + 1));

/**
 * A stored event as a fact in today's shape, personal members still sealed. Throws `NewerProgram` where a newer machine or shape wrote it,
 * `CorruptStream` where this engine did not.
 */
export const toRecordedFact = <F extends Fact>(
  streamType: Pick<StreamType<never, never, F>, 'machine' | 'upcasters'>,
  event: RecordedEvent,
): RecordedFact<F> => {
  const metadata = factMetadataOf(event);
  const { id, stream, revision, position, type } = event;
  if (metadata.machine !== streamType.machine && versionOf(metadata.machine) > versionOf(streamType.machine))
    throw new NewerProgram(
      `${stream} at revision ${revision.toString()} was written by ${metadata.machine}; this program has ${streamType.machine}: update it`,
    );
  const data = upcast(streamType, type, metadata.schemaVersion, event.data);
  return { id, stream, revision, position, type, data, metadata };
};
