import type { GoodsOrderFact, OrderLine, PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import { createStoryTeller, type StoryOf } from '../story-teller.ts';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { goodsOrderStateAfter, type GoodsOrderState } from './goods-order.state.ts';
import { goodsOrderStream } from './goods-order.stream.ts';

/** An order's story so far. */
export type Story = StoryOf<GoodsOrderState, GoodsOrderFact>;

export const STORY_DAY = '2026-11-20';

/** Tells the stories of goods orders, on one day. */
export const { told, story, continued } = createStoryTeller(goodsOrderStream, `${STORY_DAY}T03:00:00.000Z`);

/** The place of the story's order, as `stateAfter` shows it. */
export const placeOf = ({ state }: Story) => goodsOrderStateAfter(state);

export const line = (lineId: string, quantity: number, more: Partial<OrderLine> = {}): OrderLine => ({
  lineId,
  sku: `SKU-${lineId}`,
  description: `Item ${lineId}`,
  warehouse: 'tokyo',
  quantity,
  unitPrice: 1000,
  discountBasisPoints: 0,
  taxClass: 'standard',
  ...more,
});

const shipTo = { name: '田中 花子', lines: ['渋谷2-1-1'], country: 'JP' };

export const receive = (lines: readonly OrderLine[], paymentTerms: PaymentTerms = 'invoice'): GoodsOrderCommand => ({
  type: 'ReceiveOrder',
  data: {
    orderNumber: 'GO-2026-000001',
    channel: 'phone',
    customer: { id: 'C-1', name: 'さくら商店' },
    lines,
    shipTo,
    paymentTerms,
  },
});

export const confirm: GoodsOrderCommand = { type: 'ConfirmOrder', data: {} };
export const register: GoodsOrderCommand = { type: 'RegisterOrder', data: {} };
export const plan: GoodsOrderCommand = { type: 'PlanShipment', data: {} };
export const cancel: GoodsOrderCommand = { type: 'CancelOrder', data: { reason: 'お客様都合' } };

/** What stock answers to the newest claim of a line. */
export const allocate = ({ state }: Story, lineId: string, secured: number, queued = 0): GoodsOrderCommand => ({
  type: 'RecordAllocation',
  data: { lineId, claimNumber: state.data.lines[lineId]?.claim.claimNumber ?? 0, secured, queued },
});

/** The steps of a shipment up to and including one of them. */
export const shipmentSteps = (
  shipmentId: string,
  last:
    | 'PickShipment'
    | 'PackShipment'
    | 'LabelShipment'
    | 'BookCarrier'
    | 'DispatchShipment'
    | 'RecordDelivery'
    | 'AcceptDelivery',
): readonly GoodsOrderCommand[] => {
  const steps: readonly GoodsOrderCommand[] = [
    { type: 'PickShipment', data: { shipmentId } },
    { type: 'PackShipment', data: { shipmentId, packages: 1 } },
    { type: 'LabelShipment', data: { shipmentId } },
    { type: 'BookCarrier', data: { shipmentId, carrier: 'ヤマト運輸' } },
    { type: 'DispatchShipment', data: { shipmentId } },
    { type: 'RecordDelivery', data: { shipmentId } },
    { type: 'AcceptDelivery', data: { shipmentId } },
  ];
  return steps.slice(0, steps.findIndex(({ type }) => type === last) + 1);
};

/** An order of two units of one line, confirmed, fully reserved and registered. */
export const registeredOrder = (paymentTerms: PaymentTerms = 'invoice'): Story => {
  const confirmed = story(receive([line('1', 2)], paymentTerms), confirm);
  return continued(confirmed, allocate(confirmed, '1', 2), register);
};
