import { randomUUID } from 'node:crypto';
import type { EventStore, EventToAppend } from '#libs/kernel/event-store';
import { eventHash, eventId } from '#libs/kernel/log/event-identity';

/** One command: a stream that it writes to, and how many events it appends. */
export interface SampleCommand {
  readonly stream: string;
  readonly events: number;
}

/** Commands of a working day: some append one event, some several, to streams that take turns. */
export const sampleCommands = (count: number, streams = 7): readonly SampleCommand[] =>
  Array.from({ length: count }, (_, index) => ({
    stream: `sample-${(index * 5) % streams}`,
    events: 1 + (index % 3),
  }));

/** Appends events as the command loop makes them: with a command id, and proof in every stream. Streams are written at the same time, each in its order. */
export const appendChained = async (
  store: Pick<EventStore, 'append' | 'readStream'>,
  commands: readonly SampleCommand[],
): Promise<void> => {
  const streams = Map.groupBy(commands, ({ stream }) => stream);
  await Promise.all([...streams].map(([stream, ofStream]) => appendToStream(store, stream, ofStream)));
};

const appendToStream = async (
  store: Pick<EventStore, 'append' | 'readStream'>,
  stream: string,
  commands: readonly SampleCommand[],
): Promise<void> => {
  const [last] = await store.readStream(stream, { direction: 'backwards', max: 1 });
  let prevHash = last?.metadata['hash'] ?? null;
  let revision = last?.revision ?? -1n;
  for (const { events: count } of commands) {
    const expected = revision === -1n ? 'noStream' : revision;
    const commandId = randomUUID();
    const events = Array.from({ length: count }, (_, index): EventToAppend => {
      revision += 1n;
      const [type, data, metadata] = ['SampleTaken', { text: '受注 🍵', index }, { commandId, prevHash }];
      const hash = eventHash({ stream, revision, type, data, metadata });
      prevHash = hash;
      return { id: eventId(hash), type, data, metadata: { ...metadata, hash } };
    });
    await store.append(stream, events, expected);
  }
};
