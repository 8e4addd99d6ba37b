import { orderAmounts, taxClasses, type OrderAmounts, type TaxClass } from '../vocabulary/money.ts';
import type { PricedItem } from './service-order.terms.ts';

/** What an item costs as it is agreed, tax-exclusive: the estimate for time and material, all months for what recurs. */
export const itemAmount = (item: PricedItem): number => {
  switch (item.pricing) {
    case 'fixedPrice':
      return item.amount;
    case 'timeAndMaterial':
      return item.hourlyRate * item.estimatedHours;
    case 'recurring':
      return item.monthlyAmount * item.months;
  }
};

/** An amount with its tax class: of an item, or of a milestone. */
export interface TaxedAmount {
  readonly amount: number;
  readonly taxClass: TaxClass;
}

export const taxedAmounts = (items: readonly PricedItem[]): readonly TaxedAmount[] =>
  items.map((item) => ({ amount: itemAmount(item), taxClass: item.taxClass }));

/** The sum of some amounts, tax-exclusive. Throws `RangeError` when it leaves the safe integers. */
export const sumOf = (amounts: readonly TaxedAmount[]): number => {
  const sum = amounts.reduce((total, { amount }) => total + amount, 0);
  if (!Number.isSafeInteger(sum)) throw new RangeError('the sum is beyond 9,007,199,254,740,991 minor units');
  return sum;
};

/** The sum of the amounts of each tax class. */
export const sumsByTaxClass = (amounts: readonly TaxedAmount[]): Readonly<Record<TaxClass, number>> => {
  const of = (taxClass: TaxClass) => sumOf(amounts.filter((amount) => amount.taxClass === taxClass));
  return { standard: of('standard'), reduced: of('reduced'), exempt: of('exempt') };
};

/** Tax classes whose sums differ; none where the one side adds up to the other. */
export const classesThatDiffer = (
  some: readonly TaxedAmount[],
  others: readonly TaxedAmount[],
): readonly TaxClass[] => {
  const [one, other] = [sumsByTaxClass(some), sumsByTaxClass(others)];
  return taxClasses.filter((taxClass) => one[taxClass] !== other[taxClass]);
};

/** Net, tax and total on a day, rounded once per tax class. */
export const amountsWithTax = (amounts: readonly TaxedAmount[], date: string): OrderAmounts =>
  orderAmounts(
    amounts.map(({ amount, taxClass }) => ({ quantity: 1, unitPrice: amount, discountBasisPoints: 0, taxClass })),
    date,
  );
