import { percentEncoded } from '../vocabulary/percent-encoding.ts';

/** Id of the item with a SKU: the SKU, percent-encoded. */
export const itemId = (sku: string): string => percentEncoded(sku);
