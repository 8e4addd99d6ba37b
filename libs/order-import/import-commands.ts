import { v5 } from 'uuid';
import { canonicalJson } from '#libs/kernel/log/canonical-json';
import type { Command } from '#libs/kernel/decider';
import { streamIdOfCommand } from '#libs/kernel/log/event-identity';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { itemId } from '#state-machines/item/item.id';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import type { ItemDraft, OrderDraft } from './order-draft.ts';
import type { Receipt } from './stock-forecast.ts';

/** A command of an import. Its id follows from where the data comes from and what it is about, so that a repeat is recognised. */
export interface ImportCommand {
  readonly collection: 'items' | 'stock-items' | 'goods-orders';
  /** Undefined for a creation. */
  readonly streamId: string | undefined;
  readonly command: Command;
  readonly commandId: string;
}

// What is hashed under this namespace is a storage format: an import of last year is recognised by it. Never edit it.
const IMPORT = '0b9c1a5e-6f6d-5b0a-9a55-2f1c4d7be005';

const commandIdOf = (source: string, subject: readonly string[], step: string): string =>
  v5(canonicalJson([source, ...subject, step]), IMPORT);

/** The stream that an order of a source has or will have. */
export const orderStreamId = (source: string, number: string): string =>
  streamIdOfCommand(commandIdOf(source, ['order', number], 'ReceiveOrder'));

/** Everything that follows from one order of a source is told by this. */
export const orderCorrelation = (source: string, number: string): string =>
  commandIdOf(source, ['order', number], 'correlation');

/** Registers an item, its stock, and what is on hand before the first order. */
export const itemCommands = (source: string, item: ItemDraft): readonly ImportCommand[] => {
  const { sku, name, unit, unitPrice, currency, taxClass, warehouse, onHand, reorderPoint } = item;
  const place = stockItemId(warehouse, sku);
  const made = (
    collection: ImportCommand['collection'],
    streamId: string | undefined,
    type: string,
    data: object,
  ): ImportCommand => ({
    collection,
    streamId,
    command: { type, data },
    commandId: commandIdOf(source, ['item', itemId(sku), place], type),
  });
  const opening = made('stock-items', place, 'ReceiveStock', {
    quantity: onHand,
    reference: `${source}: opening stock`,
  });
  return [
    made('items', undefined, 'RegisterItem', { sku, name, unit, taxClass, unitPrice, currency }),
    made('stock-items', undefined, 'RegisterStockItem', { sku, warehouse, reorderPoint }),
    ...(onHand > 0 ? [opening] : []),
  ];
};

/** The arrival of goods that the orders shipped on a day needed. */
export const receiptCommand = (
  source: string,
  { sku, warehouse, quantity }: Receipt,
  date: CalendarDate,
): ImportCommand => {
  const streamId = stockItemId(warehouse, sku);
  const reference = `${source}: needed for the shipments of ${date}`;
  return {
    collection: 'stock-items',
    streamId,
    command: { type: 'ReceiveStock', data: { quantity, receivedOn: date, reference } },
    commandId: commandIdOf(source, ['receipt', streamId], date),
  };
};

/** The steps of an order's life that an import takes. */
export interface OrderSteps {
  readonly receive: ImportCommand;
  readonly startCheck: ImportCommand;
  readonly confirm: ImportCommand;
  /** For an order that waited for goods and left on `date`, which its customer must have agreed to. */
  readonly agreeOn: (date: CalendarDate) => readonly ImportCommand[];
  readonly register: ImportCommand;
  /** One shipment per warehouse, from the plan to the carrier's hands. */
  readonly shipOn: (date: CalendarDate, carrier: string) => readonly ImportCommand[];
}

export const orderSteps = (source: string, order: OrderDraft): OrderSteps => {
  const streamId = orderStreamId(source, order.number);
  const step = (type: string, data: object, part: readonly string[] = []): ImportCommand => ({
    collection: 'goods-orders',
    streamId: type === 'ReceiveOrder' ? undefined : streamId,
    command: { type, data },
    commandId: commandIdOf(source, ['order', order.number, ...part], type),
  });
  const shipment = (warehouse: string, shipmentId: string, date: CalendarDate, carrier: string) => [
    step('PlanShipment', { shipmentId, warehouse, plannedOn: date }, [shipmentId]),
    step('PickShipment', { shipmentId }, [shipmentId]),
    step('PackShipment', { shipmentId, packages: 1 }, [shipmentId]),
    step('LabelShipment', { shipmentId }, [shipmentId]),
    step('BookCarrier', { shipmentId, carrier }, [shipmentId]),
    step('DispatchShipment', { shipmentId, dispatchedOn: date }, [shipmentId]),
  ];
  return {
    receive: step('ReceiveOrder', order.received),
    startCheck: step('StartOrderCheck', {}),
    confirm: step('ConfirmOrder', {}),
    agreeOn: (date) => [
      step('ProposeDeliveryDate', { proposedDate: date }),
      step('AgreeDeliveryDate', { agreedDate: date }),
    ],
    register: step('RegisterOrder', {}),
    shipOn(date, carrier) {
      const warehouses = [...new Set(order.received.lines.map(({ warehouse }) => warehouse))];
      return warehouses.flatMap((warehouse, index) => shipment(warehouse, `S${index + 1}`, date, carrier));
    },
  };
};
