import type { Clock } from '#libs/kernel/clock';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import { isRefusal } from '#libs/kernel/decider';
import type { EventStore } from '#libs/kernel/event-store';
import { streamName } from '#libs/kernel/fact';
import type { Plain } from '#libs/kernel/command-catalogue';
import type { GoodsOrderCommand } from '#libs/ordering/goods-order/goods-order.commands';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import type { AmendOrder, ReceiveOrder } from '#libs/ordering/goods-order/intake.commands';
import { itemStream } from '#libs/ordering/item/item.stream';
import { GOODS_ORDER_SERIES, numberSeriesId } from '#libs/ordering/number-series/order-number';
import { numberSeriesStream } from '#libs/ordering/number-series/number-series.stream';
import { stockItemStream } from '#libs/ordering/stock-item/stock-item.stream';
import { itemId } from '#state-machines/item/item.id';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import { dateInTokyo } from '#state-machines/vocabulary/dates';
import { fillLines, type KnownItem } from './order-lines.ts';
import { createOrderNumbers, type TakeNumbers } from './order-numbers.ts';
import type { Preparation } from './preparation.ts';

export interface OrderPreparationOptions {
  readonly loop: CommandLoop;
  readonly store: Pick<EventStore, 'findCommand'>;
  readonly clock: Clock;
  readonly defaultWarehouse: string;
}

/** A number that stands in while an order is tried out, so that a refused order takes none. */
const TRIAL_NUMBER = 'GO-0000-000000';

/** How orders get their numbers, and their lines what the items say: the two commands that look beyond their own stream. */
export const orderPreparations = ({
  loop,
  store,
  clock,
  defaultWarehouse,
}: OrderPreparationOptions): Readonly<Record<'ReceiveOrder' | 'AmendOrder', Preparation>> => {
  const findItem = async (sku: string): Promise<KnownItem | undefined> => {
    const item = await loop.load(itemStream, itemId(sku));
    return item && { ...item.state.data, discontinued: item.state.value === 'discontinued' };
  };

  const isStocked = async (warehouse: string, sku: string): Promise<boolean> =>
    (await loop.load(stockItemStream, stockItemId(warehouse, sku)))?.state.registered ?? false;

  const takeNumbers: TakeNumbers = async (year, count) => {
    const commandId = crypto.randomUUID();
    const outcome = await loop.execute(
      numberSeriesStream,
      numberSeriesId(GOODS_ORDER_SERIES, year),
      { type: 'TakeNumbers', data: { count } },
      {
        commandId,
        fresh: true,
        correlationId: commandId,
        actor: { id: 'order-numbers', role: 'system', via: 'engine' },
      },
    );
    const taken = outcome.accepted ? outcome.facts[0]?.data : undefined;
    if (taken === undefined || !('first' in taken) || typeof taken.first !== 'number')
      throw new Error(`no order numbers were handed out for ${String(year)}`);
    return taken.first;
  };
  const nextOrderNumber = createOrderNumbers(takeNumbers);

  return {
    async ReceiveOrder(id, command, context) {
      if (!context.fresh && (await loop.load(goodsOrderStream, id))) return command;
      const order = command.data as Plain<ReceiveOrder>;
      const currency = order.currency ?? 'JPY';
      const lines = await fillLines(order.lines, {
        findItem,
        isStocked,
        currency,
        defaultWarehouse,
        field: 'lines',
        existingIds: [],
      });
      if (isRefusal(lines)) return lines;
      const prepared = (orderNumber: string): Extract<GoodsOrderCommand, { type: 'ReceiveOrder' }> => ({
        type: 'ReceiveOrder',
        data: { ...order, lines, orderNumber },
      });
      const now = context.occurredAt ?? clock.now();
      const { decider } = goodsOrderStream;
      const trial = decider.decide(prepared(TRIAL_NUMBER), decider.initial, { now, id, commandId: context.commandId });
      if (isRefusal(trial)) return trial;
      return prepared(await nextOrderNumber(dateInTokyo(order.receivedAt ?? now)));
    },

    async AmendOrder(id, command, context) {
      const { addLines, ...amendment } = command.data as Plain<AmendOrder>;
      if (addLines === undefined) return command;
      const order = await loop.load(goodsOrderStream, id);
      if (!order || goodsOrderStream.decider.refusedWhen('AmendOrder', order.state)) return command;
      const stream = streamName(goodsOrderStream.category, id);
      if (!context.fresh && (await store.findCommand(stream, context.commandId))) return command;
      const { currency, lines: existing } = order.state.data;
      const lines = await fillLines(addLines, {
        findItem,
        isStocked,
        currency,
        defaultWarehouse,
        field: 'addLines',
        existingIds: Object.keys(existing),
      });
      return isRefusal(lines) ? lines : { type: command.type, data: { ...amendment, addLines: lines } };
    },
  };
};
