import type { OwedAmount } from './customer-orders.ts';
import type { CustomerRow } from './customers.table.ts';

/** How far a customer may still order on credit. Amounts are minor units of the currency. */
export interface CustomerCreditView {
  readonly currency: string;
  /** Null: no limit. */
  readonly limit: number | null;
  /** What is owed on account: ordered or agreed, and not yet paid. */
  readonly exposure: number;
  /** Below zero where more is owed than is allowed; null where there is no limit. */
  readonly available: number | null;
}

/** The credit of a registered customer; null for others. Only what is owed in the currency of the limit counts. */
export const customerCredit = (
  { currency, credit_limit: limit }: Pick<CustomerRow, 'currency' | 'credit_limit'>,
  outstanding: readonly OwedAmount[],
): CustomerCreditView | null => {
  if (currency === null) return null;
  const exposure = outstanding.find((owed) => owed.currency === currency)?.onAccount ?? 0;
  return { currency, limit, exposure, available: limit === null ? null : limit - exposure };
};
