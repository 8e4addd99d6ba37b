import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Process } from '#libs/kernel/process';
import { deskCatalogue } from '#libs/ordering/desk/desk.catalogue';
import { goodsOrderCatalogue } from '#libs/ordering/goods-order/goods-order.catalogue';
import { itemCatalogue } from '#libs/ordering/item/item.catalogue';
import { numberSeriesCatalogue } from '#libs/ordering/number-series/number-series.catalogue';
import { allocationProcess } from '#libs/ordering/processes/allocation.process';
import { dispatchProcess } from '#libs/ordering/processes/dispatch.process';
import { inquiryCasesProcess } from '#libs/ordering/processes/inquiry-cases.process';
import { invoiceOverdueProcess } from '#libs/ordering/processes/invoice-overdue.process';
import { proposalExpiryProcess } from '#libs/ordering/processes/proposal-expiry.process';
import { serviceOrderCatalogue } from '#libs/ordering/service-order/service-order.catalogue';
import { stockItemCatalogue } from '#libs/ordering/stock-item/stock-item.catalogue';
import { supportCaseCatalogue } from '#libs/ordering/support-case/support-case.catalogue';

/** Every kind of stream with its commands. */
export const catalogues: readonly CommandCatalogue[] = [
  goodsOrderCatalogue,
  serviceOrderCatalogue,
  itemCatalogue,
  stockItemCatalogue,
  supportCaseCatalogue,
  deskCatalogue,
  numberSeriesCatalogue,
];

/** Everything that follows by itself. */
export const processes: readonly Process[] = [
  allocationProcess,
  dispatchProcess,
  proposalExpiryProcess,
  invoiceOverdueProcess,
  inquiryCasesProcess,
];
