import { setup } from 'xstate';
import type { Personal } from '../personal-data.ts';

// A library's loan: the kernel's own specs need a lifecycle with several regions, guards and children, and the kernel knows no orders.

interface LoanShapes {
  LoanOpened: { borrowerId: string; borrower: Personal<string>; dueOn?: string };
  CopyAdded: { copyId: string };
  CopyHandedOut: { copyId: string };
  CopyReturned: { copyId: string; damage: number };
  CopyMended: { copyId: string; cost: number };
  FeeCharged: { amount: number };
  FeePaid: { amount: number };
  LoanPaused: { reason: string };
  LoanResumed: { reason: string };
  QuestionAsked: { questionId: string };
  QuestionAnswered: { questionId: string };
  NoteTaken: { text: Personal<string> };
}

export type LoanFact = {
  [Type in keyof LoanShapes]: { readonly type: Type; readonly data: Readonly<LoanShapes[Type]> };
}[keyof LoanShapes];

export const regionOf = {
  LoanOpened: 'lending',
  CopyAdded: 'lending',
  CopyHandedOut: 'lending',
  CopyReturned: 'lending',
  CopyMended: 'lending',
  FeeCharged: 'fee',
  FeePaid: 'fee',
  LoanPaused: 'pause',
  LoanResumed: 'pause',
  QuestionAsked: 'contact',
  QuestionAnswered: 'contact',
  NoteTaken: 'root',
} as const satisfies Record<LoanFact['type'], string>;

export interface Copy {
  readonly state: string;
  readonly damage: number;
}

export interface LoanData {
  readonly borrowerId: string;
  readonly dueOn: string;
  readonly copies: Readonly<Record<string, Copy>>;
  readonly owed: number;
  readonly pauses: readonly string[];
  readonly questions: readonly string[];
  readonly notes: number;
}

const initialLoanData: LoanData = {
  borrowerId: '',
  dueOn: '',
  copies: {},
  owed: 0,
  pauses: [],
  questions: [],
  notes: 0,
};

export const reduceLoan = (data: LoanData, fact: LoanFact): LoanData => {
  switch (fact.type) {
    case 'LoanOpened':
      return { ...data, borrowerId: fact.data.borrowerId, dueOn: fact.data.dueOn ?? 'unknown' };
    case 'CopyAdded':
      return { ...data, copies: { ...data.copies, [fact.data.copyId]: { state: '', damage: 0 } } };
    case 'CopyReturned':
      return withDamage(data, fact.data.copyId, fact.data.damage);
    case 'CopyMended':
      return withDamage(data, fact.data.copyId, 0);
    case 'FeeCharged':
      return { ...data, owed: data.owed + fact.data.amount };
    case 'FeePaid':
      if (fact.data.amount > data.owed) throw new RangeError('more was paid than was owed');
      return { ...data, owed: data.owed - fact.data.amount };
    case 'LoanPaused':
      return { ...data, pauses: [...data.pauses, fact.data.reason] };
    case 'LoanResumed':
      return { ...data, pauses: data.pauses.filter((reason) => reason !== fact.data.reason) };
    case 'QuestionAsked':
      return { ...data, questions: [...data.questions, fact.data.questionId] };
    case 'QuestionAnswered':
      return { ...data, questions: data.questions.filter((id) => id !== fact.data.questionId) };
    case 'NoteTaken':
      return { ...data, notes: data.notes + 1 };
    case 'CopyHandedOut':
      return data;
  }
};

const withDamage = (data: LoanData, copyId: string, damage: number): LoanData => {
  const copy = data.copies[copyId];
  return copy ? { ...data, copies: { ...data.copies, [copyId]: { ...copy, damage } } } : data;
};

const everyCopy = (data: LoanData, ...states: readonly string[]) =>
  Object.values(data.copies).every(({ state }) => states.includes(state));

export const copyMachine = setup({
  types: { context: {} as Copy, events: {} as LoanFact },
  guards: { damaged: ({ context }) => context.damage > 0 },
  actions: { recorded: () => undefined },
}).createMachine({
  id: 'copy',
  context: { state: '', damage: 0 },
  initial: 'shelved',
  states: {
    shelved: { on: { CopyHandedOut: 'out' } },
    out: { on: { CopyReturned: [{ guard: 'damaged', target: 'back.torn' }, { target: 'back.fine' }] } },
    back: {
      initial: 'fine',
      states: { fine: {}, torn: { on: { CopyMended: 'fine' } } },
    },
  },
});

export const loanMachine = setup({
  types: { context: {} as LoanData, events: {} as LoanFact },
  guards: {
    everyCopyOut: ({ context }) => everyCopy(context, 'out', 'back.fine', 'back.torn'),
    everyCopyBack: ({ context }) => everyCopy(context, 'back.fine', 'back.torn'),
    nothingOwed: ({ context }) => context.owed === 0,
    neverPaused: ({ context }) => context.pauses.length === 0,
    nothingAsked: ({ context }) => context.questions.length === 0,
  },
  actions: { recorded: () => undefined },
}).createMachine({
  id: 'loan',
  type: 'parallel',
  context: initialLoanData,
  on: { NoteTaken: { actions: 'recorded' } },
  states: {
    lending: {
      initial: 'new',
      states: {
        new: { on: { LoanOpened: 'open' } },
        open: {
          meta: { step: 1 },
          initial: 'gathering',
          states: {
            gathering: { on: { CopyAdded: { actions: 'recorded' }, CopyHandedOut: 'handingOut' } },
            handingOut: {
              meta: { step: 2 },
              on: { CopyAdded: { actions: 'recorded' }, CopyHandedOut: { actions: 'recorded' } },
              always: { guard: 'everyCopyOut', target: '#loan.lending.lent' },
            },
          },
        },
        lent: {
          meta: { step: 3 },
          on: { CopyReturned: { actions: 'recorded' }, CopyMended: { actions: 'recorded' } },
          always: { guard: 'everyCopyBack', target: 'returned' },
        },
        returned: { meta: { step: 4 }, on: { CopyMended: { actions: 'recorded' } } },
      },
    },
    fee: {
      initial: 'none',
      states: {
        none: { on: { FeeCharged: 'owing', CopyReturned: { actions: 'recorded' } } },
        owing: {
          on: { FeeCharged: { actions: 'recorded' }, FeePaid: { actions: 'recorded' } },
          always: { guard: 'nothingOwed', target: 'none' },
        },
      },
    },
    pause: {
      initial: 'running',
      states: {
        running: { on: { LoanPaused: 'paused' } },
        paused: {
          on: { LoanPaused: { actions: 'recorded' }, LoanResumed: { actions: 'recorded' } },
          always: { guard: 'neverPaused', target: 'running' },
        },
      },
    },
    contact: {
      initial: 'quiet',
      states: {
        quiet: { on: { QuestionAsked: 'asked' } },
        asked: {
          on: {
            QuestionAsked: { actions: 'recorded' },
            QuestionAnswered: [{ guard: 'nothingAsked', target: 'quiet' }, { actions: 'recorded' }],
          },
        },
      },
    },
  },
});
