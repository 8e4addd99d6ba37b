import type { Plain } from '#libs/kernel/command-catalogue';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { Refusal } from '#libs/kernel/decider';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import { ruleRefusal } from '#libs/ordering/refusal';
import { serviceOrderStream } from '#libs/ordering/service-order/service-order.stream';
import type { CaseOrderPayload } from '#libs/ordering/support-case/support-case.commands';
import type { CaseOrder } from '#state-machines/support-case/support-case.events';

/** An order as far as others may refer to it. */
export interface KnownOrder extends Pick<CaseOrder, 'orderKind' | 'orderNumber'> {
  readonly customerId: string;
  /** None in a service order. */
  readonly lineIds: readonly string[];
  /** None in a service order. */
  readonly shipmentIds: readonly string[];
}

/** Finds an order by its id: of one kind, where that is known, else of either. */
export type FindOrder = (id: string, kind?: CaseOrder['orderKind']) => Promise<KnownOrder | undefined>;

/** Finds orders where they are: in their own streams. */
export const orderFinder = (loop: Pick<CommandLoop, 'load'>): FindOrder => {
  const findGoods = async (id: string): Promise<KnownOrder | undefined> => {
    const data = (await loop.load(goodsOrderStream, id))?.state.data;
    if (!data?.orderNumber) return undefined;
    const { orderNumber, customerId, lines, shipments } = data;
    const parts = { lineIds: Object.keys(lines), shipmentIds: Object.keys(shipments) };
    return { orderKind: 'goods', orderNumber, customerId, ...parts };
  };
  const findService = async (id: string): Promise<KnownOrder | undefined> => {
    const data = (await loop.load(serviceOrderStream, id))?.state.data;
    if (!data?.orderNumber) return undefined;
    const { orderNumber, customerId } = data;
    return { orderKind: 'service', orderNumber, customerId, lineIds: [], shipmentIds: [] };
  };
  return async (id, kind) => {
    if (kind === 'goods') return findGoods(id);
    if (kind === 'service') return findService(id);
    return (await findGoods(id)) ?? findService(id);
  };
};

/** There is no order of that id; `field` is where the id stands. */
export const unknownOrder = (orderId: string, field: string): Refusal =>
  ruleRefusal(
    'unknown-order',
    field,
    `受注「${orderId}」がありません。受注番号ではなく ID を指定してください。`,
    `There is no order "${orderId}": give its id, not its number.`,
  );

/** The order that something of a customer is linked to, with what people call it; refused where it is none, somebody else's, or has no such part. */
export const linkedOrder = (
  { orderId, lineId, shipmentId }: Plain<CaseOrderPayload>,
  known: KnownOrder | undefined,
  customerId: string,
): CaseOrder | Refusal => {
  if (!known) return unknownOrder(orderId, 'order.orderId');
  const { orderKind, orderNumber } = known;
  if (known.customerId !== customerId)
    return ruleRefusal(
      'order-of-another-customer',
      'order.orderId',
      `受注 ${orderNumber} は別のお客様（${known.customerId}）のものです。受注かお客様を訂正してください。`,
      `Order ${orderNumber} is another customer's (${known.customerId}): correct the order or the customer.`,
    );
  if (lineId !== undefined && !known.lineIds.includes(lineId))
    return ruleRefusal(
      'unknown-line',
      'order.lineId',
      `受注 ${orderNumber} に明細「${lineId}」がありません。`,
      `Order ${orderNumber} has no line "${lineId}": correct it or leave it out.`,
    );
  if (shipmentId !== undefined && !known.shipmentIds.includes(shipmentId))
    return ruleRefusal(
      'unknown-shipment',
      'order.shipmentId',
      `受注 ${orderNumber} に出荷「${shipmentId}」がありません。`,
      `Order ${orderNumber} has no shipment "${shipmentId}": correct it or leave it out.`,
    );
  return {
    orderId,
    orderKind,
    orderNumber,
    ...(lineId === undefined ? {} : { lineId }),
    ...(shipmentId === undefined ? {} : { shipmentId }),
  };
};
