import type { TableDefinition } from '#libs/kernel/projection';
import type { CustomerHoldReason, CustomerLanguage, CustomerMatchKeys } from '#state-machines/customer/customer.events';
import type { ContactMedium } from '#state-machines/vocabulary/contact';
import type { SealedMember } from './sealed-member.ts';

/** Members of the profile that are about a person, besides the name. */
export const sealedProfileMembers = ['kana', 'phone', 'email', 'contactPersons', 'addresses', 'note'] as const;

/** What of a profile is sealed, by member; `holdNote` says why the customer is held. */
export type SealedProfile = Readonly<Partial<Record<(typeof sealedProfileMembers)[number] | 'holdNote', SealedMember>>>;

/** A customer, registered or known from what they ordered. Members are the columns of `customers`. */
export type CustomerRow = {
  readonly id: string;
  readonly customer_number: string;
  readonly registered: boolean;
  readonly registered_at: string | null;
  readonly name: SealedMember | null;
  readonly profile: SealedProfile;
  readonly language: CustomerLanguage | null;
  readonly preferred_medium: ContactMedium | null;
  readonly hold: CustomerHoldReason | null;
  readonly held_since: string | null;
  readonly currency: string | null;
  readonly credit_limit: number | null;
  readonly closing_day: number | null;
  readonly payment_months_later: number | null;
  readonly payment_day: number | null;
  readonly goods_orders: number;
  readonly service_orders: number;
  readonly cases: number;
  readonly first_order_at: string | null;
  readonly last_order_at: string | null;
  readonly last_contact_at: string | null;
  readonly match_keys: CustomerMatchKeys;
  readonly revision: number | null;
  readonly position: string;
  readonly updated_at: string;
};

/** One row per customer. */
export const customersTable = {
  name: 'customers',
  comment: 'One row per customer who was registered, ordered something or has a case.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'The customer number, percent-encoded.' },
    customer_number: { type: 'text', comment: 'The number, as on orders (order_status.customer_id).' },
    registered: { type: 'boolean', comment: 'False for a customer known from orders or cases alone.' },
    registered_at: { type: 'instant', nullable: true, comment: 'When the customer was registered.' },
    name: { type: 'json', nullable: true, personal: true, comment: 'The name, sealed as in the log.' },
    profile: { type: 'json', personal: true, comment: 'What else is about a person, sealed as in the log.' },
    language: { type: 'text', nullable: true, comment: 'ja or en: what to write to the customer in.' },
    preferred_medium: { type: 'text', nullable: true, comment: 'How the customer wishes to be reached.' },
    hold: {
      type: 'text',
      nullable: true,
      comment: 'Why new orders are held: credit, payment, customerRequest, other.',
    },
    held_since: { type: 'instant', nullable: true, comment: 'Since when they are, for that reason.' },
    currency: { type: 'text', nullable: true, comment: 'ISO 4217; of the credit limit.' },
    credit_limit: { type: 'integer', nullable: true, comment: 'Minor units; none where there is no limit.' },
    closing_day: {
      type: 'integer',
      nullable: true,
      comment: 'Day of the month on which invoices are closed; 31: the last.',
    },
    payment_months_later: { type: 'integer', nullable: true, comment: 'Months from the closing to the payment.' },
    payment_day: { type: 'integer', nullable: true, comment: 'Day of that month on which is paid; 31: the last.' },
    goods_orders: { type: 'integer', comment: 'Goods orders ever received.' },
    service_orders: { type: 'integer', comment: 'Service orders ever begun.' },
    cases: { type: 'integer', comment: 'Support cases ever opened.' },
    first_order_at: { type: 'instant', nullable: true, comment: 'When the first order of either kind was received.' },
    last_order_at: { type: 'instant', nullable: true, comment: 'When the last order of either kind was received.' },
    last_contact_at: {
      type: 'instant',
      nullable: true,
      comment: 'When the customer and the company last talked apart from any order; of orders, see order_status.',
    },
    match_keys: { type: 'json', internal: true, comment: 'Keyed digests by which customers are compared, by member.' },
    revision: { type: 'integer', nullable: true, comment: 'Revision of the registered customer that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of the newest fact that this row shows.' },
    updated_at: { type: 'instant', comment: 'When that fact happened.' },
  } satisfies Record<keyof CustomerRow, TableDefinition['columns'][string]>,
  indexes: [['customer_number'], ['last_order_at', 'id']],
} as const satisfies TableDefinition;
