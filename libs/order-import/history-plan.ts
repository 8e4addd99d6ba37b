import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { ItemDraft, OrderDraft } from './order-draft.ts';
import { forecastStock, type Receipt } from './stock-forecast.ts';

/** An order of which every unit is promised. */
export interface FirmOrder {
  readonly order: OrderDraft;
  /** Where it waits for goods: the date its customer must have agreed to, since it left on that day. */
  readonly agreedDate?: CalendarDate;
}

/** What happened on one day. */
export interface PlannedDay {
  readonly date: CalendarDate;
  readonly receipts: readonly Receipt[];
  /** Orders that came in and were confirmed, first come, first served. */
  readonly intake: readonly OrderDraft[];
  /** Orders that can be registered when that is done. */
  readonly firm: readonly FirmOrder[];
  readonly shipping: readonly OrderDraft[];
}

const byDate = (orders: readonly OrderDraft[], dateOf: (order: OrderDraft) => CalendarDate | undefined) => {
  const days = new Map<CalendarDate, OrderDraft[]>();
  for (const order of orders) {
    const date = dateOf(order);
    if (date !== undefined) days.set(date, [...(days.get(date) ?? []), order]);
  }
  return days;
};

/**
 * The agenda of a history, by the data's own dates. What an order lacks on the day it left arrives on that day: the data proves that it was there by then,
 * and says nothing of when it came. The plan follows from the data alone, so that a repeated import sends the very same commands.
 */
export const planHistory = (orders: readonly OrderDraft[], opening: Iterable<ItemDraft>): readonly PlannedDay[] => {
  const forecast = forecastStock(opening);
  const intakes = byDate(orders, ({ orderedOn }) => orderedOn);
  const shipments = byDate(orders, ({ shippedOn }) => shippedOn);
  const dates = [...new Set([...intakes.keys(), ...shipments.keys()])].toSorted();
  return dates.map((date) => {
    const intake = intakes.get(date) ?? [];
    const shipping = shipments.get(date) ?? [];
    intake.forEach((order) => forecast.claim(order));
    const { receipts, served } = forecast.receiveFor(shipping);
    const promised = intake.flatMap((order): readonly FirmOrder[] => {
      if (!forecast.isWaiting(order)) return [{ order }];
      return order.shippedOn === undefined ? [] : [{ order, agreedDate: order.shippedOn }];
    });
    // Those that the data ships were registered on the day they came in, with a date agreed.
    const late = served.filter((order) => order.shippedOn === undefined && order.orderedOn < date);
    return { date, receipts, intake, firm: [...promised, ...late.map((order) => ({ order }))], shipping };
  });
};
