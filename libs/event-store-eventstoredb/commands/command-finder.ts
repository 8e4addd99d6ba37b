import { createStreamQueue } from '#libs/kernel/command-loop/stream-queue';
import type { SnapshotStore } from '#libs/kernel/command-loop/snapshot-store';
import { type Deadline, deadlineIn } from '#libs/kernel/command-loop/deadline';
import type {
  AppendResult,
  EventStore,
  EventToAppend,
  FoundCommand,
  ReadStreamOptions,
  RecordedEvent,
} from '#libs/kernel/event-store';
import { isUuid } from '#libs/kernel/log/append-encoding';
import { createDigests, unpackDigests } from './command-digests.ts';
import { createKnownStreams, type KnownStream } from './known-streams.ts';

/** Name and version of what a snapshot holds: another one is of no use. */
const MACHINE = 'command-digests@1';

/** Commands whose digests are kept in memory, over all streams; about 100 bytes each. */
const MOST_IN_MEMORY = 200_000;

/** A snapshot is written when a stream has grown by this many events, or by this part of it where that is more: so that what is written stays in proportion. */
const SNAPSHOT_EVENTS = 256n;
const SNAPSHOT_PART = 32n;

const PAGE = 4096;
/** Most commands append a few events. */
const COMMAND_PAGE = 64;

export interface CommandFinder {
  find: EventStore['findCommand'];
  /** Takes in what was just appended, where the stream's commands are known up to there. */
  appended(stream: string, events: readonly EventToAppend[], result: AppendResult): void;
  /** Resolves when no snapshot is being written. */
  idle(): Promise<void>;
}

export interface CommandFinderOptions {
  readonly readStream: (
    stream: string,
    options: ReadStreamOptions,
    deadline: Deadline,
  ) => Promise<readonly RecordedEvent[]>;
  /** Without them a stream is looked through from its start when it is first asked for. */
  readonly snapshots?: SnapshotStore;
  /** For a call that sets none, in milliseconds. */
  readonly timeoutMs: number;
}

const snapshotName = (stream: string): string => `commands of ${stream}`;

/**
 * Finds commands by digests of their ids: in memory, else from a snapshot, then extended by the events that came since. What a digest points at is read back, so that a
 * wrong digest finds nothing.
 */
export const createCommandFinder = ({
  readStream,
  snapshots,
  timeoutMs: usualTimeout,
}: CommandFinderOptions): CommandFinder => {
  const streams = createKnownStreams(MOST_IN_MEMORY);
  const queue = createStreamQueue();
  const saving = new Set<Promise<void>>();

  const fromSnapshot = async (stream: string, deadline: Deadline): Promise<KnownStream | undefined> => {
    const snapshot = await snapshots?.load(snapshotName(stream));
    if (snapshot?.machine !== MACHINE) return undefined;
    const { revision, hash, state } = snapshot;
    const [last] = await readStream(stream, { from: revision, max: 1 }, deadline);
    // An event's id is as good as its hash, which it is made from; another log has another one there.
    if (last?.revision !== revision || last.id !== hash) return undefined;
    const digests = unpackDigests(state['digests'], revision + 1n);
    return digests && { digests, savedTo: revision + 1n };
  };

  const known = async (stream: string, deadline: Deadline): Promise<KnownStream> => {
    const present = streams.get(stream);
    if (present !== undefined) return present;
    const loaded = (await fromSnapshot(stream, deadline)) ?? { digests: createDigests(), savedTo: 0n };
    streams.set(stream, loaded);
    return loaded;
  };

  const saveWhereDue = (stream: string, { id, revision, position }: LastEvent, present: KnownStream): void => {
    const next = revision + 1n;
    const part = next / SNAPSHOT_PART;
    const grown = next - present.savedTo;
    if (!snapshots || grown < (part > SNAPSHOT_EVENTS ? part : SNAPSHOT_EVENTS)) return;
    present.savedTo = next;
    const state = { digests: present.digests.pack() };
    const saved = snapshots
      .save({ stream: snapshotName(stream), revision, position, hash: id, machine: MACHINE, state })
      .finally(() => saving.delete(saved));
    saving.add(saved);
  };

  /** Reads what came since the digests were made. */
  const extend = async (stream: string, present: KnownStream, deadline: Deadline): Promise<void> => {
    const { digests } = present;
    for (let page: readonly RecordedEvent[] | undefined; page === undefined || page.length === PAGE;) {
      page = await readStream(stream, { from: digests.next(), max: PAGE }, deadline);
      digests.extend(page);
      const last = page.at(-1);
      // While this read, something may have been appended here, which is in the digests already.
      if (last !== undefined && last.revision + 1n === digests.next()) saveWhereDue(stream, last, present);
    }
    streams.set(stream, present);
  };

  /** The events of the command that begin at `first`; none where another command's do. */
  const readBack = async (
    stream: string,
    commandId: string,
    first: bigint,
    deadline: Deadline,
  ): Promise<readonly RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for (let from = first; ; from += BigInt(COMMAND_PAGE)) {
      const page = await readStream(stream, { from, max: COMMAND_PAGE }, deadline);
      const others = page.findIndex(({ metadata }) => metadata['commandId'] !== commandId);
      events.push(...(others < 0 ? page : page.slice(0, others)));
      if (others >= 0 || page.length < COMMAND_PAGE) return events;
    }
  };

  const lookUp = async (
    stream: string,
    commandId: string,
    candidates: readonly bigint[],
    deadline: Deadline,
  ): Promise<FoundCommand | undefined> => {
    for (const first of candidates) {
      const events = await readBack(stream, commandId, first, deadline);
      if (events.length > 0) return { events };
    }
    return undefined;
  };

  const find = async (stream: string, commandId: string, deadline: Deadline): Promise<FoundCommand | undefined> => {
    const present = await known(stream, deadline);
    const before = present.digests.candidates(commandId);
    const found = await lookUp(stream, commandId, before, deadline);
    if (found) return found;
    await extend(stream, present, deadline);
    return lookUp(stream, commandId, present.digests.candidates(commandId).slice(before.length), deadline);
  };

  return {
    find: async (stream, commandId, { timeoutMs = usualTimeout } = {}) => {
      if (!isUuid(commandId)) return undefined;
      const deadline = deadlineIn(timeoutMs);
      return queue.run(stream, () => find(stream, commandId, deadline));
    },
    appended: (stream, events, { revision, position }) => {
      const present = streams.get(stream);
      const last = events.at(-1);
      const first = revision - BigInt(events.length - 1);
      if (present === undefined || last === undefined || present.digests.next() !== first) return;
      present.digests.extend(events.map(({ metadata }, index) => ({ metadata, revision: first + BigInt(index) })));
      saveWhereDue(stream, { id: last.id.toLowerCase(), revision, position }, present);
    },
    idle: async () => {
      await queue.idle();
      while (saving.size > 0) await Promise.allSettled(saving);
    },
  };
};

type LastEvent = Pick<RecordedEvent, 'id' | 'revision' | 'position'>;
