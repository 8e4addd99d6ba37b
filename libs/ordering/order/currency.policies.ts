import type { Refusal } from '#libs/kernel/decider';
import type { Currency } from '#state-machines/vocabulary/money';
import { ruleRefusal } from '../refusal.ts';

/** Refuses an amount in another currency than the order's, where the caller says which it is in. */
export const refusalOfCurrency = (
  currency: Currency | undefined,
  { data }: { readonly data: { readonly currency: Currency } },
): Refusal | undefined =>
  currency !== undefined && currency !== data.currency
    ? ruleRefusal(
        'currency-mix',
        'currency',
        `この受注の通貨は ${data.currency} です。`,
        `This order is in ${data.currency}; an amount in ${currency} cannot be booked on it.`,
      )
    : undefined;
