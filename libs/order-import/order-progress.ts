import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { orderCorrelation, orderSteps, orderStreamId, type ImportCommand } from './import-commands.ts';
import type { OrderStep, ReportDraft } from './import-report.ts';
import type { OrderDraft } from './order-draft.ts';
import type { Send } from './order-sender.ts';

/** Takes orders through the steps of their lives. An order that is refused a step stays where it is, for a person to look; all others go on. */
export interface OrderProgress {
  receive(order: OrderDraft, at: string): Promise<void>;
  confirm(order: OrderDraft, at: string): Promise<void>;
  /** `agreedDate`: for an order that waits for goods, the date its customer agreed to. */
  register(order: OrderDraft, agreedDate: CalendarDate | undefined, at: string): Promise<void>;
  ship(order: OrderDraft, on: CalendarDate, at: string): Promise<void>;
  /** Orders that were received and have not shipped: their numbers in the data, by stream id. */
  unshipped(): ReadonlyMap<string, string>;
}

export const orderProgress = (source: string, send: Send, report: ReportDraft): OrderProgress => {
  const stopped = new Set<string>();
  const open = new Map<string, string>();

  /** True where every command was accepted, now or by an earlier import. */
  const take = async (order: OrderDraft, commands: readonly ImportCommand[], at: string): Promise<boolean> => {
    if (stopped.has(order.number)) return false;
    const { place, number } = order;
    for (const command of commands) {
      const occasion = { place, order: number, correlationId: orderCorrelation(source, number), at };
      if (!(await send(command, occasion))) {
        stopped.add(number);
        return false;
      }
    }
    return true;
  };
  const takeStep = async (step: OrderStep, order: OrderDraft, commands: readonly ImportCommand[], at: string) => {
    if (await take(order, commands, at)) report.orderTook(step);
  };

  return {
    async receive(order, at) {
      const { place, number } = order;
      const { receive } = orderSteps(source, order);
      const answer = await send(receive, { place, order: number, correlationId: orderCorrelation(source, number), at });
      if (!answer) {
        stopped.add(number);
        report.orderRefused();
        return;
      }
      open.set(orderStreamId(source, number), number);
      report.orderTook('received');
      if (answer.repeated) report.orderTook('knownBefore');
      await take(order, [orderSteps(source, order).startCheck], at);
    },
    confirm: (order, at) => takeStep('confirmed', order, [orderSteps(source, order).confirm], at),
    register(order, agreedDate, at) {
      const { agreeOn, register } = orderSteps(source, order);
      return takeStep('registered', order, [...(agreedDate === undefined ? [] : agreeOn(agreedDate)), register], at);
    },
    async ship(order, on, at) {
      if (!(await take(order, orderSteps(source, order).shipOn(on, order.carrier ?? ''), at))) return;
      open.delete(orderStreamId(source, order.number));
      report.orderTook('shipped');
    },
    unshipped: () => open,
  };
};
