import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Process } from '#libs/kernel/process';
import { customerCatalogue } from '#libs/ordering/customer/customer.catalogue';
import { deskCatalogue } from '#libs/ordering/desk/desk.catalogue';
import { followUpCatalogue } from '#libs/ordering/follow-up/follow-up.catalogue';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { goodsOrderCatalogue } from '#libs/ordering/goods-order/goods-order.catalogue';
import { itemCatalogue } from '#libs/ordering/item/item.catalogue';
import { numberSeriesCatalogue } from '#libs/ordering/number-series/number-series.catalogue';
import { allocationProcess } from '#libs/ordering/processes/allocation.process';
import { dispatchProcess } from '#libs/ordering/processes/dispatch.process';
import { inquiryCasesProcess } from '#libs/ordering/processes/inquiry-cases.process';
import { followUpProcess } from '#libs/ordering/processes/follow-up.process';
import { followUpWakingProcess } from '#libs/ordering/processes/follow-up-waking.process';
import { creditCheckProcess } from '#libs/ordering/processes/credit-check.process';
import { repeatCheckProcess } from '#libs/ordering/processes/repeat-check.process';
import { goodsPaymentOverdueProcess } from '#libs/ordering/processes/goods-payment-overdue.process';
import { invoiceOverdueProcess } from '#libs/ordering/processes/invoice-overdue.process';
import { proposalExpiryProcess } from '#libs/ordering/processes/proposal-expiry.process';
import { bulkAssign } from './operations/bulk-assign.ts';
import { claimNext } from './operations/claim-next.ts';
import { findDuplicates } from './operations/find-duplicates.ts';
import type { OperationDescription } from './operation.ts';
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
  followUpCatalogue,
  customerCatalogue,
  deskCatalogue,
  numberSeriesCatalogue,
];

/** Every request that concerns no single stream. */
export const operations: readonly OperationDescription[] = [claimNext, bulkAssign, findDuplicates];

/** Everything that follows by itself. */
export const processes: readonly Process[] = [
  allocationProcess,
  dispatchProcess,
  proposalExpiryProcess,
  goodsPaymentOverdueProcess,
  invoiceOverdueProcess,
  inquiryCasesProcess,
  followUpWakingProcess,
  ...followUpRules.map(followUpProcess),
  repeatCheckProcess,
  creditCheckProcess,
];
