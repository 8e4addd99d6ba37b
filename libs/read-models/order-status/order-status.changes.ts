import type { Personal } from '#libs/kernel/personal-data';
import { withMilliseconds } from '../recorded.ts';
import { sealedText } from '../sealed-names.ts';
import type { OrderStatusRow } from './order-status.table.ts';

/** What the first fact of an order of either kind says. */
interface Intake {
  readonly orderNumber: string;
  readonly channel: string;
  readonly customerId: string;
  readonly customerName: Personal<string>;
  readonly customerReference?: string;
  readonly receivedAt: string;
  readonly currency: string;
}

type IntakeMembers = Pick<
  OrderStatusRow,
  | 'id'
  | 'order_number'
  | 'channel'
  | 'customer_id'
  | 'customer_name'
  | 'customer_reference'
  | 'currency'
  | 'received_at'
  | 'last_contact_at'
>;

/** The members that a row of either kind begins with. */
export const received = (id: string, data: Intake): IntakeMembers => ({
  id,
  order_number: data.orderNumber,
  channel: data.channel,
  customer_id: data.customerId,
  customer_name: sealedText(data.customerName),
  customer_reference: data.customerReference ?? null,
  currency: data.currency,
  received_at: withMilliseconds(data.receivedAt),
  last_contact_at: withMilliseconds(data.receivedAt),
});
