import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AnyStateMachine, assign, createMachine, setup, transition } from 'xstate';
import { foldChart, type ChartState } from './chart-fold.ts';
import { UnusableChart } from './chart-rules.ts';
import { CorruptStream, NewerProgram } from '../decider.ts';
import type { Fact } from '../fact.ts';
import type { StateValue } from './chart-memo.ts';
import {
  type Copy,
  copyMachine,
  type LoanData,
  type LoanFact,
  loanMachine,
  reduceLoan,
  regionOf,
} from '../testing/loan.machine.ts';
import { loanChart } from '../testing/loan.stream.ts';

const opened: LoanFact = { type: 'LoanOpened', data: { borrowerId: 'b1', borrower: null } };
const added = (copyId: string): LoanFact => ({ type: 'CopyAdded', data: { copyId } });
const handedOut = (copyId: string): LoanFact => ({ type: 'CopyHandedOut', data: { copyId } });
const returned = (copyId: string, damage = 0): LoanFact => ({ type: 'CopyReturned', data: { copyId, damage } });

const after = (...facts: readonly LoanFact[]): ChartState<LoanData> =>
  facts.reduce((state, fact) => loanChart.evolve(state, fact), loanChart.initial);

describe('a folded chart', () => {
  it('says where every region, every child and the step are', () => {
    expect(loanChart.stateAfter(after(opened, added('c1'), added('c2'), handedOut('c1')))).toEqual({
      lending: 'open.handingOut',
      fee: 'none',
      pause: 'running',
      contact: 'quiet',
      step: 2,
      copies: { c1: 'out', c2: 'shelved' },
    });
  });

  it('leaves the children out where there are none, and the step where no state has one', () => {
    expect(loanChart.stateAfter(loanChart.initial)).toEqual({
      lending: 'new',
      fee: 'none',
      pause: 'running',
      contact: 'quiet',
    });
  });

  it('moves the child before the guards of the stream look at it', () => {
    const state = after(opened, added('c1'), handedOut('c1'), returned('c1', 300));
    expect(loanChart.stateAfter(state)).toMatchObject({
      lending: 'returned',
      step: 4,
      copies: { c1: 'back.torn' },
    });
    expect(
      loanChart.stateAfter(loanChart.evolve(state, { type: 'CopyMended', data: { copyId: 'c1', cost: 300 } })),
    ).toMatchObject({ copies: { c1: 'back.fine' } });
  });

  it('refuses a fact that another region takes but its owner does not', () => {
    expect(() => after(opened, returned('c1'))).toThrow(CorruptStream);
    expect(() => after(opened, added('c1'), handedOut('c1'), returned('c1'), opened)).toThrow(
      'LoanOpened: {"lending":"returned","fee":"none","pause":"running","contact":"quiet","step":4} does not take it',
    );
  });

  it('takes a fact of the root in every state', () => {
    const note: LoanFact = { type: 'NoteTaken', data: { text: null } };
    expect(after(note, opened, note).data.notes).toBe(2);
  });

  it('refuses a fact that its child does not take, a child begun twice and one never begun', () => {
    expect(() => after(opened, added('c1'), handedOut('c1'), handedOut('c1'))).toThrow('c1 among copies is out');
    expect(() => after(opened, added('c1'), added('c1'))).toThrow('c1 was begun before among copies');
    expect(() => after(opened, handedOut('c1'))).toThrow('there is no c1 among copies');
  });

  it('calls a stream corrupt where the reducer cannot go on', () => {
    const charge: LoanFact = { type: 'FeeCharged', data: { amount: 5 } };
    expect(() => after(charge, { type: 'FeePaid', data: { amount: 6 } })).toThrow(CorruptStream);
    expect(() => after(charge, { type: 'FeePaid', data: { amount: 6 } })).toThrow('more was paid than was owed');
  });

  it('asks for a newer program where it does not know a fact', () => {
    for (const type of ['BookDigitised', 'toString']) {
      const unknown: Fact = { type, data: {} };
      expect(() => loanChart.evolve(loanChart.initial, unknown as LoanFact)).toThrow(NewerProgram);
    }
  });

  it('goes on from a state that was kept as JSON', () => {
    const kept = JSON.parse(JSON.stringify(after(opened, added('c1')))) as ChartState<LoanData>;
    expect(loanChart.evolve(kept, handedOut('c1'))).toEqual(after(opened, added('c1'), handedOut('c1')));
  });
});

