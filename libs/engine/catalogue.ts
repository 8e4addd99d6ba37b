import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Process } from '#libs/kernel/process';
import { goodsOrderCatalogue } from '#libs/ordering/goods-order/goods-order.catalogue';
import { itemCatalogue } from '#libs/ordering/item/item.catalogue';
import { numberSeriesCatalogue } from '#libs/ordering/number-series/number-series.catalogue';
import { allocationProcess } from '#libs/ordering/processes/allocation.process';
import { dispatchProcess } from '#libs/ordering/processes/dispatch.process';
import { stockItemCatalogue } from '#libs/ordering/stock-item/stock-item.catalogue';

/** Every kind of stream with its commands. */
export const catalogues: readonly CommandCatalogue[] = [
  goodsOrderCatalogue,
  itemCatalogue,
  stockItemCatalogue,
  numberSeriesCatalogue,
];

/** Everything that follows by itself. */
export const processes: readonly Process[] = [allocationProcess, dispatchProcess];
