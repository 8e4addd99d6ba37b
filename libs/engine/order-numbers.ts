import { GOODS_ORDER_SERIES, orderNumber } from '#libs/ordering/number-series/order-number';
import type { CalendarDate } from '#state-machines/vocabulary/dates';

/** Takes `count` numbers of a series and year at once; gives the first. */
export type TakeNumbers = (year: number, count: number) => Promise<number>;

interface Waiting {
  readonly resolve: (number: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands out numbers one by one, while those who ask at the same time share one append: whoever comes while numbers are being taken waits for the next
 * round. A number whose order is then not recorded leaves a gap, which order numbers may have.
 */
const createNumberSource = (take: TakeNumbers): ((year: number) => Promise<number>) => {
  const waitingByYear = new Map<number, Waiting[]>();
  const serve = async (year: number): Promise<void> => {
    for (let round = waitingByYear.get(year); round && round.length > 0; round = waitingByYear.get(year)) {
      waitingByYear.set(year, []);
      try {
        const first = await take(year, round.length);
        round.forEach(({ resolve }, index) => resolve(first + index));
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

/** The next order number for the year of a date. */
export const createOrderNumbers = (take: TakeNumbers): ((receivedOn: CalendarDate) => Promise<string>) => {
  const next = createNumberSource(take);
  return async (receivedOn) => {
    const year = Number(receivedOn.slice(0, 4));
    return orderNumber(GOODS_ORDER_SERIES, year, await next(year));
  };
};