describe('the memory of transitions', () => {
  const [loanOnXState, copyOnXState]: AnyStateMachine[] = [loanMachine, copyMachine];

  const moveCopy = (copy: Copy, fact: LoanFact): string => {
    const value = copy.state.startsWith('back.') ? { back: copy.state.slice('back.'.length) } : copy.state;
    const snapshot = copyOnXState!.resolveState({ value, context: copy });
    if (!snapshot.can(fact)) throw new Error('the copy refuses');
    const next = transition(copyOnXState!, snapshot, fact)[0].value as string | { back: string };
    return typeof next === 'string' ? next : `back.${next.back}`;
  };

  /** The same fold on XState alone, without any memory. */
  const evolvePlainly = (state: ChartState<LoanData>, fact: LoanFact): ChartState<LoanData> => {
    let data = reduceLoan(state.data, fact);
    if ('copyId' in fact.data) {
      const { copyId } = fact.data;
      const copy = data.copies[copyId];
      const begins = fact.type === 'CopyAdded';
      if (!copy || begins === copyId in state.data.copies) throw new Error('no such copy, or begun twice');
      data = {
        ...data,
        copies: { ...data.copies, [copyId]: { ...copy, state: begins ? 'shelved' : moveCopy(copy, fact) } },
      };
    }
    const snapshot = loanOnXState!.resolveState({ value: state.value, context: data });
    const taken = loanOnXState!.getTransitionData(snapshot, fact).map(({ source }) => source.path[0] ?? 'root');
    if (!taken.some((region) => region === regionOf[fact.type] || region === 'root')) throw new Error('refused');
    return { value: transition(loanOnXState!, snapshot, fact)[0].value as StateValue, data };
  };

  const copyId = fc.constantFrom('c1', 'c2');
  const amount = fc.integer({ min: 0, max: 3 });
  const reason = fc.constantFrom('illness', 'holiday');
  const questionId = fc.constantFrom('q1', 'q2');
  const facts: fc.Arbitrary<LoanFact> = fc.oneof(
    fc.constant(opened),
    copyId.map(added),
    copyId.map(handedOut),
    fc.tuple(copyId, amount).map(([copy, damage]) => returned(copy, damage)),
    copyId.map((copy): LoanFact => ({ type: 'CopyMended', data: { copyId: copy, cost: 1 } })),
    amount.map((value): LoanFact => ({ type: 'FeeCharged', data: { amount: value } })),
    amount.map((value): LoanFact => ({ type: 'FeePaid', data: { amount: value } })),
    reason.map((value): LoanFact => ({ type: 'LoanPaused', data: { reason: value } })),
    reason.map((value): LoanFact => ({ type: 'LoanResumed', data: { reason: value } })),
    questionId.map((value): LoanFact => ({ type: 'QuestionAsked', data: { questionId: value } })),
    questionId.map((value): LoanFact => ({ type: 'QuestionAnswered', data: { questionId: value } })),
    fc.constant<LoanFact>({ type: 'NoteTaken', data: { text: null } }),
  );

  const attempt = (evolve: typeof evolvePlainly, state: ChartState<LoanData>, fact: LoanFact) => {
    try {
      return evolve(state, fact);
    } catch {
      return undefined;
    }
  };

  it('leads exactly where XState leads, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 40 }), (history) => {
        let state = loanChart.initial;
        for (const fact of history) {
          const remembered = attempt(loanChart.evolve, state, fact);
          expect(remembered).toEqual(attempt(evolvePlainly, state, fact));
          state = remembered ?? state;
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('guards on the way out of the first state', () => {
  it('answer about the data at hand, not about those the chart begins with', () => {
    const door = setup({
      types: { context: {} as { locked: boolean }, events: {} as Fact<'Pushed'> | Fact<'Closed'> },
      guards: { locked: ({ context }) => context.locked },
      actions: { recorded: () => undefined },
    }).createMachine({
      context: { locked: false },
      initial: 'shut',
      states: {
        shut: {
          always: { guard: 'locked', target: 'bolted' },
          on: { Pushed: { actions: 'recorded' }, Closed: { actions: 'recorded' } },
        },
        bolted: { on: { Closed: { actions: 'recorded' } } },
      },
    });
    const { initial, evolve } = foldChart({
      machine: door,
      reduce: (data: { locked: boolean }, fact: Fact<'Pushed'> | Fact<'Closed'>) =>
        fact.type === 'Pushed' ? { locked: !data.locked } : data,
      regionOf: { Pushed: 'state', Closed: 'state' },
    });
    expect(evolve(initial, { type: 'Pushed', data: {} }).value).toBe('bolted');
    expect(evolve({ value: 'shut', data: { locked: true } }, { type: 'Pushed', data: {} }).value).toBe('shut');
  });
});

describe('what a chart may not be', () => {
  const fold = (machine: Parameters<typeof foldChart>[0]['machine'], owners: Record<string, string> = { A: 'state' }) =>
    foldChart({ machine, reduce: (data: object) => data, regionOf: owners });
  const plain = setup({
    guards: { yes: () => true, nosy: ({ event }) => 'data' in event },
    actions: { recorded: () => undefined, effect: () => undefined, raised: assign({}) },
  });

  it.each([
    ['time', plain.createMachine({ initial: 'a', states: { a: { on: { A: 'b' }, after: { 10: 'b' } }, b: {} } })],
    ['an entry action', plain.createMachine({ entry: 'effect', initial: 'a', states: { a: { on: { A: 'a' } } } })],
    ['an effect', plain.createMachine({ initial: 'a', states: { a: { on: { A: { actions: 'effect' } } } } })],
    ['an assign', createMachine({ initial: 'a', states: { a: { on: { A: { actions: assign({}) } } } } })],
    [
      'an inline guard',
      createMachine({ initial: 'a', states: { a: { on: { A: { guard: () => true, target: 'b' } } }, b: {} } }),
    ],
    ['a missing guard', createMachine({ initial: 'a', states: { a: { on: { A: { guard: 'no', target: 'a' } } } } })],
    ['a transition to nowhere', plain.createMachine({ initial: 'a', states: { a: { on: { A: {} } } } })],
    ['a wildcard', plain.createMachine({ initial: 'a', states: { a: { on: { '*': 'b' } }, b: {} } })],
    [
      'nested regions',
      plain.createMachine({ initial: 'a', states: { a: { on: { A: 'a' }, type: 'parallel', states: { b: {} } } } }),
    ],
    ['an actor', createMachine({ initial: 'a', states: { a: { invoke: { src: 'call' }, on: { A: 'b' } }, b: {} } })],
  ])('refuses %s in a chart', (_what, machine) => {
    expect(() => fold(machine)).toThrow(UnusableChart);
  });

  it('refuses a fact whose region never takes it, an owner that is no region, and a transition on no fact', () => {
    const machine = plain.createMachine({ initial: 'a', states: { a: { on: { A: 'a' } } } });
    expect(() => fold(machine, { A: 'state', B: 'state' })).toThrow('B is taken in no state of state');
    expect(() => fold(machine, { A: 'payment' })).toThrow('A is owned by payment, which is none of state');
    expect(() => fold(machine, {})).toThrow('A is not among its events');
  });

  it('refuses a guard that looks at the fact instead of the data', () => {
    const nosy = setup({
      types: { events: {} as { type: 'A'; data: { ready: boolean } } },
      guards: { nosy: ({ event }) => event.data.ready },
    }).createMachine({ initial: 'a', states: { a: { on: { A: { guard: 'nosy', target: 'a' } } } } });
    expect(() => fold(nosy).evolve({ value: 'a', data: {} }, { type: 'A', data: { ready: true } })).toThrow();
  });
});
