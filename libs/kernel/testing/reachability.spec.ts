import { describe, expect, it } from '@jest/globals';
import { restingStatesOf } from '../charts/chart-description.ts';
import { exploreStates } from './reachability.ts';
import { copyMachine, loanMachine, type LoanFact } from './loan.machine.ts';
import { loan } from './loan.stream.ts';

const lifeOf = (copyId: string): readonly LoanFact[] => [
  { type: 'CopyAdded', data: { copyId } },
  { type: 'CopyHandedOut', data: { copyId } },
  { type: 'CopyReturned', data: { copyId, damage: 0 } },
  { type: 'CopyReturned', data: { copyId, damage: 2 } },
  { type: 'CopyMended', data: { copyId, cost: 2 } },
];
const candidates: readonly LoanFact[] = [
  { type: 'LoanOpened', data: { borrowerId: 'b1', borrower: null } },
  ...lifeOf('c1'),
  ...lifeOf('c2'),
];
const onceEach: readonly LoanFact[] = [
  { type: 'FeeCharged', data: { amount: 1 } },
  { type: 'FeePaid', data: { amount: 1 } },
  { type: 'LoanPaused', data: { reason: 'illness' } },
  { type: 'LoanResumed', data: { reason: 'illness' } },
  { type: 'QuestionAsked', data: { questionId: 'q1' } },
  { type: 'QuestionAnswered', data: { questionId: 'q1' } },
];

describe('the exploration of a chart', () => {
  const { states, complete } = exploreStates(loan, ({ data }) =>
    data.owed > 1 || data.pauses.length > 1 || data.questions.length > 1 ? [] : [...candidates, ...onceEach],
  );

  it('reaches every state in which a stream, or a child of it, can rest', () => {
    const copyStates = restingStatesOf(copyMachine).map((path) => path.replace(/^state\./, 'copies.'));
    expect(complete).toBe(true);
    expect([...states.keys()].sort()).toEqual([...restingStatesOf(loanMachine), ...copyStates].sort());
  });

  it('tells what each state takes and what it refuses', () => {
    expect(states.get('lending.new')?.accepted).toContain('LoanOpened');
    expect(states.get('lending.new')?.refused).toContain('CopyReturned');
    expect(states.get('lending.returned')?.refused).toContain('LoanOpened');
    expect(states.get('fee.none')?.refused).toContain('FeePaid');
    expect(states.get('fee.owing')?.accepted).toContain('FeePaid');
  });

  it('says so where the limit came before the end', () => {
    expect(exploreStates(loan, () => onceEach, 20).complete).toBe(false);
  });

  it('throws what is no refusal', () => {
    const broken = {
      ...loan,
      decider: {
        ...loan.decider,
        evolve: () => {
          throw new TypeError('a mistake');
        },
      },
    };
    expect(() => exploreStates(broken, () => candidates)).toThrow('a mistake');
  });
});
