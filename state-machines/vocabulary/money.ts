/** An ISO 4217 alphabetic code, such as `JPY` (no minor unit) or `USD` (cents). Amounts are integers of its minor unit, never floats. */
export type Currency = string;

/** Consumption tax classes: 標準税率, 軽減税率, 非課税・不課税・輸出免税. */
export type TaxClass = 'standard' | 'reduced' | 'exempt';
export const taxClasses = ['standard', 'reduced', 'exempt'] as const satisfies readonly TaxClass[];

/** Minor units as a power of ten: 0 for JPY, 2 for most others (ISO 4217). */
export const minorUnitDigits = (currency: Currency): number => {
  if (
    [
      'JPY',
      'KRW',
      'VND',
      'CLP',
      'ISK',
      'XAF',
      'XOF',
      'XPF',
      'UGX',
      'PYG',
      'RWF',
      'KMF',
      'DJF',
      'GNF',
      'BIF',
      'VUV',
    ].includes(currency)
  )
    return 0;
  if (['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].includes(currency)) return 3;
  return 2;
};

/** Rates in basis points from the day they came into force, newest first (消費税法 第29条; 軽減税率は 2019-10-01 から). */
const ratesSince: Readonly<Record<TaxClass, readonly (readonly [since: string, basisPoints: number])[]>> = {
  standard: [
    ['2019-10-01', 1000],
    ['2014-04-01', 800],
    ['1997-04-01', 500],
    ['1989-04-01', 300],
    ['0001-01-01', 0],
  ],
  reduced: [
    ['2019-10-01', 800],
    ['2014-04-01', 800],
    ['1997-04-01', 500],
    ['1989-04-01', 300],
    ['0001-01-01', 0],
  ],
  exempt: [['0001-01-01', 0]],
};

/** The consumption tax rate of a class on a calendar date, in basis points (1000 = 10 %). */
export const taxRateOn = (taxClass: TaxClass, date: string): number =>
  ratesSince[taxClass].find(([since]) => since <= date)?.[1] ?? 0;

/** What one line costs: `discountBasisPoints` (500 = 5 %) is taken off the unit price before tax. */
export interface PricedQuantity {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discountBasisPoints: number;
  readonly taxClass: TaxClass;
}

/** The amounts of an order in minor units; tax-exclusive prices. */
export interface OrderAmounts {
  readonly net: number;
  readonly tax: number;
  readonly total: number;
}

const TEN_THOUSAND = 10_000n;

/** `value / divisor` rounded half up, for values ≥ 0. */
const divideHalfUp = (value: bigint, divisor: bigint): bigint => (value * 2n + divisor) / (divisor * 2n);

/**
 * Net, tax and total of some lines. Discounts are exact fractions of a minor unit until each tax class is summed; the sum is then rounded once,
 * half up, and its tax is rounded down once: one rounding per rate and document, as for qualified invoices (消費税法施行令 第70条の10).
 * Throws `RangeError` when a sum leaves the safe integers.
 */
export const orderAmounts = (lines: readonly PricedQuantity[], date: string): OrderAmounts => {
  let net = 0n;
  let tax = 0n;
  for (const taxClass of taxClasses) {
    const exact = lines
      .filter((line) => line.taxClass === taxClass)
      .reduce(
        (sum, { quantity, unitPrice, discountBasisPoints }) =>
          sum + BigInt(quantity) * BigInt(unitPrice) * (TEN_THOUSAND - BigInt(discountBasisPoints)),
        0n,
      );
    const classNet = divideHalfUp(exact, TEN_THOUSAND);
    net += classNet;
    tax += (classNet * BigInt(taxRateOn(taxClass, date))) / TEN_THOUSAND;
  }
  const total = net + tax;
  if (total > BigInt(Number.MAX_SAFE_INTEGER))
    throw new RangeError('the total is beyond 9,007,199,254,740,991 minor units');
  return { net: Number(net), tax: Number(tax), total: Number(total) };
};
