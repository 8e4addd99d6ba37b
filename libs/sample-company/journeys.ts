import { fulfilmentJourneys } from './fulfilment.journeys.ts';
import { intakeJourneys } from './intake.journeys.ts';
import type { Journey } from './journey.ts';
import { paymentJourneys } from './payment.journeys.ts';

/** Every journey of the sample company's orders; together they end in each state in which an order, a shipment or a payment can rest. */
export const journeys: readonly Journey[] = [...intakeJourneys, ...fulfilmentJourneys, ...paymentJourneys];
