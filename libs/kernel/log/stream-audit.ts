import { canonicalJson } from './canonical-json.ts';
import type { Command, StreamType } from '../decider.ts';
import type { RecordedEvent } from '../event-store.ts';
import type { Fact } from '../fact.ts';
import { type ChainFinding, verifyStream } from './hash-chain.ts';
import { toRecordedFact } from './recorded-fact.ts';

/** Something an auditor has to look at: a broken proof, a state that does not follow (`state`), or a fact that cannot have happened (`replay`). */
export interface AuditFinding extends Omit<ChainFinding, 'problem'> {
  readonly problem: ChainFinding['problem'] | 'state' | 'replay';
}

/** The audit of one stream under way. */
export interface StreamAuditor {
  /** What is wrong with the next event, from the first to the last. After a fact that cannot have happened, only the proof is looked at. */
  next(event: RecordedEvent): readonly AuditFinding[];
}

/**
 * Audits a stream event by event: the proof of what is stored, and a replay in which every fact has to be taken by the machine and lead to the state that was
 * recorded with it. States recorded by an older machine are replayed but not compared.
 */
export const auditorOf = <State, C extends Command, F extends Fact>(
  streamType: StreamType<State, C, F>,
): StreamAuditor => {
  let previous: RecordedEvent | undefined;
  let state: State | undefined = streamType.decider.initial;

  const replay = (event: RecordedEvent, before: State): readonly AuditFinding[] => {
    const { stream, revision } = event;
    try {
      const { type, data, metadata } = toRecordedFact(streamType, event);
      const fact: Fact = { type, data };
      state = streamType.decider.evolve(before, fact as F);
      const expected = canonicalJson(streamType.stateAfter(state));
      const found = canonicalJson(metadata.stateAfter);
      const follows = metadata.machine !== streamType.machine || found === expected;
      return follows ? [] : [{ stream, revision, problem: 'state', expected, found }];
    } catch (error) {
      state = undefined;
      const found = error instanceof Error ? error.message : String(error);
      return [{ stream, revision, problem: 'replay', expected: `${streamType.machine} takes ${event.type}`, found }];
    }
  };

  return {
    next(event) {
      const proof = verifyStream([event], previous);
      previous = event;
      return state === undefined ? proof : [...proof, ...replay(event, state)];
    },
  };
};

/** Everything that is wrong with a whole stream, first event to last; nothing: every event is as it was written, and every state follows. */
export const auditStream = <State, C extends Command, F extends Fact>(
  streamType: StreamType<State, C, F>,
  events: readonly RecordedEvent[],
): readonly AuditFinding[] => {
  const auditor = auditorOf(streamType);
  return events.flatMap((event) => auditor.next(event));
};
