import type { TableDefinition } from '#libs/kernel/projection';
import type { PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import { contactMedia, type ContactDirection, type ContactMedium } from '#state-machines/vocabulary/contact';
import type { GoodsBlocker } from './goods-order.blockers.ts';
import type { GoodsMatters } from './goods-order.matters.ts';
import type { MilestoneSummary } from './milestone-summary.ts';
import type { HeldBlocker } from './open-holds.ts';
import type { ReplyColumns } from './owed-replies.ts';
import type { ServiceBlocker } from './service-order.blockers.ts';
import type { ServiceMatters } from './service-order.matters.ts';
import type { ShipmentSummary } from './shipment-summary.ts';

/** What is known of an order of either kind. */
type SharedColumns = ReplyColumns & {
  readonly id: string;
  readonly order_number: string;
  readonly channel: string;
  readonly customer_id: string;
  readonly customer_name: string | null;
  readonly customer_reference: string | null;
  readonly hold: string;
  readonly care: string;
  readonly step: number | null;
  readonly next_actor: string;
  readonly blocked: boolean;
  readonly currency: string;
  readonly total: number;
  readonly paid: number;
  readonly received_at: string;
  readonly requested_date: string | null;
  readonly proposed_date: string | null;
  readonly agreed_date: string | null;
  readonly expected_date: string | null;
  readonly last_contact_at: string;
  readonly last_contact_medium: ContactMedium | null;
  readonly last_contact_direction: ContactDirection | null;
  readonly revision: number;
  readonly position: string;
  readonly updated_at: string;
};

export type GoodsOrderRow = SharedColumns & {
  readonly kind: 'goods';
  readonly title: null;
  readonly fulfilment: string;
  readonly payment: string;
  readonly engagement: null;
  readonly change: null;
  readonly billing: null;
  readonly blocked_by: readonly (HeldBlocker | GoodsBlocker)[];
  readonly open_matters: GoodsMatters;
  readonly payment_terms: PaymentTerms;
  readonly value: null;
  readonly shipments: readonly ShipmentSummary[];
  readonly milestones: readonly never[];
};

export type ServiceOrderRow = SharedColumns & {
  readonly kind: 'service';
  readonly title: string;
  readonly fulfilment: null;
  readonly payment: null;
  readonly engagement: string;
  readonly change: string;
  readonly billing: string;
  readonly blocked_by: readonly (HeldBlocker | ServiceBlocker)[];
  readonly open_matters: ServiceMatters;
  readonly payment_terms: null;
  readonly value: number;
  readonly shipments: readonly never[];
  readonly milestones: readonly MilestoneSummary[];
};

/** Where an order stands. Members are the columns of `order_status`; what the other kind has is null or empty. */
export type OrderStatusRow = GoodsOrderRow | ServiceOrderRow;

/** One row per order, of either kind. */
export const orderStatusTable = {
  name: 'order_status',
  comment: 'One row per order: where it stands, what blocks it, who acts next.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the order.' },
    order_number: { type: 'text', comment: 'The number people use, such as GO-2026-000123 or SO-2026-000045.' },
    kind: { type: 'text', comment: 'goods: things that are stocked and shipped; service: work.' },
    title: { type: 'text', nullable: true, comment: 'What a service order is about.' },
    channel: { type: 'text', comment: 'How the order came in: phone, email, fax, web, edi, visit, import.' },
    customer_id: { type: 'text', comment: 'Who ordered.' },
    customer_name: {
      type: 'text',
      nullable: true,
      personal: true,
      comment: 'Name of the customer, sealed as in the log.',
    },
    customer_reference: { type: 'text', nullable: true, comment: "The customer's own number for the order." },
    fulfilment: {
      type: 'text',
      nullable: true,
      comment: 'Goods: state of the region fulfilment; a dot before the inner state.',
    },
    payment: { type: 'text', nullable: true, comment: 'Goods: state of the region payment.' },
    engagement: {
      type: 'text',
      nullable: true,
      comment: 'Services: state of the region engagement; a dot before the inner state.',
    },
    change: { type: 'text', nullable: true, comment: 'Services: state of the region change.' },
    billing: { type: 'text', nullable: true, comment: 'Services: state of the region billing.' },
    hold: { type: 'text', comment: 'State of the region hold: clear or held.' },
    care: { type: 'text', comment: 'State of the region care: quiet or inquiryOpen.' },
    step: {
      type: 'integer',
      nullable: true,
      comment: 'Step 1 to 7 of the flow; none for an order that was cancelled, lost or terminated.',
    },
    next_actor: { type: 'text', comment: 'Who has to act for the order to go on.' },
    blocked: { type: 'boolean', comment: 'True where blocked_by has at least one reason.' },
    blocked_by: { type: 'json', comment: 'List of the reasons that hold the order up, each with its code.' },
    open_matters: { type: 'json', internal: true, comment: 'What the projection remembers to find the reasons.' },
    currency: { type: 'text', comment: 'ISO 4217.' },
    payment_terms: { type: 'text', nullable: true, comment: 'Goods: prepaid, cashOnDelivery or invoice.' },
    value: {
      type: 'integer',
      nullable: true,
      comment: 'Services: what the order is worth without tax, in minor units.',
    },
    total: { type: 'integer', comment: 'Payable now, tax included, in minor units; of services, what they are worth.' },
    paid: { type: 'integer', comment: 'Received less refunded, in minor units.' },
    received_at: { type: 'instant', comment: 'When the customer ordered.' },
    requested_date: {
      type: 'date',
      nullable: true,
      comment: 'Delivery date the customer wishes, or the day by which the work is to be done.',
    },
    proposed_date: {
      type: 'date',
      nullable: true,
      comment: 'Latest date proposed and not yet answered; of services, the end of what is offered.',
    },
    agreed_date: {
      type: 'date',
      nullable: true,
      comment: 'Latest date agreed for any line; of services, the end of the contract.',
    },
    expected_date: {
      type: 'date',
      nullable: true,
      comment: 'When the last of what waits or travels, or of the work, is expected.',
    },
    last_contact_at: { type: 'instant', comment: 'When the customer and the company last talked.' },
    last_contact_medium: {
      type: 'text',
      nullable: true,
      comment: `How they did: ${contactMedia.join(', ')}; none where it is not known.`,
    },
    last_contact_direction: {
      type: 'text',
      nullable: true,
      comment: 'inbound: the customer turned to the company; outbound: the company to the customer; none: both.',
    },
    reply_owed_by: {
      type: 'text',
      nullable: true,
      comment: 'Who owes the other an answer: company, customer or both; none where nobody does.',
    },
    reply_due: {
      type: 'date',
      nullable: true,
      comment: 'The earliest of the days by which an answer is owed; none where nobody said one.',
    },
    owed_replies: { type: 'json', comment: 'List of the answers that are owed: by whom, until when, after what.' },
    shipments: { type: 'json', comment: 'Goods: each shipment with state, carrier, tracking, dates.' },
    milestones: { type: 'json', comment: 'Services: each part of the price with its state, amount and planned date.' },
    revision: { type: 'integer', comment: 'Revision of the order that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of the newest fact of the order.' },
    updated_at: { type: 'instant', comment: 'When that fact happened.' },
  } satisfies Record<keyof OrderStatusRow, TableDefinition['columns'][string]>,
  indexes: [
    ['order_number'],
    ['received_at', 'id'],
    ['customer_id'],
    ['fulfilment'],
    ['engagement'],
    ['reply_owed_by', 'reply_due'],
  ],
} as const satisfies TableDefinition;
