import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process } from '#libs/kernel/process';
import type { StockClaim } from '#state-machines/goods-order/goods-order.events';
import type { LineStanding, StockItemFact } from '#state-machines/stock-item/stock-item.events';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import type { GoodsOrderCommand } from '../goods-order/goods-order.commands.ts';
import type { StockItemCommand } from '../stock-item/stock-item.commands.ts';

/** What has left needs no answer: the order said so itself. */
const answers: ReadonlySet<string> = new Set<StockItemFact['type']>([
  'StockReserved',
  'BackorderQueued',
  'BackorderWithdrawn',
  'ReservationReleased',
  'ClaimAcknowledged',
]);

const claimsOf = (data: object): readonly StockClaim[] =>
  'claims' in data ? (data.claims as readonly StockClaim[]) : [];

const allocate =
  (orderId: string) =>
  ({ warehouse, sku, lineId, quantity, dispatched, claimNumber }: StockClaim): OwedCommand => ({
    category: 'stockItem',
    id: stockItemId(warehouse, sku),
    command: {
      type: 'AllocateStock',
      data: { orderId, lineId, quantity, dispatched, claimNumber },
    } satisfies StockItemCommand,
  });

/** What the stock tells an order of its line; nothing while the first claim is not answered in full. */
const answer = ({ type, data }: RecordedFact): readonly OwedCommand[] => {
  if (!answers.has(type) || !('line' in data)) return [];
  const { orderId, lineId, claimNumber, secured, queued } = data.line as LineStanding;
  if (claimNumber === 0) return [];
  const command: GoodsOrderCommand = { type: 'RecordAllocation', data: { lineId, claimNumber, secured, queued } };
  return [{ category: 'goodsOrder', id: orderId, command }];
};

/**
 * 引当: what an order claims goes to the stock, and how each line stands there goes back to the order. Both sides speak in running totals under a claim number,
 * so messages may come late, twice or out of order.
 */
export const allocationProcess = {
  name: 'allocation',
  version: 1,
  categories: ['goodsOrder', 'stockItem'],
  sendsTo: ['goodsOrder', 'stockItem'],
  react(fact) {
    if (categoryOf(fact.stream) === 'goodsOrder') return claimsOf(fact.data).map(allocate(idOf(fact.stream)));
    if (fact.type !== 'QueueServingPaused') return answer(fact);
    const command: StockItemCommand = { type: 'ServeQueue', data: {} };
    return [{ category: 'stockItem', id: idOf(fact.stream), command }];
  },
  /** A refusal means that the two sides speak of different orders, lines or items; no command mends that, a person has to look. */
  onRefusal: () => undefined,
} satisfies Process;
