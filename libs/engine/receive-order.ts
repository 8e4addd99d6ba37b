import type { Clock } from '#libs/kernel/clock';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import { isRefusal } from '#libs/kernel/decider';
import type { EventStore } from '#libs/kernel/event-store';
import { streamName } from '#libs/kernel/fact';
import type { Plain } from '#libs/kernel/command-catalogue';
import type { KeyVault } from '#libs/kernel/personal-data';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import type { AmendOrder, ReceiveOrder } from '#libs/ordering/goods-order/intake.commands';
import { itemStream } from '#libs/ordering/item/item.stream';
import { GOODS_ORDER_SERIES } from '#libs/ordering/number-series/order-number';
import { stockItemStream } from '#libs/ordering/stock-item/stock-item.stream';
import { itemId } from '#state-machines/item/item.id';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import { openMatchKeys } from './match-keys.ts';
import { createNumbering } from './number-new-order.ts';
import { fillLines, type KnownItem } from './order-lines.ts';
import type { Preparation } from './preparation.ts';

export interface GoodsOrderPreparationOptions {
  readonly loop: CommandLoop;
  readonly store: Pick<EventStore, 'findCommand'>;
  readonly clock: Clock;
  readonly vault: KeyVault;
  readonly defaultWarehouse: string;
}

/** How goods orders get their numbers, the keys of whoever orders, and their lines what the items say: the two commands that look beyond their own stream. */
export const goodsOrderPreparations = ({
  loop,
  store,
  clock,
  vault,
  defaultWarehouse,
}: GoodsOrderPreparationOptions): Readonly<Record<'ReceiveOrder' | 'AmendOrder', Preparation>> => {
  const findItem = async (sku: string): Promise<KnownItem | undefined> => {
    const item = await loop.load(itemStream, itemId(sku));
    return item && { ...item.state.data, discontinued: item.state.value === 'discontinued' };
  };

  const isStocked = async (warehouse: string, sku: string): Promise<boolean> =>
    (await loop.load(stockItemStream, stockItemId(warehouse, sku)))?.state.registered ?? false;

  const numberNewOrder = createNumbering(goodsOrderStream, GOODS_ORDER_SERIES, { loop, clock });

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
      const matchKeys = (await openMatchKeys(vault)).ofOrderer(order.customer);
      return numberNewOrder(
        (orderNumber) => ({ type: 'ReceiveOrder', data: { ...order, lines, orderNumber, matchKeys } }),
        { id, context, receivedAt: order.receivedAt },
      );
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
