import type { CommandDescription, CommandsOf } from '#libs/kernel/command-catalogue';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import { IsCalendarDate } from '../validation/date-rules.ts';
import { IsCount, IsQuantity, IsWholeNumber, MAX_QUANTITY } from '../validation/number-rules.ts';
import { IsIdentifier, IsLine, IsSku, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

export class RegisterStockItem {
  @IsSku()
  sku!: string;

  @IsSku()
  warehouse!: string;

  /** Available units at or below which more is to be bought. Default 0. */
  @Optional()
  @IsCount()
  reorderPoint?: number;
}

export class SetReorderPoint {
  @IsCount()
  reorderPoint!: number;
}

export class ReceiveStock {
  @IsQuantity()
  quantity!: number;

  /** Default: today in Japan. */
  @Optional()
  @IsCalendarDate()
  receivedOn?: string;

  /** The supplier's delivery note, the purchase order, … */
  @Optional()
  @IsLine()
  reference?: string;
}

/** 棚卸: either what was counted, or the difference. */
export class AdjustStock {
  @Optional()
  @IsWholeNumber(-MAX_QUANTITY, MAX_QUANTITY)
  difference?: number;

  @Optional()
  @IsCount()
  counted?: number;

  @IsText()
  reason!: string;
}

/** A line's claim, as running totals since its order began; see `StockClaim`. */
export class AllocateStock {
  @IsIdentifier()
  orderId!: string;

  @IsIdentifier()
  lineId!: string;

  @IsCount()
  quantity!: number;

  @IsCount()
  dispatched!: number;

  @IsQuantity()
  claimNumber!: number;
}

export class ShipStock {
  @IsIdentifier()
  orderId!: string;

  @IsIdentifier()
  shipmentId!: string;

  @IsIdentifier()
  lineId!: string;

  @IsQuantity()
  quantity!: number;
}

export class ReturnStock {
  @IsIdentifier()
  orderId!: string;

  @IsIdentifier()
  lineId!: string;

  @IsQuantity()
  quantity!: number;

  @Optional()
  @IsLine()
  reference?: string;
}

/** Goes on serving the queue where one append could not hold it all. */
export class ServeQueue {}

const orderId = '5f0c2a7e-6a58-4a0e-9c7b-1f3f6d0b8a11';

export const stockItemCommands = {
  RegisterStockItem: {
    payload: RegisterStockItem,
    creates: true,
    idOf: ({ warehouse, sku }: RegisterStockItem) => stockItemId(warehouse, sku),
    summary: { ja: '在庫品目を登録する', en: 'Register the stock of an item in a warehouse' },
    example: { sku: 'TEA-SENCHA-100', warehouse: 'TOKYO', reorderPoint: 20 },
  },
  SetReorderPoint: {
    payload: SetReorderPoint,
    summary: { ja: '発注点を変更する', en: 'Set the level at which more is to be bought' },
    example: { reorderPoint: 30 },
  },
  ReceiveStock: {
    payload: ReceiveStock,
    summary: { ja: '入荷を記録する', en: 'Record the arrival of goods; the queue is served first' },
    example: { quantity: 120, receivedOn: '2026-11-22', reference: 'DN-4711' },
  },
  AdjustStock: {
    payload: AdjustStock,
    summary: { ja: '棚卸で在庫数を修正する', en: 'Correct the books after a count' },
    example: { counted: 118, reason: '棚卸: 2 袋破損' },
  },
  AllocateStock: {
    payload: AllocateStock,
    internal: true,
    summary: { ja: '受注明細に引き当てる', en: 'Bring a line to what its order claims: reserve, queue or release' },
    example: { orderId, lineId: '1', quantity: 10, dispatched: 0, claimNumber: 1 },
  },
  ShipStock: {
    payload: ShipStock,
    internal: true,
    summary: { ja: '出荷を記録する', en: 'Record that goods left the shelf' },
    example: { orderId, shipmentId: 's1', lineId: '1', quantity: 10 },
  },
  ReturnStock: {
    payload: ReturnStock,
    internal: true,
    summary: { ja: '返品の入庫を記録する', en: 'Record that goods came back on the shelf; the queue is served first' },
    example: { orderId, lineId: '1', quantity: 2 },
  },
  ServeQueue: {
    payload: ServeQueue,
    internal: true,
    summary: { ja: '入荷待ちへの引当を続ける', en: 'Go on serving the queue' },
    example: {},
  },
} satisfies Record<string, CommandDescription>;

export type StockItemCommand = CommandsOf<{
  [Type in keyof typeof stockItemCommands]: (typeof stockItemCommands)[Type]['payload'];
}>;
