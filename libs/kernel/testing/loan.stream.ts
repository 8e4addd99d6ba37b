import { foldChart, type ChartState } from '../charts/chart-fold.ts';
import type { Command, Decision, Refusal, StreamType } from '../decider.ts';
import { copyMachine, loanMachine, reduceLoan, regionOf, type LoanData, type LoanFact } from './loan.machine.ts';

export type LoanCommand =
  | Command<'OpenLoan', { borrowerId: string; borrower: string; copyIds: readonly string[] }>
  | Command<'HandOut', { copyId: string }>
  | Command<'ChargeFee', { amount: number }>
  | Command<'ChargeManyFees', { amount: number; count: number }>
  | Command<'PayFee', { amount: number }>
  | Command<'PauseLoan', { reason: string }>
  | Command<'TakeNote', { text: string }>
  | Command<'LoseTrack'>;

export type LoanState = ChartState<LoanData>;

export const loanChart = foldChart({
  machine: loanMachine,
  reduce: reduceLoan,
  regionOf,
  children: {
    name: 'copies',
    machine: copyMachine,
    opensWith: 'CopyAdded',
    childOf: (fact: LoanFact) => ('copyId' in fact.data ? fact.data.copyId : undefined),
    read: (data) => data.copies,
    write: (data, copies) => ({ ...data, copies }),
  },
});

const refuse = (refused: Refusal['refused'], code: string, en: string, ja: string): Refusal => ({
  refused,
  code,
  message: { ja, en },
});

const decide = (command: LoanCommand, { data }: LoanState): Decision<LoanFact> => {
  switch (command.type) {
    case 'OpenLoan': {
      const { borrowerId, borrower, copyIds } = command.data;
      return [
        { type: 'LoanOpened', data: { borrowerId, borrower, dueOn: '2026-12-01' } },
        ...copyIds.map((copyId) => ({ type: 'CopyAdded' as const, data: { copyId } })),
      ];
    }
    case 'HandOut':
      if (data.copies[command.data.copyId]?.state === 'out') return [];
      return [{ type: 'CopyHandedOut', data: command.data }];
    case 'ChargeFee':
      return [{ type: 'FeeCharged', data: command.data }];
    case 'ChargeManyFees': {
      const { amount, count } = command.data;
      return Array.from({ length: count }, () => ({ type: 'FeeCharged', data: { amount } }));
    }
    case 'PayFee':
      if (command.data.amount > data.owed)
        return refuse('rule', 'more-than-owed', 'Less than that is owed.', '未払額を超えています。');
      return [{ type: 'FeePaid', data: command.data }];
    case 'PauseLoan':
      return data.pauses.includes(command.data.reason) ? [] : [{ type: 'LoanPaused', data: command.data }];
    case 'TakeNote':
      return [{ type: 'NoteTaken', data: command.data }];
    case 'LoseTrack':
      // A mistake in a decider: the chart never takes this.
      return [{ type: 'QuestionAnswered', data: { questionId: 'never asked' } }];
  }
};

const opened = ({ data }: LoanState): boolean => data.borrowerId !== '';

export const loan: StreamType<LoanState, LoanCommand, LoanFact> = {
  category: 'loan',
  machine: 'loan@1',
  decider: {
    initial: loanChart.initial,
    evolve: loanChart.evolve,
    decide,
    refusedWhen: (type, state) => {
      if (type === 'OpenLoan')
        return opened(state) ? refuse('state', 'already-open', 'The loan is open.', '貸出中です。') : undefined;
      return opened(state) ? undefined : refuse('state', 'not-open', 'Open the loan first.', '先に受付してください。');
    },
  },
  stateAfter: loanChart.stateAfter,
  upcasters: {
    LoanOpened: [(data) => ({ ...data, dueOn: '2020-01-01' })],
  },
  personal: { LoanOpened: ['borrower'], NoteTaken: ['text'] },
  personOf: ({ data }) => data.borrowerId,
};
