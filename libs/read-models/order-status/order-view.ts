import type { Bilingual } from '#libs/kernel/decider';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { ContactDirection, ContactMedium, ReplyOwer } from '#state-machines/vocabulary/contact';
import { customerNamesOf } from '../sealed-names.ts';
import { blockerLabels, type Blocker } from './blocked-by.ts';
import type { MilestoneSummary } from './milestone-summary.ts';
import { tagsOn, type OrderTag } from './order-tags.ts';
import type { GoodsOrderRow, ServiceOrderRow } from './order-status.table.ts';
import type { OwedReply } from './owed-replies.ts';
import type { ShipmentSummary } from './shipment-summary.ts';

/** What a query answers about an order of either kind. Amounts are minor units; dates are the company's calendar. */
interface SharedView {
  readonly id: string;
  readonly orderNumber: string;
  readonly channel: string;
  readonly customerId: string;
  /** Null where the person was erased, or where the caller may not see personal data. */
  readonly customerName: string | null;
  readonly customerReference: string | null;
  readonly step: number | null;
  readonly nextActor: string;
  readonly blocked: boolean;
  readonly blockedBy: readonly (Blocker & { readonly label: Bilingual })[];
  readonly currency: string;
  readonly total: number;
  readonly paid: number;
  readonly receivedAt: string;
  readonly requestedDate: string | null;
  readonly proposedDate: string | null;
  readonly agreedDate: string | null;
  readonly expectedDate: string | null;
  readonly lastContactAt: string;
  /** Null where it is not known. */
  readonly lastContactMedium: ContactMedium | null;
  /** Inbound: the customer turned to the company; null where both did, as to conclude a contract. */
  readonly lastContactDirection: ContactDirection | null;
  /** Who owes the other an answer; null where nobody does. */
  readonly replyOwedBy: ReplyOwer | 'both' | null;
  /** The earliest of the days by which an answer is owed; null where nobody said one. */
  readonly replyDue: string | null;
  readonly owedReplies: readonly OwedReply[];
  /** Null where the caller gave no day to judge by. */
  readonly tags: readonly OrderTag[] | null;
  readonly revision: string;
  readonly position: string;
  readonly updatedAt: string;
}

/** A goods order as a query answers it. */
export interface GoodsOrderView extends SharedView {
  readonly kind: 'goods';
  /** State of every region. */
  readonly state: {
    readonly fulfilment: string;
    readonly payment: string;
    readonly hold: string;
    readonly care: string;
  };
  readonly paymentTerms: string;
  readonly shipments: readonly ShipmentSummary[];
}

/** A service order as a query answers it. */
export interface ServiceOrderView extends SharedView {
  readonly kind: 'service';
  readonly title: string;
  /** State of every region. */
  readonly state: {
    readonly engagement: string;
    readonly change: string;
    readonly billing: string;
    readonly hold: string;
    readonly care: string;
  };
  /** Tax-exclusive; `total` and `paid` hold the tax. */
  readonly value: number;
  readonly milestones: readonly MilestoneSummary[];
}

export type OrderView = GoodsOrderView | ServiceOrderView;

/** The columns that a view is made of. */
export type ViewedRow = Omit<GoodsOrderRow, 'open_matters'> | Omit<ServiceOrderRow, 'open_matters'>;

/** Rows for callers: names opened, tags as of a calendar date. Throws `KeyVaultError`. */
export const orderViews = async (
  rows: readonly ViewedRow[],
  vault: KeyVault,
  asOf: string | undefined,
): Promise<readonly OrderView[]> => {
  const names = await customerNamesOf(rows, vault);
  return rows.map((row, index) => orderView(row, names[index] ?? null, asOf));
};

const orderView = (row: ViewedRow, customerName: string | null, asOf: string | undefined): OrderView => {
  const shared = sharedView(row, customerName, asOf);
  const { hold, care } = row;
  switch (row.kind) {
    case 'goods':
      return {
        ...shared,
        kind: row.kind,
        state: { fulfilment: row.fulfilment, payment: row.payment, hold, care },
        paymentTerms: row.payment_terms,
        shipments: row.shipments,
      };
    case 'service':
      return {
        ...shared,
        kind: row.kind,
        title: row.title,
        state: { engagement: row.engagement, change: row.change, billing: row.billing, hold, care },
        value: row.value,
        milestones: row.milestones,
      };
  }
};

const sharedView = (row: ViewedRow, customerName: string | null, asOf: string | undefined): SharedView => ({
  id: row.id,
  orderNumber: row.order_number,
  channel: row.channel,
  customerId: row.customer_id,
  customerName,
  customerReference: row.customer_reference,
  step: row.step,
  nextActor: row.next_actor,
  blocked: row.blocked,
  blockedBy: row.blocked_by.map((blocker) => ({ ...blocker, label: blockerLabels[blocker.code] })),
  currency: row.currency,
  total: row.total,
  paid: row.paid,
  receivedAt: row.received_at,
  requestedDate: row.requested_date,
  proposedDate: row.proposed_date,
  agreedDate: row.agreed_date,
  expectedDate: row.expected_date,
  lastContactAt: row.last_contact_at,
  lastContactMedium: row.last_contact_medium,
  lastContactDirection: row.last_contact_direction,
  replyOwedBy: row.reply_owed_by,
  replyDue: row.reply_due,
  owedReplies: row.owed_replies,
  tags: asOf === undefined ? null : tagsOn(row, asOf),
  revision: String(row.revision),
  position: row.position,
  updatedAt: row.updated_at,
});
