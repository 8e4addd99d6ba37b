import { randomUUID } from 'node:crypto';
import { VersionConflict, type EventStore, type RecordedEvent } from '#libs/kernel/event-store';
import { idOf, streamName, type FactMetadata, type RecordedFact } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import { CommandError } from '#libs/kernel/outcome';
import type { Process } from '#libs/kernel/process';
import type { SendCommand } from '#libs/kernel/processes/process-sender';
import type { Projection } from '#libs/kernel/projection';

// A library once more: loans ask for copies, shelves hand them out. Enough for specs with real files and real processes.

/** How many facts each stream has, and the last of them. */
export const tally: Projection = {
  name: 'tally',
  version: 1,
  categories: ['loan', 'shelf'],
  tables: [
    {
      name: 'tallies',
      comment: 'Facts per stream',
      key: 'stream',
      columns: {
        stream: { type: 'text', comment: 'Stream' },
        facts: { type: 'integer', comment: 'How many' },
        history: { type: 'json', comment: 'Their ids' },
      },
    },
  ],
  touches: ({ stream }) => [{ table: 'tallies', key: stream }],
  apply: (tables, { stream, id }) => {
    const { facts = 0, history = [] } = tables.get('tallies', stream) ?? {};
    tables.put('tallies', { stream, facts: Number(facts) + 1, history: [...(history as string[]), id] });
  },
};

/** Each copy asked for is fetched from its shelf. */
export const fetching: Process = {
  name: 'fetching',
  version: 1,
  categories: ['loan'],
  react: ({ stream, data }: RecordedFact) => [
    {
      category: 'shelf',
      id: (data as { readonly shelf: string }).shelf,
      command: { type: 'FetchCopy', data: { loan: idOf(stream) } },
    },
  ],
  onRefusal: () => undefined,
};

const metadataOf = (change: Partial<FactMetadata>): JsonObject => {
  const metadata: FactMetadata = {
    commandId: randomUUID(),
    commandHash: '',
    correlationId: randomUUID(),
    actor: { id: 'clerk', role: 'backOffice', via: 'http' },
    recordedAt: '2026-01-05T10:00:00.000Z',
    schemaVersion: 1,
    machine: 'loan@1',
    stateAfter: {},
    prevHash: null,
    hash: '',
    ...change,
  };
  const plain: object = metadata;
  return plain as JsonObject;
};

/** A new loan that asks for one copy. */
export const ask = async (store: EventStore, shelf: string): Promise<void> => {
  const event = { id: randomUUID(), type: 'CopyAsked', data: { shelf }, metadata: metadataOf({}) };
  await store.append(streamName('loan', randomUUID()), [event], 'noStream');
};

/** The least that a command loop has to do: recognise a repeat, else append at the end of the stream. */
export const carryOut =
  (store: EventStore): SendCommand =>
  async ({ category, id, command }, { commandId, correlationId, causationId, actor }) => {
    const stream = streamName(category, id);
    const answer = (revision: bigint, position: string, repeated: boolean) =>
      ({ accepted: true, id, stream, revision, position, state: {}, facts: [command], repeated }) as const;
    const [earlier] = (await store.findCommand(stream, commandId))?.events ?? [];
    if (earlier) return answer(earlier.revision, earlier.position, true);
    const [last] = await store.readStream(stream, { direction: 'backwards', max: 1 });
    const metadata = metadataOf({ commandId, correlationId, causationId, actor });
    const event = { id: randomUUID(), type: 'CopyFetched', data: {}, metadata };
    try {
      const { revision, position } = await store.append(stream, [event], last?.revision ?? 'noStream');
      return answer(revision, position, false);
    } catch (error) {
      if (error instanceof VersionConflict) throw new CommandError('contention', error.message);
      throw error;
    }
  };

export const toFact = ({ created: _, metadata, ...event }: RecordedEvent): RecordedFact => {
  const plain: object = metadata;
  return { ...event, metadata: plain as FactMetadata };
};
