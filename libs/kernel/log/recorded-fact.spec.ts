import { describe, expect, it } from '@jest/globals';
import { CorruptStream, NewerProgram } from '../decider.ts';
import type { RecordedEvent } from '../event-store.ts';
import { toRecordedFact } from './recorded-fact.ts';
import { loan } from '../testing/loan.stream.ts';

const metadata = {
  commandId: 'c',
  commandHash: 'h',
  correlationId: 'k',
  actor: { id: 'clerk-1', role: 'backOffice', via: 'http' },
  recordedAt: '2026-11-22T00:00:00.000Z',
  schemaVersion: 1,
  machine: 'loan@1',
  stateAfter: { lending: 'open.gathering' },
  prevHash: null,
  hash: 'x',
};
const event: RecordedEvent = {
  id: 'e',
  stream: 'loan-1',
  revision: 0n,
  position: '1',
  created: '2026-11-22T00:00:00.000Z',
  type: 'LoanOpened',
  data: { borrowerId: 'b1', borrower: null },
  metadata,
};

describe('a recorded fact', () => {
  it('is the event in the shape of today', () => {
    expect(toRecordedFact(loan, event)).toEqual({
      id: 'e',
      stream: 'loan-1',
      revision: 0n,
      position: '1',
      type: 'LoanOpened',
      data: { borrowerId: 'b1', borrower: null, dueOn: '2020-01-01' },
      metadata,
    });
  });

  it('may be of an older machine, not of a newer one', () => {
    const on = (machine: string) => toRecordedFact(loan, { ...event, metadata: { ...metadata, machine } });
    expect(on('loan@0').metadata.machine).toBe('loan@0');
    expect(() => on('loan@2')).toThrow(NewerProgram);
    expect(() => on('loan@10')).toThrow(
      'loan-1 at revision 0 was written by loan@10; this program has loan@1: update it',
    );
  });

  it('is not what another program wrote into the log', () => {
    expect(() => toRecordedFact(loan, { ...event, metadata: { $correlationId: 'k' } })).toThrow(CorruptStream);
    expect(() => toRecordedFact(loan, { ...event, metadata: {} })).toThrow('was not written by this engine');
  });
});
