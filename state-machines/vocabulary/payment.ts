/** How money comes, and goes back. */
export const paymentMethods = [
  'bankTransfer',
  'creditCard',
  'cashOnDelivery',
  'convenienceStore',
  'directDebit',
  'cash',
  'other',
] as const;
export type PaymentMethod = (typeof paymentMethods)[number];
