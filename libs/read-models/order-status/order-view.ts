import type { Bilingual } from '#libs/kernel/decider';
import { streamName, type Fact } from '#libs/kernel/fact';
import type { KeyVault } from '#libs/kernel/personal-data';
import { openFacts, type PlacedFact } from '#libs/kernel/log/sealing';
import { blockerLabels, type Blocker } from './blocked-by.ts';
import type { OrderStatusRow } from './order-status.table.ts';
import { isUnderway, type ShipmentSummary } from './shipment-summary.ts';

/** What strikes about an order on a day: `late` its date has passed, `answerOverdue` the customer's is, `arrivalOverdue` the carrier's is. */
export type OrderTag = 'late' | 'answerOverdue' | 'arrivalOverdue';

/** An order as a query answers it. Amounts are minor units; dates are the company's calendar. */
export interface OrderView {
  readonly id: string;
  readonly orderNumber: string;
  readonly kind: 'goods';
  readonly channel: string;
  readonly customerId: string;
  /** Null where the person was erased, or where the caller may not see personal data. */
  readonly customerName: string | null;
  readonly customerReference: string | null;
  /** State of every region. */
  readonly state: {
    readonly fulfilment: string;
    readonly payment: string;
    readonly hold: string;
    readonly care: string;
  };
  readonly step: number | null;
  readonly nextActor: string;
  readonly blocked: boolean;
  readonly blockedBy: readonly (Blocker & { readonly label: Bilingual })[];
  readonly currency: string;
  readonly paymentTerms: string;
  readonly total: number;
  readonly paid: number;
  readonly receivedAt: string;
  readonly requestedDate: string | null;
  readonly proposedDate: string | null;
  readonly agreedDate: string | null;
  readonly expectedDate: string | null;
  readonly lastContactAt: string;
  readonly shipments: readonly ShipmentSummary[];
  /** Null where the caller gave no day to judge by. */
  readonly tags: readonly OrderTag[] | null;
  readonly revision: string;
  readonly position: string;
  readonly updatedAt: string;
}

/** What of the fact that a row began with is sealed in it. */
type Received = Fact<'OrderReceived', { readonly customerName: unknown }>;

/** The columns that a view is made of. */
export type ViewedRow = Omit<OrderStatusRow, 'open_matters'>;

/** Rows for callers: names opened, tags as of a calendar date. Throws `KeyVaultError`. */
export const orderViews = async (
  rows: readonly ViewedRow[],
  vault: KeyVault,
  asOf: string | undefined,
): Promise<readonly OrderView[]> => {
  const received = await openFacts(vault, rows.map(receivedIn));
  return rows.map((row, index) => orderView(row, received[index]?.data.customerName, asOf));
};

const orderView = (row: ViewedRow, customerName: unknown, asOf: string | undefined): OrderView => ({
  id: row.id,
  orderNumber: row.order_number,
  kind: row.kind,
  channel: row.channel,
  customerId: row.customer_id,
  customerName: typeof customerName === 'string' ? customerName : null,
  customerReference: row.customer_reference,
  state: { fulfilment: row.fulfilment, payment: row.payment, hold: row.hold, care: row.care },
  step: row.step,
  nextActor: row.next_actor,
  blocked: row.blocked,
  blockedBy: row.blocked_by.map((blocker) => ({ ...blocker, label: blockerLabels[blocker.code] })),
  currency: row.currency,
  paymentTerms: row.payment_terms,
  total: row.total,
  paid: row.paid,
  receivedAt: row.received_at,
  requestedDate: row.requested_date,
  proposedDate: row.proposed_date,
  agreedDate: row.agreed_date,
  expectedDate: row.expected_date,
  lastContactAt: row.last_contact_at,
  shipments: row.shipments,
  tags: asOf === undefined ? null : tagsOn(row, asOf),
  revision: String(row.revision),
  position: row.position,
  updatedAt: row.updated_at,
});

/** A sealed value opens only as the member of the fact that it was sealed in. */
const receivedIn = ({ id, customer_name }: ViewedRow): PlacedFact<Received> => ({
  stream: streamName('goodsOrder', id),
  fact: { type: 'OrderReceived', data: { customerName: customer_name === null ? null : { sealed: customer_name } } },
});

/** Not everything was delivered by the agreed date, or by the requested one where none was agreed. */
const isLate = ({ step, agreed_date, requested_date }: ViewedRow, today: string): boolean => {
  const promised = agreed_date ?? requested_date;
  return promised !== null && promised < today && step !== null && step < 7;
};

const tagsOn = (row: ViewedRow, today: string): readonly OrderTag[] => {
  const tags: OrderTag[] = [];
  if (isLate(row, today)) tags.push('late');
  if (row.blocked_by.some((blocker) => blocker.code === 'awaitingAnswer' && blocker.answerDue < today))
    tags.push('answerOverdue');
  if (row.shipments.some((shipment) => isUnderway(shipment) && (shipment.expectedOn ?? today) < today))
    tags.push('arrivalOverdue');
  return tags;
};
