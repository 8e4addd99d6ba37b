import { percentEncoded } from '../vocabulary/percent-encoding.ts';

/** Id of the customer with a number: the number, percent-encoded. */
export const customerId = (customerNumber: string): string => percentEncoded(customerNumber);
