import { type Command, isRefusal, type Refusal, type StreamType } from '../decider.ts';
import type { Deadline } from './deadline.ts';
import { EventStoreError, type Position, type RecordedEvent } from '../event-store.ts';
import type { Recording, StreamHead } from './fact-recording.ts';
import type { Fact } from '../fact.ts';
import { type Accepted, type CommandContext, CommandError, type Outcome } from '../outcome.ts';
import { type KeyVault, KeyVaultError } from '../personal-data.ts';
import { factMetadataOf, toRecordedFact } from '../log/recorded-fact.ts';
import { openFacts } from '../log/sealing.ts';

/** One command on its way through the loop. */
export interface CommandCall<State, C extends Command, F extends Fact> {
  readonly streamType: StreamType<State, C, F>;
  readonly id: string;
  readonly stream: string;
  readonly command: C;
  readonly context: CommandContext;
  readonly deadline: Deadline;
  /** Fingerprint of the command; computed when first asked for. */
  readonly commandHash: () => string;
}

/** The answer to a command whose facts were just recorded. */
export const recordedAnswer = <State, C extends Command, F extends Fact>(
  { streamType, id, stream }: CommandCall<State, C, F>,
  { head, facts }: Recording<State, F>,
  position: Position,
): Accepted => ({
  accepted: true,
  id,
  stream,
  revision: head.revision,
  position,
  state: streamType.stateAfter(head.state),
  facts,
  repeated: false,
});

/** The answer that the command's first run got, from the events it left. Throws `CommandError` where that was another command. */
export const repeatedAnswer = async <State, C extends Command, F extends Fact>(
  { streamType, id, stream, commandHash, deadline }: CommandCall<State, C, F>,
  vault: KeyVault,
  events: readonly RecordedEvent[],
): Promise<Accepted> => {
  const last = events.at(-1);
  if (!last) throw new TypeError('a store finds a command by the events it left; it returned none');
  const metadata = factMetadataOf(last);
  if (metadata.commandHash !== commandHash())
    throw new CommandError(
      'commandReused',
      `command id ${metadata.commandId} was used on ${stream} for another command; send this one under an id (an Idempotency-Key) of its own`,
    );
  const placed = events.map((event) => {
    const { type, data } = toRecordedFact(streamType, event);
    return { stream, fact: { type, data } };
  });
  const facts = await openFacts(vault, placed, { timeoutMs: deadline.remaining() });
  const { revision, position } = last;
  return { accepted: true, id, stream, revision, position, state: metadata.stateAfter, facts, repeated: true };
};

/** The answer where nothing is recorded: a refusal, or what was asked for already is. */
export const unchangedAnswer = <State, C extends Command, F extends Fact>(
  { streamType, id, stream }: CommandCall<State, C, F>,
  { state, revision }: StreamHead<State>,
  decision: Refusal | readonly F[],
): Outcome => {
  const stateAfter = streamType.stateAfter(state);
  return isRefusal(decision)
    ? { accepted: false, id, refusal: decision, state: stateAfter, revision }
    : { accepted: true, id, stream, revision, position: undefined, state: stateAfter, facts: [], repeated: false };
};

export const staleRevision = (stream: string, expected: bigint | undefined, actual: bigint | undefined): CommandError =>
  new CommandError(
    'staleRevision',
    `${stream} is at revision ${String(actual ?? 'none')}, not at ${String(expected)}: read it again before you change it`,
  );

export const contention = (stream: string, cause: Error): CommandError =>
  new CommandError('contention', `others kept changing ${stream}; nothing was done: send the command again`, { cause });

export const tooLate = (stream: string): CommandError =>
  new CommandError(
    'unavailable',
    `${stream} was too busy to be reached in time; nothing was done: send the command again`,
  );

const unreachable: ReadonlySet<EventStoreError['code']> = new Set(['unavailable', 'outcomeUnknown', 'closed']);

/** Runs a task; a store or a key vault that cannot be reached, or does not answer, becomes the loop's own `unavailable`. */
export const inLoopWords = async <Result>(task: () => Promise<Result>): Promise<Result> => {
  try {
    return await task();
  } catch (error) {
    if (error instanceof KeyVaultError)
      throw new CommandError(
        'unavailable',
        'the key vault cannot be reached: send the command again under the same id',
        { cause: error },
      );
    if (!(error instanceof EventStoreError) || !unreachable.has(error.code)) throw error;
    throw new CommandError(
      'unavailable',
      error.code === 'outcomeUnknown'
        ? 'the event store did not say whether it recorded the command: send it again under the same id'
        : 'the event store cannot be reached; nothing was done: send the command again',
      { cause: error },
    );
  }
};
