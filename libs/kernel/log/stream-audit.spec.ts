import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventHash, eventId } from './event-identity.ts';
import type { RecordedEvent } from '../event-store.ts';
import type { JsonObject } from '../json.ts';
import { auditStream } from './stream-audit.ts';
import { loan, type LoanCommand } from '../testing/loan.stream.ts';
import { fromClerk, type LoopHarness, openLoopHarness } from '../testing/loop-harness.ts';

describe('the audit of a stream', () => {
  let harness: LoopHarness;
  let events: readonly RecordedEvent[];
  beforeAll(async () => {
    harness = await openLoopHarness();
    const loop = harness.loop();
    const commands: readonly LoanCommand[] = [
      { type: 'OpenLoan', data: { borrowerId: 'b-1', borrower: '田中 花子', copyIds: ['c-1'] } },
      { type: 'HandOut', data: { copyId: 'c-1' } },
      { type: 'ChargeFee', data: { amount: 300 } },
      { type: 'PayFee', data: { amount: 300 } },
    ];
    for (const command of commands) await loop.execute(loan, 'l-1', command, fromClerk());
    events = await harness.eventsOf('l-1');
  });
  afterAll(() => harness.close());

  /** The stream as somebody would forge it who also makes every hash, link and id right again. */
  const forged = (at: number, change: (event: RecordedEvent) => Partial<RecordedEvent>): readonly RecordedEvent[] => {
    let prevHash: string | null = null;
    return events.map((event, index) => {
      const changed = index === at ? { ...event, ...change(event) } : event;
      const { hash: _old, ...metadata } = { ...changed.metadata, prevHash } as JsonObject;
      const hash = eventHash({ ...changed, metadata });
      prevHash = hash;
      return { ...changed, id: eventId(hash), metadata: { ...metadata, hash } };
    });
  };
  const problemsOf = (audited: readonly RecordedEvent[]) =>
    auditStream(loan, audited).map(({ revision, problem }) => `${String(revision)} ${problem}`);

  it('finds nothing in what the loop has written', () => {
    expect(events.length).toBeGreaterThan(4);
    expect(auditStream(loan, events)).toEqual([]);
  });

  it('finds data that was changed, by its hash', () => {
    const tampered = events.map((event) => (event.type === 'FeePaid' ? { ...event, data: { amount: 1 } } : event));
    expect(problemsOf(tampered)).toContain(`${String(events.length - 1)} hash`);
  });

  it('finds a state that does not follow from the facts, whoever made the hashes right again', () => {
    const last = events.length - 1;
    const lie = forged(last, ({ metadata }) => ({
      metadata: { ...metadata, stateAfter: { ...(metadata['stateAfter'] as JsonObject), lending: 'closed' } },
    }));
    expect(problemsOf(lie)).toEqual([`${String(last)} state`]);
  });

  it('finds a fact that cannot have happened, whoever made the hashes right again', () => {
    const last = events.length - 1;
    const impossible = forged(last, () => ({ type: 'QuestionAnswered', data: { questionId: 'never asked' } }));
    expect(problemsOf(impossible)).toEqual([`${String(last)} replay`]);
  });
});
