import type { Plain } from '#libs/kernel/command-catalogue';
import type { DecisionContext } from '#libs/kernel/decider';
import { inUtc } from '#state-machines/vocabulary/dates';
import type { NewOrderPayload } from './new-order.payloads.ts';

/** A new order as its first fact keeps it: received now and in yen where nothing else is said, with the customer's members side by side. */
export const asReceived = <Order extends Plain<NewOrderPayload>>(
  { customer, receivedAt, currency, ...rest }: Order,
  { now }: DecisionContext,
) => ({
  ...rest,
  customerId: customer.id,
  customerName: customer.name,
  ...(customer.contact ? { contact: customer.contact } : {}),
  receivedAt: receivedAt === undefined ? now : inUtc(receivedAt),
  currency: currency ?? 'JPY',
});
