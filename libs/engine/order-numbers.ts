import { orderNumber } from '#libs/ordering/number-series/order-number';
import type { CalendarDate } from '#state-machines/vocabulary/dates';

/** Takes `count` numbers of a series' year at once; gives the first. */
export type TakeNumbers = (year: number, count: number) => Promise<number>;

interface Waiting {
  readonly resolve: (number: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Numbers that were taken and not given out yet: from `next` to `last`. */
interface Block {
  readonly next: number;
  readonly last: number;
  /** On the steady clock, in milliseconds. */
  readonly takenAt: number;
}

/** While another program takes numbers of the series too, so many are taken at once at most. */
const LONGEST_BLOCK = 64;

/** Numbers that lie longer are given up: one that comes out much later than its neighbours looks like an error. */
const KEPT_MS = 10_000;

/**
 * Hands out numbers one by one, while those who ask at the same time share one append: whoever comes while numbers are being taken waits for the next
 * round. Alone, a program takes just what is asked for. Where another program takes numbers too, which a gap since the last round shows, more are taken at once, so that the
 * two seldom meet. A number whose order is then not recorded, or that is given up, leaves a gap, which order numbers may have.
 */
const createNumberSource = (take: TakeNumbers, now: () => number): ((year: number) => Promise<number>) => {
  const waitingByYear = new Map<number, Waiting[]>();
  const blocks = new Map<number, Block>();
  /** How many numbers the next block of a year is to have at least. */
  const lengthAfter = new Map<number, number>();

  /** At least one number, and as many of the `count` wanted as one block holds. */
  const numbersFor = async (year: number, count: number): Promise<readonly number[]> => {
    const kept = blocks.get(year);
    let block = kept && kept.next <= kept.last && now() - kept.takenAt <= KEPT_MS ? kept : undefined;
    if (block === undefined) {
      const length = Math.max(count, lengthAfter.get(year) ?? 1);
      const first = await take(year, length);
      const others = kept !== undefined && first !== kept.last + 1;
      lengthAfter.set(year, others ? Math.min(LONGEST_BLOCK, length * 2) : 1);
      block = { next: first, last: first + length - 1, takenAt: now() };
    }
    const { next, last, takenAt } = block;
    const given = Math.min(count, last - next + 1);
    blocks.set(year, { next: next + given, last, takenAt });
    return Array.from({ length: given }, (_, index) => next + index);
  };
  const serve = async (year: number): Promise<void> => {
    for (let round = waitingByYear.get(year); round && round.length > 0; round = waitingByYear.get(year)) {
      waitingByYear.set(year, []);
      try {
        while (round.length > 0) {
          const numbers = await numbersFor(year, round.length);
          for (const number of numbers) round.shift()?.resolve(number);
        }
      } catch (error) {
        for (const { reject } of round) reject(error);
      }
    }
    waitingByYear.delete(year);
  };
  return (year) =>
    new Promise((resolve, reject) => {
      const waiting = waitingByYear.get(year);
      if (waiting) waiting.push({ resolve, reject });
      else {
        waitingByYear.set(year, [{ resolve, reject }]);
        // A turn later, so that everybody who asks in this one is in the first round.
        setImmediate(() => void serve(year));
      }
    });
};

/** The next number of a series of orders, for the year of a date. */
export type OrderNumbers = (receivedOn: CalendarDate) => Promise<string>;

/** Hands out the numbers of a series that `take` takes. `now` is a steady clock in milliseconds. */
export const createOrderNumbers = (
  series: string,
  take: TakeNumbers,
  now: () => number = () => performance.now(),
): OrderNumbers => {
  const next = createNumberSource(take, now);
  return async (receivedOn) => {
    const year = Number(receivedOn.slice(0, 4));
    return orderNumber(series, year, await next(year));
  };
};
