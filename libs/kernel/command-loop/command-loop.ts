import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import {
  type CommandCall,
  contention,
  inLoopWords,
  recordedAnswer,
  repeatedAnswer,
  staleRevision,
  tooLate,
  unchangedAnswer,
} from './command-answers.ts';
import { deadlineIn } from './deadline.ts';
import { type Command, type Decision, isRefusal, type StreamType } from '../decider.ts';
import { commandHash } from '../log/event-identity.ts';
import { type EventStore, VersionConflict } from '../event-store.ts';
import { recordFacts, type StreamHead } from './fact-recording.ts';
import { type Fact, type StateAfter, streamName } from '../fact.ts';
import type { CommandContext, Outcome } from '../outcome.ts';
import type { KeyVault } from '../personal-data.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { createStreamQueue } from './stream-queue.ts';
import { createStreamStates } from './stream-states.ts';
import { appendSurely } from './sure-append.ts';

export interface CommandLoopOptions {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly clock: Clock;
  readonly snapshots?: SnapshotStore;
  /** Streams whose state is kept in memory. Default 5,000; 0 keeps none. */
  readonly cacheSize?: number;
  /** Events between two snapshots of a stream. Default 100. */
  readonly snapshotEvery?: number;
  /** How often a command is decided again because others changed the stream. Default 10. */
  readonly maxConflicts?: number;
  /** For a command whose context sets none. Default 10,000. */
  readonly timeoutMs?: number;
}

/** A stream as it stands. */
export interface LoadedStream<State> {
  readonly state: State;
  readonly revision: bigint;
  readonly stateAfter: StateAfter;
}

export interface CommandLoop {
  /**
   * Carries out one command on one stream. Throws `CommandError`, `EventStoreError` (such as `appendTooLarge`), `CorruptStream`, `NewerProgram`, `PersonErased`.
   */
  execute<State, C extends Command, F extends Fact>(
    streamType: StreamType<State, C, F>,
    id: string,
    command: C,
    context: CommandContext,
  ): Promise<Outcome>;
  /** The present state of a stream; undefined where it does not exist. Throws as `execute` does. */
  load<State, C extends Command, F extends Fact>(
    streamType: StreamType<State, C, F>,
    id: string,
    timeoutMs?: number,
  ): Promise<LoadedStream<State> | undefined>;
  /** Resolves when no command is running and no snapshot is being written. */
  idle(): Promise<void>;
}

const CONFLICT_PAUSE_MS = 2;

/**
 * The one loop that carries out every command: load, fold, recognise, check the expected revision, decide, append at the revision read. Commands of one stream
 * wait for each other inside the process; against other processes the revision guards what is appended, and a refusal or a no-op is only given on a state that was
 * just read.
 */
export const createCommandLoop = ({
  store,
  vault,
  clock,
  snapshots,
  cacheSize = 5_000,
  snapshotEvery = 100,
  maxConflicts = 10,
  timeoutMs: usualTimeout = 10_000,
}: CommandLoopOptions): CommandLoop => {
  const queue = createStreamQueue();
  const states = createStreamStates({ store, snapshots, cacheSize, snapshotEvery });

  const attempt = async <State, C extends Command, F extends Fact>(
    call: CommandCall<State, C, F>,
  ): Promise<Outcome> => {
    const { streamType, stream, context, deadline } = call;
    let head = states.remembered(streamType, stream);
    let justRead = head === undefined;
    head ??= await states.read(streamType, stream, undefined, deadline);
    let mayHaveRun = !context.fresh;
    let conflicts = 0;
    for (;;) {
      if (deadline.passed()) throw tooLate(stream);
      if (mayHaveRun && (head.commandIds?.has(context.commandId) ?? true)) {
        const found = await store.findCommand(stream, context.commandId, { timeoutMs: deadline.remaining() });
        if (found) return await repeatedAnswer(call, vault, found.events);
      }
      const stale = context.expectedRevision !== undefined && context.expectedRevision !== head.revision;
      const decision = stale ? [] : decide(call, head.state, clock);
      if (isRefusal(decision) || decision.length === 0) {
        if (!justRead) {
          const read: StreamHead<State> = await states.read(streamType, stream, head, deadline);
          justRead = true;
          if (read.revision !== head.revision) {
            head = read;
            continue;
          }
        }
        if (stale) throw staleRevision(stream, context.expectedRevision, head.revision);
        return unchangedAnswer(call, head, decision);
      }

      const recording = await recordFacts(streamType, vault, stream, head, decision, {
        ...context,
        commandHash: call.commandHash(),
        recordedAt: clock.now(),
        timeoutMs: deadline.remaining(),
      });
      try {
        const { position } = await appendSurely(store, stream, recording.events, head.revision ?? 'noStream', deadline);
        states.advance(streamType, stream, head, recording.head, { position, commandId: context.commandId });
        return recordedAnswer(call, recording, position);
      } catch (error) {
        if (!(error instanceof VersionConflict)) throw error;
        if (++conflicts > maxConflicts) throw contention(stream, error);
        await pause(Math.random() * CONFLICT_PAUSE_MS * conflicts);
        head = await states.read(streamType, stream, head.revision === undefined ? undefined : head, deadline);
        justRead = true;
        mayHaveRun = true;
      }
    }
  };

  return {
    execute: (streamType, id, command, context) => {
      const stream = streamName(streamType.category, id);
      const deadline = deadlineIn(context.timeoutMs ?? usualTimeout);
      let hash = context.commandHash;
      const call = {
        streamType,
        id,
        stream,
        command,
        context,
        deadline,
        commandHash: () => (hash ??= commandHash(command)),
      };
      return inLoopWords(() => queue.run(stream, () => attempt(call)));
    },

    load: (streamType, id, timeoutMs = usualTimeout) =>
      inLoopWords(async () => {
        const stream = streamName(streamType.category, id);
        const known = states.remembered(streamType, stream);
        const { state, revision } = await states.read(streamType, stream, known, deadlineIn(timeoutMs));
        return revision === undefined ? undefined : { state, revision, stateAfter: streamType.stateAfter(state) };
      }),

    async idle() {
      await queue.idle();
      await states.idle();
    },
  };
};

const decide = <State, C extends Command, F extends Fact>(
  { streamType, id, command, context }: CommandCall<State, C, F>,
  state: State,
  clock: Clock,
): Decision<F> => {
  const { decider } = streamType;
  const now = context.occurredAt ?? clock.now();
  return (
    decider.refusedWhen(command.type, state) ??
    decider.decide(command, state, { now, id, commandId: context.commandId })
  );
};
