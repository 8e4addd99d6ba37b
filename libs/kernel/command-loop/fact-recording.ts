import type { Command, StreamType } from '../decider.ts';
import { eventHash, eventId } from '../log/event-identity.ts';
import type { EventToAppend } from '../event-store.ts';
import { type Fact, idOf, type StateAfter } from '../fact.ts';
import type { JsonObject } from '../json.ts';
import type { CommandContext } from '../outcome.ts';
import type { KeyVault } from '../personal-data.ts';
import { personalMembersOf, sealFact } from '../log/sealing.ts';
import { schemaVersionOf } from '../log/upcasting.ts';

/** Where a stream stands: what a decision is made on, and what the next event follows. */
export interface StreamHead<State> {
  readonly state: State;
  /** Undefined for a stream that does not exist. */
  readonly revision: bigint | undefined;
  /** `hash` of the last event; null where there is none. */
  readonly hash: string | null;
  /**
   * Ids of every command that recorded something up to this revision, perhaps of later ones too; undefined where they are not all known. A command that is not
   * among them has not run; for one that is, the store is asked.
   */
  readonly commandIds: Set<string> | undefined;
}

/** Facts made ready for the log. */
export interface Recording<State, F extends Fact> {
  readonly events: readonly EventToAppend[];
  /** Where the stream stands after them. */
  readonly head: StreamHead<State> & { readonly revision: bigint };
  /** What was recorded, personal members in the clear. */
  readonly facts: readonly F[];
}

export interface RecordingContext extends Pick<
  CommandContext,
  'commandId' | 'correlationId' | 'causationId' | 'actor'
> {
  readonly commandHash: string;
  readonly recordedAt: string;
  readonly occurredAt?: string;
  /** How long the key vault may take, in milliseconds. */
  readonly timeoutMs?: number;
}

/** The fact as it will be read back: what JSON does not keep (members that are undefined, classes) is gone before it is folded. */
const asRead = <F extends Fact>(fact: F): F => JSON.parse(JSON.stringify(fact)) as F;

/**
 * Folds proposed facts one by one and makes the events of them: personal members sealed, metadata, hash chain. The state is folded from the sealed facts, exactly
 * as every later reader will fold it. Throws where the stream's own machine refuses a fact, which is a mistake of the decider; `PersonErased` and
 * `KeyVaultError`.
 */
export const recordFacts = async <State, C extends Command, F extends Fact>(
  streamType: StreamType<State, C, F>,
  vault: KeyVault,
  stream: string,
  before: StreamHead<State>,
  proposed: readonly F[],
  context: RecordingContext,
): Promise<Recording<State, F>> => {
  const events: EventToAppend[] = [];
  const facts: F[] = [];
  let { state, hash } = before;
  let revision = before.revision ?? -1n;
  for (const proposal of proposed) {
    const fact = asRead(proposal);
    const folded = await foldProposal(streamType, vault, stream, state, fact, context);
    state = folded.state;
    revision += 1n;
    const { type } = fact;
    const data = folded.fact.data as JsonObject;
    const metadata = metadataOf(streamType, type, streamType.stateAfter(state), hash, context);
    hash = eventHash({ stream, revision, type, data, metadata });
    events.push({ id: eventId(hash), type, data, metadata: { ...metadata, hash } });
    facts.push(fact);
  }
  return { events, facts, head: { state, revision, hash, commandIds: before.commandIds } };
};

const foldProposal = async <State, C extends Command, F extends Fact>(
  streamType: StreamType<State, C, F>,
  vault: KeyVault,
  stream: string,
  before: State,
  fact: F,
  { timeoutMs }: Pick<RecordingContext, 'timeoutMs'>,
): Promise<{ readonly state: State; readonly fact: F }> => {
  const evolve = (accepted: F): State => {
    try {
      return streamType.decider.evolve(before, accepted);
    } catch (cause) {
      throw new Error(`${streamType.machine} refuses ${accepted.type}, which its own decider proposed`, { cause });
    }
  };
  const inTheClear = evolve(fact);
  if (personalMembersOf(streamType, fact).length === 0) return { state: inTheClear, fact };
  const person = streamType.personOf(inTheClear, idOf(stream));
  const sealed = sealFact(streamType, person, await vault.keyFor(person, { timeoutMs }), stream, fact);
  return { state: evolve(sealed), fact: sealed };
};

const metadataOf = (
  streamType: Pick<StreamType, 'machine' | 'upcasters'>,
  factType: string,
  stateAfter: StateAfter,
  prevHash: string | null,
  { commandId, commandHash, correlationId, causationId, actor, recordedAt, occurredAt }: RecordingContext,
): JsonObject => ({
  commandId,
  commandHash,
  correlationId,
  ...(causationId === undefined ? {} : { causationId }),
  actor: { id: actor.id, role: actor.role, via: actor.via },
  recordedAt,
  ...(occurredAt === undefined || occurredAt === recordedAt ? {} : { occurredAt }),
  schemaVersion: schemaVersionOf(streamType, factType),
  machine: streamType.machine,
  stateAfter,
  prevHash,
});
