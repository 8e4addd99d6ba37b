import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process } from '#libs/kernel/process';
import type { GoodsOrderFactOf, ReturnedQuantity } from '#state-machines/goods-order/goods-order.events';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import type { StockItemCommand } from '../stock-item/stock-item.commands.ts';

const owedTo = (
  { warehouse, sku }: { readonly warehouse: string; readonly sku: string },
  command: StockItemCommand,
): OwedCommand => ({ category: 'stockItem', id: stockItemId(warehouse, sku), command });

const leave = ({ stream, data }: RecordedFact): readonly OwedCommand[] => {
  const { shipmentId, lines } = data as GoodsOrderFactOf<'ShipmentDispatched'>['data'];
  return lines.map((line) =>
    owedTo(line, {
      type: 'ShipStock',
      data: { orderId: idOf(stream), shipmentId, lineId: line.lineId, quantity: line.quantity },
    }),
  );
};

const comeBack = ({ stream, data }: RecordedFact): readonly OwedCommand[] => {
  const { lines } = data as { readonly lines: readonly ReturnedQuantity[] };
  return lines
    .filter(({ restocked }) => restocked > 0)
    .map((line) =>
      owedTo(line, {
        type: 'ReturnStock',
        data: { orderId: idOf(stream), lineId: line.lineId, quantity: line.restocked },
      }),
    );
};

/** 出荷・返送: what leaves with a shipment leaves the stock, and what comes back fit for sale is on hand again. */
export const dispatchProcess = {
  name: 'dispatch',
  version: 1,
  categories: ['goodsOrder'],
  sendsTo: ['stockItem'],
  react(fact) {
    switch (fact.type) {
      case 'ShipmentDispatched':
        return leave(fact);
      case 'ShipmentReturnedToSender':
      case 'RefusalSettled':
        return comeBack(fact);
      default:
        return [];
    }
  },
  /** What left or came back is reality, which the stock never refuses; where it does, the item's id is wrong and a person has to look. */
  onRefusal: () => undefined,
} satisfies Process;
