import { fulfilmentJourneys } from './goods-fulfilment.journeys.ts';
import { intakeJourneys } from './goods-intake.journeys.ts';
import type { GoodsJourney } from './goods-journey.ts';
import { paymentJourneys } from './goods-payment.journeys.ts';
import type { ServiceJourney } from './service-journey.ts';
import { projectJourneys } from './service-project.journeys.ts';
import { proposalJourneys } from './service-proposal.journeys.ts';

/** Every journey of a goods order; together they end in each state in which an order, a shipment or a payment can rest. */
export const goodsJourneys: readonly GoodsJourney[] = [...intakeJourneys, ...fulfilmentJourneys, ...paymentJourneys];

/** Every journey of a service order; together they end in each state in which a region of its chart can rest. */
export const serviceJourneys: readonly ServiceJourney[] = [...proposalJourneys, ...projectJourneys];

/** A journey with the kind of order that takes it. */
export type Journey =
  | { readonly kind: 'goods'; readonly journey: GoodsJourney }
  | { readonly kind: 'service'; readonly journey: ServiceJourney };

/** Every journey of the sample company's orders, of both kinds. */
export const journeys: readonly Journey[] = [
  ...goodsJourneys.map((journey) => ({ kind: 'goods', journey }) as const),
  ...serviceJourneys.map((journey) => ({ kind: 'service', journey }) as const),
];
