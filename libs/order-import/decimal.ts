/** A decimal number, exactly: `units` divided by ten to the power of `scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export interface DecimalMarks {
  /** What stands before the decimals. */
  readonly decimal: string;
  /** What separates thousands, where anything does. */
  readonly group?: string;
}

/** Longer numbers than this are no amount of anything. */
const MAX_DIGITS = 40;

const quoted = (mark: string): string => mark.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Reads numbers as they are written, never through a float; undefined for what is no number. Full-width digits are taken as digits. */
export const decimalReader = ({ decimal, group }: DecimalMarks): ((text: string) => Decimal | undefined) => {
  const whole = group === undefined ? '\\d+' : `(?:\\d{1,3}(?:${quoted(group)}\\d{3})+|\\d+)`;
  const expression = new RegExp(`^(?<sign>[+-]?)(?<whole>${whole})(?:${quoted(decimal)}(?<decimals>\\d+))?$`);
  return (text) => {
    const parts: Partial<Record<string, string>> | undefined = expression.exec(text.normalize('NFKC'))?.groups;
    if (!parts) return undefined;
    const { sign = '', whole: written = '', decimals = '' } = parts;
    const all = written.replace(/\D/g, '') + decimals;
    if (all.length > MAX_DIGITS) return undefined;
    return { units: BigInt(all) * (sign === '-' ? -1n : 1n), scale: decimals.length };
  };
};

/**
 * The number in units of ten to the power of minus `places` (minor units of a currency, basis points of a fraction at 4): exactly, or, where it has more
 * decimals than that, rounded half up where `rounding` says so, else undefined. Half up is away from zero for numbers ≥ 0, which is all this is for.
 */
export const inUnitsOf = (places: number, { units, scale }: Decimal, rounding: 'refuse' | 'roundHalfUp') => {
  if (scale <= places) return units * 10n ** BigInt(places - scale);
  const divisor = 10n ** BigInt(scale - places);
  if (units % divisor === 0n) return units / divisor;
  return rounding === 'refuse' ? undefined : (units * 2n + divisor) / (divisor * 2n);
};
