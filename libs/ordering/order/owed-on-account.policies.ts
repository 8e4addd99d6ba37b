import type { StateAfter } from '#libs/kernel/fact';
import type { PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import { pathIn } from '../chart-words.ts';

const amount = (value: StateAfter[string] | undefined): number => (typeof value === 'number' ? value : 0);

const unpaid = ({ total, paid }: StateAfter): number => Math.max(0, amount(total) - amount(paid));

/** 売掛: what is owed on account for goods, in minor units; nothing for what is paid in advance or at the door, or was cancelled. */
export const goodsOwedOnAccount = (after: StateAfter, terms: PaymentTerms): number =>
  terms === 'invoice' && typeof after['step'] === 'number' ? unpaid(after) : 0;

/** The step with which a contract begins. */
const CONTRACTING = 3;

/** True from the customer's word for a proposal on, also where the contract was terminated since and leaves its settlement. */
const isAgreed = (after: StateAfter): boolean => {
  const { step } = after;
  const engagement = pathIn(after, 'engagement');
  const isUnderContract = typeof step === 'number' && step >= CONTRACTING;
  return isUnderContract || engagement === 'proposing.agreed' || engagement.startsWith('terminated');
};

/** Each invoice rounds its tax by itself: together they may come to a little less than the whole contract. */
const isPaid = (after: StateAfter): boolean => pathIn(after, 'billing') === 'paid';

/** What is owed for an engagement, in minor units; nothing before its proposal was accepted, or where it was lost. */
export const serviceOwedOnAccount = (after: StateAfter): number =>
  isAgreed(after) && !isPaid(after) ? unpaid(after) : 0;
