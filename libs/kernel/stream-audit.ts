import { canonicalJson } from './canonical-json.ts';
import type { Command, StreamType } from './decider.ts';
import type { RecordedEvent } from './event-store.ts';
import type { Fact } from './fact.ts';
import { type ChainFinding, verifyStream } from './hash-chain.ts';
import { toRecordedFact } from './recorded-fact.ts';

/** Something an auditor has to look at: a broken proof, a state that does not follow (`state`), or a fact that cannot have happened (`replay`). */
export interface AuditFinding extends Omit<ChainFinding, 'problem'> {
  readonly problem: ChainFinding['problem'] | 'state' | 'replay';
}

/** What an audit of one stream looked at, and what it found; no findings: every event is as it was written, and every state follows. */
export interface StreamAudit {
  readonly events: number;
  readonly findings: readonly AuditFinding[];
}

/**
 * Audits a whole stream, first event to last: the proof of what is stored, then a replay in which every fact has to be taken by the chart and lead to the state
 * that was recorded with it. States recorded by an older machine are replayed but not compared.
 */
export const auditStream = <State, C extends Command, F extends Fact>(
  streamType: StreamType<State, C, F>,
  events: readonly RecordedEvent[],
): StreamAudit => ({ events: events.length, findings: [...verifyStream(events), ...replay(streamType, events)] });

const replay = <State, C extends Command, F extends Fact>(
  streamType: StreamType<State, C, F>,
  events: readonly RecordedEvent[],
): readonly AuditFinding[] => {
  const findings: AuditFinding[] = [];
  let state = streamType.decider.initial;
  for (const event of events) {
    const { stream, revision } = event;
    try {
      const { type, data, metadata } = toRecordedFact(streamType, event);
      const fact: Fact = { type, data };
      state = streamType.decider.evolve(state, fact as F);
      const expected = canonicalJson(streamType.stateAfter(state));
      const found = canonicalJson(metadata.stateAfter);
      if (metadata.machine === streamType.machine && found !== expected)
        findings.push({ stream, revision, problem: 'state', expected, found });
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      return [
        ...findings,
        { stream, revision, problem: 'replay', expected: `${streamType.machine} takes ${event.type}`, found },
      ];
    }
  }
  return findings;
};
