import { goodsOrderStateLabel } from '#libs/ordering/goods-order/goods-order.state';
import { liveThrough } from './history-import.ts';
import { planHistory } from './history-plan.ts';
import { itemCommands, orderCorrelation } from './import-commands.ts';
import type { ImportPorts, ImportProgress } from './import-ports.ts';
import { readImport, type ImportReading, type SoundInput } from './import-reading.ts';
import { draftReport, type ImportReport, type OpenOrders, type ReportDraft } from './import-report.ts';
import { inParallel } from './in-parallel.ts';
import { morningOf } from './business-hours.ts';
import type { ItemDraft, OrderDraft } from './order-draft.ts';
import { orderProgress, type OrderProgress } from './order-progress.ts';
import { importSender, type Send } from './order-sender.ts';

export interface ImportOptions extends Pick<ImportReading, 'input' | 'lastDay'> {
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Streams do not wait for each other; more at once than this gains nothing on one disk. */
const AT_ONCE = 32;
/** So many orders are received before they are confirmed, in the order in which they came. */
const BATCH = 256;

const readingOf = ({ input, lastDay, onProgress }: ImportOptions): ImportReading => ({
  input,
  lastDay,
  onRead: (done) => onProgress?.({ phase: 'reading', done, total: input.totalBytes }),
});

/** Reads and checks everything, and sends nothing. Throws `ImportInputError` where the input as a whole cannot be read. */
export const validateOrders = async (options: ImportOptions, check: ImportPorts['check']): Promise<ImportReport> => {
  const report = draftReport(options.input.mapping.source, true);
  const { orders } = await readImport(readingOf(options), check, report);
  for await (const _order of orders);
  return report.finish([]);
};

/** What every part of an import works with. */
interface ImportRun {
  readonly source: string;
  readonly ports: ImportPorts;
  readonly send: Send;
  readonly orders: OrderProgress;
  readonly report: ReportDraft;
}

/**
 * Imports orders, with the items and the stock that the mapping names. A bad row refuses its own order or item, which the report says; all others go on.
 * Where the data has dates of shipping, or in a simulation, its days are lived again in their order, and its orders are kept in memory for that; else
 * orders are received and confirmed as they are read. Throws `ImportInputError` where the input as a whole cannot be read; what was done by then stays,
 * and a repeated import takes no step twice.
 */
export const importOrders = async (options: ImportOptions, ports: ImportPorts): Promise<ImportReport> => {
  const { source, orders: ordersMapping } = options.input.mapping;
  const report = draftReport(source, false);
  const sound = await readImport(readingOf(options), ports.check, report);
  const send = importSender(source, ports, report.noteProblem);
  const run = { source, ports, send, orders: orderProgress(source, send, report), report };
  const withShipping = ordersMapping.shippedOn !== undefined;
  if (withShipping || ports.moveClockTo) await importHistory(run, sound, withShipping, options.onProgress);
  else await importIntake(run, sound);
  await ports.settle();
  return report.finish(await openOrders(run));
};

const importHistory = async (
  run: ImportRun,
  sound: SoundInput,
  withShipping: boolean,
  onProgress: ImportOptions['onProgress'],
): Promise<void> => {
  const orders: OrderDraft[] = [];
  for await (const order of sound.orders) orders.push(order);
  const days = planHistory(orders, sound.items);
  const [first] = days;
  if (first) run.ports.moveClockTo?.(morningOf(first.date));
  await registerItems(run, sound.items, first && morningOf(first.date));
  const onDay = (done: number) => onProgress?.({ phase: 'importing', done, total: days.length });
  await liveThrough({ ...run, days, withShipping, onDay });
};

const importIntake = async (run: ImportRun, sound: SoundInput): Promise<void> => {
  await registerItems(run, sound.items, undefined);
  let batch: OrderDraft[] = [];
  const takeBatch = async (): Promise<void> => {
    await inParallel(batch, AT_ONCE, (order) => run.orders.receive(order, morningOf(order.orderedOn)));
    for (const order of batch) await run.orders.confirm(order, morningOf(order.orderedOn));
    batch = [];
  };
  for await (const order of sound.orders) {
    batch.push(order);
    if (batch.length === BATCH) await takeBatch();
  }
  await takeBatch();
};

/** An item that is there already stays as it is: people may have changed it since. */
const registerItems = async (
  { source, ports, report }: ImportRun,
  items: readonly ItemDraft[],
  at: string | undefined,
): Promise<void> => {
  const asItIs = new Set(['already-registered', 'imported-differently']);
  const send = importSender(source, ports, (problem) => asItIs.has(problem.code) || report.noteProblem(problem));
  await inParallel(items, AT_ONCE, async (item) => {
    const occasion = { place: item.place, correlationId: orderCorrelation(source, `item ${item.sku}`), at };
    for (const command of itemCommands(source, item)) await send(command, occasion);
    report.itemRegistered();
  });
};

/** Why orders are still open, as their own log says. */
const openOrders = async ({ ports, orders }: ImportRun): Promise<readonly OpenOrders[]> => {
  const byState = new Map<string, string[]>();
  await inParallel(orders.unshipped(), AT_ONCE, async ([id, number]) => {
    const fulfilment = (await ports.stateOf(id))?.['fulfilment'];
    const state = typeof fulfilment === 'string' ? fulfilment : 'unknown';
    byState.set(state, [...(byState.get(state) ?? []), number]);
  });
  return [...byState]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([state, numbers]) => ({
      state,
      label: goodsOrderStateLabel('fulfilment', state),
      orders: numbers.toSorted(),
    }));
};
