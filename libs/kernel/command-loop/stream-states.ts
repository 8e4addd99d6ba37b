import { CorruptStream, NewerProgram, type Command, type StreamType } from '../decider.ts';
import type { Deadline } from './deadline.ts';
import type { EventStore, Position, RecordedEvent } from '../event-store.ts';
import type { StreamHead } from './fact-recording.ts';
import type { Fact } from '../fact.ts';
import type { JsonObject } from '../json.ts';
import { createRecentCache } from './recent-cache.ts';
import { factMetadataOf, toRecordedFact } from '../log/recorded-fact.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Events per read of a long stream. */
const PAGE = 1024;

/** Command ids kept with a stream's state in memory, so that most commands need not be looked for in the store. */
const KNOWN_COMMANDS = 500;

export interface StreamStatesOptions {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly snapshots?: SnapshotStore;
  /** Streams whose state is kept in memory. */
  readonly cacheSize: number;
  /** A snapshot is taken each time a stream has grown by this many events. */
  readonly snapshotEvery: number;
}

/** Folded streams: from memory, or from a snapshot and the events after it. */
export interface StreamStates {
  /** What was known when this process last looked; other processes may have written since. */
  remembered<State, C extends Command, F extends Fact>(
    streamType: StreamType<State, C, F>,
    stream: string,
  ): StreamHead<State> | undefined;
  /** Where the stream stands now, read on from what is known. Throws `CorruptStream`, `NewerProgram`, `EventStoreError`. */
  read<State, C extends Command, F extends Fact>(
    streamType: StreamType<State, C, F>,
    stream: string,
    known: StreamHead<State> | undefined,
    deadline: Deadline,
  ): Promise<StreamHead<State>>;
  /** Takes over the state after an append that followed `before`. */
  advance<State, C extends Command, F extends Fact>(
    streamType: StreamType<State, C, F>,
    stream: string,
    before: StreamHead<State>,
    after: StreamHead<State>,
    appended: { readonly position: Position; readonly commandId: string },
  ): void;
  /** Resolves when no snapshot is being written. */
  idle(): Promise<void>;
}

export const createStreamStates = (options: StreamStatesOptions): StreamStates => {
  const { store, snapshots, cacheSize } = options;
  const heads = createRecentCache<StreamHead<unknown>>(cacheSize);
  const saving = new Set<Promise<void>>();
  const snapshotEvery = BigInt(options.snapshotEvery);

  const remember = (stream: string, head: StreamHead<unknown>): void => {
    const known = heads.get(stream)?.revision;
    if (head.revision !== undefined && (known === undefined || known < head.revision)) heads.set(stream, head);
  };

  const saveWhereDue = (
    { machine }: Pick<StreamType, 'machine'>,
    stream: string,
    before: StreamHead<unknown>,
    { state, revision, hash }: StreamHead<unknown>,
    position: Position,
  ): void => {
    if (!snapshots || revision === undefined || hash === null) return;
    if (countOf(revision) / snapshotEvery === countOf(before.revision) / snapshotEvery) return;
    const saved = snapshots
      .save({ stream, revision, position, hash, machine, state: state as JsonObject })
      .finally(() => saving.delete(saved));
    saving.add(saved);
  };

  const fromSnapshot = async <State, C extends Command, F extends Fact>(
    { machine }: StreamType<State, C, F>,
    stream: string,
    deadline: Deadline,
  ): Promise<StreamHead<State> | undefined> => {
    const snapshot = await snapshots?.load(stream);
    if (snapshot?.machine !== machine) return undefined;
    const { revision, hash, state } = snapshot;
    const [event] = await store.readStream(stream, { from: revision, max: 1, timeoutMs: deadline.remaining() });
    return event && factMetadataOf(event).hash === hash
      ? { state: state as State, revision, hash, commandIds: undefined }
      : undefined;
  };

  return {
    remembered: <State, C extends Command, F extends Fact>(_streamType: StreamType<State, C, F>, stream: string) =>
      heads.get(stream) as StreamHead<State> | undefined,

    async read(streamType, stream, known, deadline) {
      const start = known ??
        (await fromSnapshot(streamType, stream, deadline)) ?? {
          state: streamType.decider.initial,
          revision: undefined,
          hash: null,
          commandIds: new Set<string>(),
        };
      let head = start;
      let page: readonly RecordedEvent[];
      let last: RecordedEvent | undefined;
      do {
        const from = countOf(head.revision);
        page = await store.readStream(stream, { from, max: PAGE, timeoutMs: deadline.remaining() });
        head = page.reduce((before, event) => foldRecorded(streamType, before, event), head);
        last = page.at(-1) ?? last;
      } while (page.length === PAGE);
      remember(stream, head);
      if (last) saveWhereDue(streamType, stream, start, head, last.position);
      return head;
    },

    advance(streamType, stream, before, after, { position, commandId }) {
      remember(stream, { ...after, commandIds: withCommand(after.commandIds, commandId) });
      saveWhereDue(streamType, stream, before, after, position);
    },

    async idle() {
      while (saving.size > 0) await Promise.allSettled(saving);
    },
  };
};

/** How many events a stream has whose last revision is this; also the revision of the next. */
const countOf = (revision: bigint | undefined): bigint => (revision ?? -1n) + 1n;

/** The set is shared by all heads of a stream and only grows; beyond a size that a person's work can reach it is given up. */
const withCommand = (commandIds: Set<string> | undefined, commandId: string): Set<string> | undefined => {
  if (commandIds === undefined || commandIds.size >= KNOWN_COMMANDS) return undefined;
  return commandIds.add(commandId);
};

const foldRecorded = <State, C extends Command, F extends Fact>(
  streamType: StreamType<State, C, F>,
  { state, commandIds }: StreamHead<State>,
  event: RecordedEvent,
): StreamHead<State> => {
  const { type, data, metadata } = toRecordedFact(streamType, event);
  const fact: Fact = { type, data };
  try {
    return {
      state: streamType.decider.evolve(state, fact as F),
      revision: event.revision,
      hash: metadata.hash,
      commandIds: withCommand(commandIds, metadata.commandId),
    };
  } catch (error) {
    const where = `${event.stream} at revision ${event.revision.toString()}`;
    if (error instanceof NewerProgram) throw new NewerProgram(`${where}: ${error.message}; update the program`);
    throw new CorruptStream(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};
