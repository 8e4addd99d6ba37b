import type { Bilingual } from '#libs/kernel/decider';
import type { ClarificationSubject, PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import type { GoodsMatters } from './goods-order.matters.ts';
import { heldBy, type HeldBlocker } from './open-holds.ts';
import type { ShipmentSummary } from './shipment-summary.ts';

/** One reason why a goods order does not go on by itself. Amounts are minor units of the order's currency. */
export type GoodsBlocker =
  | {
      readonly code: 'awaitingAnswer';
      readonly clarificationId: string;
      readonly about: ClarificationSubject;
      readonly answerDue: string;
    }
  | {
      readonly code: 'awaitingStock';
      readonly lineId: string;
      readonly quantity: number;
      readonly agreedDate: string | null;
    }
  | { readonly code: 'dateToPropose'; readonly lineId: string }
  | { readonly code: 'dateToAgree'; readonly lineId: string; readonly proposedDate: string }
  | { readonly code: 'prepaymentOutstanding'; readonly amount: number }
  | { readonly code: 'reservationLapsed' }
  | { readonly code: 'deliveryFailed'; readonly shipmentId: string }
  | { readonly code: 'refusalToSettle'; readonly lineId: string; readonly quantity: number };

/** What each reason is called. */
export const goodsBlockerLabels: Readonly<Record<GoodsBlocker['code'], Bilingual>> = {
  awaitingAnswer: { ja: 'お客様の回答待ち', en: "Waiting for the customer's answer" },
  awaitingStock: { ja: '入荷待ち', en: 'Waiting for stock' },
  dateToPropose: { ja: '納期の提案待ち', en: 'A new delivery date is to be proposed' },
  dateToAgree: { ja: '納期の合意待ち', en: "Waiting for the customer's agreement to a delivery date" },
  reservationLapsed: { ja: '引当の期限切れ', en: 'The reservation lapsed; ask the stock again or cancel' },
  prepaymentOutstanding: { ja: '前払いの入金待ち', en: 'Prepaid, but not paid in full' },
  deliveryFailed: { ja: '配達未完了（持ち戻り）', en: 'Delivery failed; arrange a redelivery or take it back' },
  refusalToSettle: { ja: '検収不合格の処置待ち', en: 'Refused goods: send again or give up' },
};

/** What the reasons follow from. */
export interface GoodsSituation {
  readonly matters: GoodsMatters;
  readonly shipments: readonly ShipmentSummary[];
  readonly fulfilment: string;
  readonly paymentTerms: PaymentTerms;
  readonly total: number;
  readonly paid: number;
}

/** Steps in which something could be dispatched once it is paid. */
const dispatchable: readonly string[] = ['allocating', 'registered', 'preparing'];
/** The state of an order with units that nobody has promised. */
const AWAITING_STOCK = 'allocating.awaitingStock';
const ended: readonly string[] = ['completed', 'cancelled'];

/** Nothing is waited for any more. */
export const goodsOrderEnded = (fulfilment: string): boolean => ended.includes(fulfilment.split('.', 1)[0] ?? '');

/** Every reason that holds an order up, the most general first; none for an order that has ended. */
export const goodsBlockedBy = (situation: GoodsSituation): readonly (HeldBlocker | GoodsBlocker)[] => {
  const { matters, shipments, paymentTerms, total, paid } = situation;
  if (goodsOrderEnded(situation.fulfilment)) return [];
  const [stage = ''] = situation.fulfilment.split('.', 1);
  const blockers: (HeldBlocker | GoodsBlocker)[] = [...heldBy(matters)];
  if (matters.clarification) blockers.push({ code: 'awaitingAnswer', ...matters.clarification });
  if (paymentTerms === 'prepaid' && paid < total && dispatchable.includes(stage))
    blockers.push({ code: 'prepaymentOutstanding', amount: total - paid });
  if (matters.reservationLapsed && situation.fulfilment === AWAITING_STOCK)
    blockers.push({ code: 'reservationLapsed' });
  for (const { shipmentId, state } of shipments)
    if (state === 'deliveryFailed') blockers.push({ code: 'deliveryFailed', shipmentId });
  // Sorted, since a database may give the members of a document back in another order.
  for (const lineId of Object.keys(matters.lines).sort()) blockers.push(...lineBlockers(lineId, matters));
  return blockers;
};

const lineBlockers = (lineId: string, { lines }: GoodsMatters): readonly GoodsBlocker[] => {
  const line = lines[lineId];
  if (!line) return [];
  const { backordered, refused, proposedDate, agreedDate } = line;
  const blockers: GoodsBlocker[] = [];
  if (backordered > 0) {
    blockers.push({ code: 'awaitingStock', lineId, quantity: backordered, agreedDate });
    if (agreedDate === null)
      blockers.push(
        proposedDate === null ? { code: 'dateToPropose', lineId } : { code: 'dateToAgree', lineId, proposedDate },
      );
  }
  if (refused > 0) blockers.push({ code: 'refusalToSettle', lineId, quantity: refused });
  return blockers;
};
