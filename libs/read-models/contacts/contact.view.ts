import type { Actor, Fact } from '#libs/kernel/fact';
import { openFacts, type PlacedFact } from '#libs/kernel/log/sealing';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { ContactDirection, ContactMedium, ReplyOwer } from '#state-machines/vocabulary/contact';
import type { OrderKind } from '../order-kind.ts';
import type { ContactRow, ReplyState } from './contacts.table.ts';

/** The answer that was owed after a contact. */
interface ContactReply {
  readonly owedBy: ReplyOwer;
  /** The last day on which it is in time; null where nobody said one. */
  readonly due: string | null;
  /** `replaced`: before it was given, a later contact said who owes one instead. */
  readonly state: ReplyState;
  /** When the contact took place that answered or replaced it, and its id. */
  readonly settledAt: string | null;
  readonly settledBy: string | null;
}

/** A contact as a query answers it. */
export interface ContactView {
  readonly id: string;
  /** Null for contacts that were recorded before there were ids. */
  readonly contactId: string | null;
  readonly customerId: string;
  readonly order: { readonly id: string; readonly kind: OrderKind; readonly number: string } | null;
  readonly supportCase: { readonly id: string; readonly number: string } | null;
  readonly medium: ContactMedium;
  readonly direction: ContactDirection;
  readonly contactedAt: string;
  readonly actor: Actor;
  /** Null where the person was erased. */
  readonly summary: string | null;
  readonly promise: string | null;
  /** Null where nobody owed an answer after it. */
  readonly reply: ContactReply | null;
  readonly position: string;
}

type Sealed = Fact<'CustomerContacted', { readonly summary: unknown; readonly promise: unknown }>;

const sealed = (text: string | null) => (text === null ? null : { sealed: text });

/** A sealed value opens only as the member of the fact that it was sealed in. */
const placed = ({ stream, summary, promise }: ContactRow): PlacedFact<Sealed> => ({
  stream,
  fact: { type: 'CustomerContacted', data: { summary: sealed(summary), promise: sealed(promise) } },
});

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Rows for callers: what was said and promised opened. Throws `KeyVaultError`. */
export const contactViews = async (
  rows: readonly ContactRow[],
  vault: Pick<KeyVault, 'findKeys'>,
): Promise<readonly ContactView[]> => {
  const opened = await openFacts(vault, rows.map(placed));
  return rows.map((row, index) => {
    const said = opened[index]?.data;
    return contactView(row, textOf(said?.summary), textOf(said?.promise));
  });
};

const contactView = (row: ContactRow, summary: string | null, promise: string | null): ContactView => ({
  id: row.id,
  contactId: row.contact_id,
  customerId: row.customer_id,
  order: orderOf(row),
  supportCase: row.case_id === null ? null : { id: row.case_id, number: row.case_number ?? '' },
  medium: row.medium,
  direction: row.direction,
  contactedAt: row.contacted_at,
  actor: { id: row.actor_id, role: row.actor_role, via: row.actor_via },
  summary,
  promise,
  reply: replyOf(row),
  position: row.position,
});

const orderOf = ({ order_id, order_kind, order_number }: ContactRow): ContactView['order'] =>
  order_id === null || order_kind === null ? null : { id: order_id, kind: order_kind, number: order_number ?? '' };

const replyOf = ({ reply_owed_by, reply_due, reply_state, settled_at, settled_by }: ContactRow): ContactReply | null =>
  reply_owed_by === null || reply_state === null
    ? null
    : { owedBy: reply_owed_by, due: reply_due, state: reply_state, settledAt: settled_at, settledBy: settled_by };

/** A contact as a query may answer it, for the API's documentation. */
export const contactExample: ContactView = {
  id: '5c0e63c5-5d0f-4a51-93f3-0d8a1e6f5b27',
  contactId: 'f1f6c0a4-4f5e-4d0e-8c59-51a7d1c6a2b9',
  customerId: 'C-0042',
  order: { id: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11', kind: 'goods', number: 'GO-2026-000123' },
  supportCase: null,
  medium: 'phone',
  direction: 'inbound',
  contactedAt: '2026-11-21T04:30:00.000Z',
  actor: { id: 'sato', role: 'backOffice', via: 'http' },
  summary: '分納できるかとのお尋ね。',
  promise: '在庫を確かめて折り返す。',
  reply: { owedBy: 'company', due: '2026-11-24', state: 'open', settledAt: null, settledBy: null },
  position: '00000000000000001842',
};
