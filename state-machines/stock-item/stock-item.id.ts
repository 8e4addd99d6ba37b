import { percentDecoded, percentEncoded } from '../vocabulary/percent-encoding.ts';

export interface StockPlace {
  readonly warehouse: string;
  readonly sku: string;
}

/** Id of the stock of an item in a warehouse: both percent-encoded, with a dot between. */
export const stockItemId = (warehouse: string, sku: string): string =>
  `${percentEncoded(warehouse)}.${percentEncoded(sku)}`;

/** What `stockItemId` was made from; undefined for an id that it cannot have made. */
export const parseStockItemId = (id: string): StockPlace | undefined => {
  const [warehouse, sku, ...rest] = id.split('.');
  if (!warehouse || !sku || rest.length > 0) return undefined;
  try {
    const place = { warehouse: percentDecoded(warehouse), sku: percentDecoded(sku) };
    return stockItemId(place.warehouse, place.sku) === id ? place : undefined;
  } catch {
    return undefined;
  }
};
