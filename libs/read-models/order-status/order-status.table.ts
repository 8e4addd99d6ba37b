import type { TableDefinition } from '#libs/kernel/projection';
import type { PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import type { Blocker } from './blocked-by.ts';
import type { OpenMatters } from './open-matters.ts';
import type { ShipmentSummary } from './shipment-summary.ts';

/** Where an order stands. Members are the columns of `order_status`. */
export type OrderStatusRow = {
  readonly id: string;
  readonly order_number: string;
  readonly kind: 'goods';
  readonly channel: string;
  readonly customer_id: string;
  readonly customer_name: string | null;
  readonly customer_reference: string | null;
  readonly fulfilment: string;
  readonly payment: string;
  readonly hold: string;
  readonly care: string;
  readonly step: number | null;
  readonly next_actor: string;
  readonly blocked: boolean;
  readonly blocked_by: readonly Blocker[];
  readonly open_matters: OpenMatters;
  readonly currency: string;
  readonly payment_terms: PaymentTerms;
  readonly total: number;
  readonly paid: number;
  readonly received_at: string;
  readonly requested_date: string | null;
  readonly proposed_date: string | null;
  readonly agreed_date: string | null;
  readonly expected_date: string | null;
  readonly last_contact_at: string;
  readonly shipments: readonly ShipmentSummary[];
  readonly revision: number;
  readonly position: string;
  readonly updated_at: string;
};

/** One row per order, of either kind. */
export const orderStatusTable = {
  name: 'order_status',
  comment: 'One row per order: where it stands, what blocks it, who acts next.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the order.' },
    order_number: { type: 'text', comment: 'The number people use, such as GO-2026-000123.' },
    kind: { type: 'text', comment: 'goods: things that are stocked and shipped.' },
    channel: { type: 'text', comment: 'How the order came in: phone, email, fax, web, edi, visit, import.' },
    customer_id: { type: 'text', comment: 'Who ordered.' },
    customer_name: {
      type: 'text',
      nullable: true,
      personal: true,
      comment: 'Name of the customer, sealed as in the log.',
    },
    customer_reference: { type: 'text', nullable: true, comment: "The customer's own number for the order." },
    fulfilment: { type: 'text', comment: 'State of the region fulfilment; a dot before the inner state.' },
    payment: { type: 'text', comment: 'State of the region payment.' },
    hold: { type: 'text', comment: 'State of the region hold: clear or held.' },
    care: { type: 'text', comment: 'State of the region care: quiet or inquiryOpen.' },
    step: { type: 'integer', nullable: true, comment: 'Step 1 to 7 of the flow; none for a cancelled order.' },
    next_actor: { type: 'text', comment: 'Who has to act for the order to go on.' },
    blocked: { type: 'boolean', comment: 'True where blocked_by has at least one reason.' },
    blocked_by: { type: 'json', comment: 'List of the reasons that hold the order up, each with its code.' },
    open_matters: { type: 'json', internal: true, comment: 'What the projection remembers to find the reasons.' },
    currency: { type: 'text', comment: 'ISO 4217.' },
    payment_terms: { type: 'text', comment: 'prepaid, cashOnDelivery or invoice.' },
    total: { type: 'integer', comment: 'Payable now, tax included, in minor units.' },
    paid: { type: 'integer', comment: 'Received less refunded, in minor units.' },
    received_at: { type: 'instant', comment: 'When the customer ordered.' },
    requested_date: { type: 'date', nullable: true, comment: 'Delivery date the customer wishes.' },
    proposed_date: { type: 'date', nullable: true, comment: 'Latest date proposed and not yet answered.' },
    agreed_date: { type: 'date', nullable: true, comment: 'Latest date agreed for any line.' },
    expected_date: { type: 'date', nullable: true, comment: 'When the last of what waits or travels is expected.' },
    last_contact_at: { type: 'instant', comment: 'When the customer and the company last talked.' },
    shipments: { type: 'json', comment: 'Each shipment: state, carrier, tracking, dates.' },
    revision: { type: 'integer', comment: 'Revision of the order that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of the newest fact of the order.' },
    updated_at: { type: 'instant', comment: 'When that fact happened.' },
  } satisfies Record<keyof OrderStatusRow, TableDefinition['columns'][string]>,
  indexes: [['order_number'], ['received_at', 'id'], ['customer_id'], ['fulfilment']],
} as const satisfies TableDefinition;
