import type { Refusal } from '#libs/kernel/decider';
import type { LinePayload } from '#libs/ordering/goods-order/intake.commands';
import { ruleRefusal } from '#libs/ordering/refusal';
import type { OrderLine } from '#state-machines/goods-order/goods-order.events';
import type { ItemData } from '#state-machines/item/item.data';
import type { Currency } from '#state-machines/vocabulary/money';

/** An item as its stream stands. */
export interface KnownItem extends ItemData {
  readonly discontinued: boolean;
}

export interface LineFilling {
  /** Undefined where there is no item of that SKU. */
  readonly findItem: (sku: string) => Promise<KnownItem | undefined>;
  /** Whether stock of that SKU is registered in that warehouse. */
  readonly isStocked: (warehouse: string, sku: string) => Promise<boolean>;
  readonly currency: Currency;
  readonly defaultWarehouse: string;
  /** Name of the member that holds the lines, for refusals: `lines`, `addLines`. */
  readonly field: string;
  /** Lines that the order already has: the ids of new ones go on from there. */
  readonly existingIds: readonly string[];
}

type GivenLine = Readonly<LinePayload>;

/** Nobody has registered an item of that SKU; `field` is where the SKU stands. */
export const unknownItem = (sku: string, field: string): Refusal =>
  ruleRefusal(
    'unknown-item',
    field,
    `SKU「${sku}」の品目は登録されていません。品目を登録するか、SKU を訂正してください。`,
    `There is no item with SKU "${sku}": register it, or correct the SKU.`,
  );

const discontinuedItem = (sku: string, field: string): Refusal =>
  ruleRefusal(
    'item-discontinued',
    field,
    `SKU「${sku}」の品目は販売を終了しています。`,
    `The item with SKU "${sku}" is no longer sold.`,
  );

const unknownStockItem = (sku: string, warehouse: string, field: string): Refusal =>
  ruleRefusal(
    'unknown-stock-item',
    field,
    `倉庫「${warehouse}」に SKU「${sku}」の在庫品目は登録されていません。この倉庫に在庫品目を登録するか、倉庫を訂正してください。`,
    `No stock of "${sku}" is registered in the warehouse "${warehouse}": register the stock item there, or correct the warehouse.`,
  );

const currencyRefusal = (line: GivenLine, item: KnownItem, currency: Currency, place: string): Refusal | undefined => {
  if (line.currency !== undefined && line.currency !== currency)
    return ruleRefusal(
      'currency-mismatch',
      `${place}.currency`,
      `受注の通貨は ${currency} です。明細の通貨も ${currency} にしてください。`,
      `The order is in ${currency}, this line in ${line.currency}: an order has one currency.`,
    );
  if (line.unitPrice === undefined && item.currency !== currency)
    return ruleRefusal(
      'currency-mismatch',
      `${place}.unitPrice`,
      `SKU「${line.sku}」の価格は ${item.currency} で登録されています。${currency} の単価を指定してください。`,
      `The price of "${line.sku}" is in ${item.currency}: give the unit price in ${currency}.`,
    );
  return undefined;
};

/** Ids for lines that have none: numbers from 1, or from behind the order's lines, that nobody else uses. */
const lineIds = (lines: readonly GivenLine[], existing: readonly string[]): readonly string[] => {
  const used = new Set([...existing, ...lines.flatMap(({ lineId }) => (lineId === undefined ? [] : [lineId]))]);
  let last = existing.length;
  const nextFree = (): string => {
    do last++;
    while (used.has(String(last)));
    return String(last);
  };
  return lines.map(({ lineId }) => lineId ?? nextFree());
};

/** The lines of an order with what the caller left out taken from the items; or the first reason against one of them. */
export const fillLines = async (
  lines: readonly GivenLine[],
  { findItem, isStocked, currency, defaultWarehouse, field, existingIds }: LineFilling,
): Promise<readonly OrderLine[] | Refusal> => {
  const skus = [...new Set(lines.map(({ sku }) => sku))];
  const items = new Map(await Promise.all(skus.map(async (sku) => [sku, await findItem(sku)] as const)));
  const stocked = await Promise.all(
    lines.map(async ({ warehouse, sku }) => warehouse === undefined || (await isStocked(warehouse, sku))),
  );
  const ids = lineIds(lines, existingIds);
  const filled: OrderLine[] = [];
  for (const [index, line] of lines.entries()) {
    const place = `${field}[${String(index)}]`;
    const item = items.get(line.sku);
    if (!item) return unknownItem(line.sku, `${place}.sku`);
    if (item.discontinued) return discontinuedItem(line.sku, `${place}.sku`);
    const refusal = currencyRefusal(line, item, currency, place);
    if (refusal) return refusal;
    // A misspelt warehouse would never have stock, and the line would wait for ever.
    if (line.warehouse !== undefined && !stocked[index])
      return unknownStockItem(line.sku, line.warehouse, `${place}.warehouse`);
    filled.push({
      lineId: ids[index] ?? '',
      sku: line.sku,
      description: line.description ?? item.name,
      warehouse: line.warehouse ?? defaultWarehouse,
      quantity: line.quantity,
      unitPrice: line.unitPrice ?? item.unitPrice,
      discountBasisPoints: line.discountBasisPoints ?? 0,
      taxClass: line.taxClass ?? item.taxClass,
      ...(line.replaces === undefined ? {} : { replaces: line.replaces }),
    });
  }
  return filled;
};
