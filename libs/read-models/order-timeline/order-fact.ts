import type { Bilingual } from '#libs/kernel/decider';
import type { RecordedFact } from '#libs/kernel/fact';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { orderKindOf, type OrderKind } from '../order-kind.ts';
import { asOneOf, type Recorded } from '../recorded.ts';
import { goodsOrderFactLabels } from './goods-order.fact-labels.ts';
import { serviceOrderFactLabels } from './service-order.fact-labels.ts';

/** A fact of an order of either kind, told apart by `kind`. */
export type OrderFact =
  | { readonly kind: 'goods'; readonly fact: Recorded<GoodsOrderFact> }
  | { readonly kind: 'service'; readonly fact: Recorded<ServiceOrderFact> };

/** The fact with the kind of its order. Throws `NewerProgram` for one that orders of this kind do not have. */
export const orderFactOf = (recorded: RecordedFact): OrderFact => {
  const kind = orderKindOf(recorded.stream);
  switch (kind) {
    case 'goods':
      return { kind, fact: asOneOf<GoodsOrderFact>(goodsOrderFactLabels, recorded) };
    case 'service':
      return { kind, fact: asOneOf<ServiceOrderFact>(serviceOrderFactLabels, recorded) };
  }
};

const labels: Readonly<Record<OrderKind, Readonly<Record<string, Bilingual>>>> = {
  goods: goodsOrderFactLabels,
  service: serviceOrderFactLabels,
};

/** What a fact of an order is called: its type, where the projection let one in that has no label. */
export const orderFactLabel = (kind: OrderKind, type: string): Bilingual =>
  labels[kind][type] ?? { ja: type, en: type };
