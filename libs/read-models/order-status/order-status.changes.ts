import type { Personal } from '#libs/kernel/personal-data';
import { talkAtIntake, type Talk } from '#state-machines/order/conversations';
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

type LastContact = Pick<OrderStatusRow, 'last_contact_at' | 'last_contact_medium' | 'last_contact_direction'>;

const lastContact = (at: string, { medium, direction }: Talk): LastContact => ({
  last_contact_at: at,
  last_contact_medium: medium,
  last_contact_direction: direction,
});

type IntakeMembers = LastContact &
  Pick<
    OrderStatusRow,
    | 'id'
    | 'order_number'
    | 'channel'
    | 'customer_id'
    | 'customer_name'
    | 'customer_reference'
    | 'currency'
    | 'received_at'
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
  ...lastContact(withMilliseconds(data.receivedAt), talkAtIntake(data.channel)),
});

/** What a fact changes in the last contact: nothing where the two do not talk in it, or have talked since. */
export const talked = (row: LastContact, at: string, talk: Talk | undefined): Partial<LastContact> =>
  talk === undefined || at < row.last_contact_at ? {} : lastContact(at, talk);
