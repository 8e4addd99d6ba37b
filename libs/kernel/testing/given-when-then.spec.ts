import { AssertionError } from 'node:assert';
import { describe, expect, it } from '@jest/globals';
import { given } from './given-when-then.ts';
import type { LoanFact } from './loan.machine.ts';
import { loan } from './loan.stream.ts';

const opened: LoanFact = { type: 'LoanOpened', data: { borrowerId: 'b1', borrower: null } };
const added: LoanFact = { type: 'CopyAdded', data: { copyId: 'c1' } };
const handOut = { type: 'HandOut' as const, data: { copyId: 'c1' } };
const handedOut: LoanFact = { type: 'CopyHandedOut', data: { copyId: 'c1' } };

describe('given, when, then', () => {
  it('passes where the decision is the expected one', () => {
    given(loan, [opened, added]).when(handOut).then([handedOut]);
    given(loan, [opened, added, handedOut]).when(handOut).then([]);
    given(loan, []).when(handOut).thenRefused('not-open');
    given(loan, [opened])
      .when({ type: 'PayFee', data: { amount: 1 } })
      .thenRefused('more-than-owed');
  });

  it('fails with what was decided instead', () => {
    const when = given(loan, [opened, added]).when(handOut);
    expect(() => when.then([])).toThrow(AssertionError);
    expect(() => when.thenRefused('not-open')).toThrow('HandOut led to CopyHandedOut; expected the refusal not-open');
  });

  it('fails with the refusal that came instead', () => {
    const when = given(loan, []).when(handOut);
    expect(() => when.then([handedOut])).toThrow(
      'HandOut was refused as not-open (Open the loan first.); expected CopyHandedOut',
    );
    expect(() => when.thenRefused('more-than-owed')).toThrow('HandOut was refused as not-open');
  });

  it('does not stand on a history that cannot have happened', () => {
    expect(() => given(loan, [opened, handedOut])).toThrow('given: fact 2, CopyHandedOut, cannot happen');
  });

  it('fails where the machine refuses what its own decider decides', () => {
    const when = given(loan, [opened]).when({ type: 'LoseTrack', data: {} });
    expect(() => when.then([{ type: 'QuestionAnswered', data: { questionId: 'never asked' } }])).toThrow(
      'LoseTrack: fact 1, QuestionAnswered, cannot happen',
    );
  });
});
