import { afternoonOf, morningOf } from './business-hours.ts';
import type { FirmOrder, PlannedDay } from './history-plan.ts';
import { orderCorrelation, receiptCommand } from './import-commands.ts';
import type { ImportPorts } from './import-ports.ts';
import type { ReportDraft } from './import-report.ts';
import { inParallel } from './in-parallel.ts';
import type { OrderDraft } from './order-draft.ts';
import type { OrderProgress } from './order-progress.ts';
import type { Send } from './order-sender.ts';

/** Streams do not wait for each other; more at once than this gains nothing on one disk. */
const AT_ONCE = 32;

export interface HistoryImport {
  readonly source: string;
  readonly days: readonly PlannedDay[];
  /** The data says what was shipped, so orders are registered and shipped too. */
  readonly withShipping: boolean;
  readonly ports: Pick<ImportPorts, 'settle' | 'moveClockTo'>;
  readonly send: Send;
  readonly orders: OrderProgress;
  readonly report: ReportDraft;
  readonly onDay: (done: number) => void;
}

/** Lives the days again. Before the clock moves on, everything that follows by itself has happened. */
export const liveThrough = async (history: HistoryImport): Promise<void> => {
  for (const [index, day] of history.days.entries()) {
    await takeInMorning(history, day);
    if (history.withShipping) await sendOffAfternoon(history, day);
    history.onDay(index + 1);
  }
};

/** The clock of a simulation moves on, and what has fallen due by then happens before anything else does. */
const moveOnTo = async ({ ports }: HistoryImport, at: string): Promise<void> => {
  if (!ports.moveClockTo) return;
  ports.moveClockTo(at);
  await ports.settle();
};

/**
 * Goods arrive, orders come in and are confirmed: one after the other, since whoever is confirmed first is served first. Whether goods arrive before or
 * after that makes no difference to who gets them.
 */
const takeInMorning = async (history: HistoryImport, { date, receipts, intake }: PlannedDay): Promise<void> => {
  if (receipts.length === 0 && intake.length === 0) return;
  const { source, send, orders, ports, report } = history;
  const at = morningOf(date);
  await moveOnTo(history, at);
  const goodsArrive = inParallel(receipts, AT_ONCE, async (receipt) => {
    const { place, number } = receipt.neededBy;
    const occasion = { place, order: number, correlationId: orderCorrelation(source, number), at };
    if (await send(receiptCommand(source, receipt, date), occasion)) report.goodsReceived();
  });
  const ordersComeIn = async (): Promise<void> => {
    await inParallel(intake, AT_ONCE, (order) => orders.receive(order, at));
    for (const order of intake) await orders.confirm(order, at);
  };
  await Promise.all([goodsArrive, ordersComeIn()]);
  await ports.settle();
};

/** Orders are registered and sent off; each at its own pace. */
const sendOffAfternoon = async (history: HistoryImport, { date, firm, shipping }: PlannedDay): Promise<void> => {
  const { orders, ports } = history;
  const at = afternoonOf(date);
  await moveOnTo(history, at);
  const registering = new Map<OrderDraft, FirmOrder>(firm.map((entry) => [entry.order, entry]));
  const leaving = new Set(shipping);
  await inParallel(new Set([...leaving, ...registering.keys()]), AT_ONCE, async (order) => {
    const entry = registering.get(order);
    if (entry) await orders.register(order, entry.agreedDate, at);
    if (leaving.has(order)) await orders.ship(order, date, at);
  });
  if (shipping.length > 0) await ports.settle();
};
