import type { Decider, Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { initialStockItemData, reduceStockItem, type StockItemData } from '#state-machines/stock-item/stock-item.data';
import { regionOf, type StockItemFact } from '#state-machines/stock-item/stock-item.events';
import { parseStockItemId, stockItemId } from '#state-machines/stock-item/stock-item.id';
import { dateInTokyo } from '#state-machines/vocabulary/dates';
import { foldLedger } from '../ledger-fold.ts';
import { ruleRefusal, stateRefusal } from '../refusal.ts';
import { meetClaim, ship } from './line-claim.policies.ts';
import { noteReorderPoint, serveQueue, stockDraft, type StockDraft } from './stock-draft.ts';
import type { AdjustStock, ReceiveStock, RegisterStockItem, StockItemCommand } from './stock-item.commands.ts';

const refusedWhen = (type: StockItemCommand['type'], { registered }: StockItemData): Refusal | undefined => {
  switch (type) {
    case 'SetReorderPoint':
    case 'ReceiveStock':
    case 'AdjustStock':
      return registered
        ? undefined
        : stateRefusal(
            'not-registered',
            'この倉庫にこの品目の在庫は登録されていません。先に登録してください。',
            'No stock of this item is registered in this warehouse; register it first.',
          );
    case 'RegisterStockItem':
    case 'AllocateStock':
    case 'ShipStock':
    case 'ReturnStock':
    case 'ServeQueue':
      return undefined;
  }
};

const decide = (command: StockItemCommand, data: StockItemData, context: DecisionContext): Decision<StockItemFact> => {
  const refusal = refusedWhen(command.type, data);
  if (refusal) return refusal;
  switch (command.type) {
    case 'RegisterStockItem':
      return register(command.data, data, context);
    case 'SetReorderPoint': {
      const { reorderPoint } = command.data;
      if (reorderPoint === data.reorderPoint) return [];
      return changed(data, ({ record }) => record({ type: 'ReorderPointSet', data: { reorderPoint } }));
    }
    case 'ReceiveStock':
      return receive(command.data, data, context);
    case 'AdjustStock':
      return adjust(command.data, data);
    case 'AllocateStock':
      return changedEvenUnregistered(data, context, (draft) => meetClaim(draft, command.data));
    case 'ShipStock':
      return changedEvenUnregistered(data, context, (draft) => ship(draft, command.data));
    case 'ReturnStock': {
      const { orderId, lineId, quantity, reference } = command.data;
      const returned = { orderId, lineId, quantity, ...(reference === undefined ? {} : { reference }) };
      return changedEvenUnregistered(data, context, ({ record }) => record({ type: 'StockReturned', data: returned }));
    }
    case 'ServeQueue':
      return changed(data, () => undefined);
  }
};

/** The facts of a change and of what follows from it in the same append: the queue is served, a low stock is noticed. */
const changed = (before: StockItemData, change: (draft: StockDraft) => void): readonly StockItemFact[] => {
  const draft = stockDraft(before);
  change(draft);
  serveQueue(draft);
  noteReorderPoint(draft, before);
  return draft.facts;
};

/** Orders name only items that exist: the first of their messages registers the stock where nobody has. */
const changedEvenUnregistered = (
  data: StockItemData,
  { id }: DecisionContext,
  change: (draft: StockDraft) => void,
): Decision<StockItemFact> => {
  if (data.registered) return changed(data, change);
  const place = parseStockItemId(id);
  if (!place) return wrongId(id);
  return changed(data, (draft) => {
    draft.record({
      type: 'StockItemRegistered',
      data: { sku: place.sku, warehouse: place.warehouse, reorderPoint: 0 },
    });
    change(draft);
  });
};

const wrongId = (id: string): Refusal =>
  ruleRefusal(
    'wrong-stock-item-id',
    'id',
    `「${id}」は在庫品目のIDではありません。倉庫とSKUをそれぞれパーセント符号化し、ピリオドでつないでください。`,
    `"${id}" is not the id of a stock item; join warehouse and SKU, each percent-encoded, with a dot.`,
  );

const register = (
  { sku, warehouse, reorderPoint = 0 }: RegisterStockItem,
  data: StockItemData,
  { id }: DecisionContext,
): Decision<StockItemFact> => {
  if (stockItemId(warehouse, sku) !== id) return wrongId(id);
  if (!data.registered) return [{ type: 'StockItemRegistered', data: { sku, warehouse, reorderPoint } }];
  if (data.reorderPoint === reorderPoint) return [];
  return stateRefusal(
    'already-registered',
    `この在庫品目は発注点 ${data.reorderPoint} で登録済みです。変更するには発注点の変更を使ってください。`,
    `This stock item is registered already, with reorder point ${data.reorderPoint}; set the reorder point to change it.`,
  );
};

const receive = (
  { quantity, receivedOn, reference }: ReceiveStock,
  data: StockItemData,
  { now }: DecisionContext,
): Decision<StockItemFact> => {
  const received = {
    quantity,
    receivedOn: receivedOn ?? dateInTokyo(now),
    ...(reference === undefined ? {} : { reference }),
  };
  return changed(data, ({ record }) => record({ type: 'StockReceived', data: received }));
};

const adjust = ({ difference, counted, reason }: AdjustStock, data: StockItemData): Decision<StockItemFact> => {
  if ((difference === undefined) === (counted === undefined))
    return ruleRefusal(
      'difference-or-counted',
      'counted',
      '差異か実地棚卸数のどちらか一方を入力してください。',
      'Give either the difference or the number counted, not both.',
    );
  const correction = difference ?? (counted ?? 0) - data.onHand;
  if (correction === 0) return [];
  return changed(data, ({ record }) => record({ type: 'StockAdjusted', data: { difference: correction, reason } }));
};

/** 在庫・引当: the ledger of one item in one warehouse. */
export const stockItemDecider: Decider<StockItemData, StockItemCommand, StockItemFact> = {
  initial: initialStockItemData,
  evolve: foldLedger({ name: 'stockItem', reduce: reduceStockItem, regionOf }),
  decide,
  refusedWhen,
};
