import { percentDecoded } from '#state-machines/vocabulary/percent-encoding';
import { contactExample, type ContactView } from '../contacts/contact.view.ts';
import { contactsOfCustomer } from '../contacts/contacts.query.ts';
import { followUpExample, type FollowUpView } from '../follow-ups/follow-up.view.ts';
import { followUpsOfCustomer } from '../follow-ups/follow-ups.query.ts';
import { goodsOrderExample } from '../order-status/order-view.example.ts';
import { IdParameters } from '../parameters.ts';
import type { QueryDescription } from '../query-description.ts';
import { rowOf, type Stored } from '../stored.ts';
import { supportCaseExample } from '../support-cases/support-case-view.example.ts';
import { casesOfCustomer, type CasesOfCustomer } from '../support-cases/support-cases.query.ts';
import { customerCredit, type CustomerCreditView } from './customer-credit.ts';
import { customerOrders, type CustomerOrdersView } from './customer-orders.ts';
import { customerProfile, type CustomerHoldView, type CustomerProfileView } from './customer-profile.ts';
import { customerSatisfaction, type CustomerSatisfactionView } from './customer-satisfaction.ts';
import { customersTable, type CustomerRow } from './customers.table.ts';
import { lookAlikesOf, type SimilarCustomer } from './similar-customers.ts';

type Tables = {
  customers: Stored<CustomerRow>;
};

/** Everything that is known of one customer, section by section: each has a file of its own. */
export interface CustomerView {
  readonly id: string;
  readonly customerNumber: string;
  readonly registered: boolean;
  readonly registeredAt: string | null;
  readonly profile: CustomerProfileView;
  readonly hold: CustomerHoldView | null;
  /** Who else has the same name, telephone number or e-mail address, the most alike first: perhaps the same customer twice. */
  readonly lookAlikes: readonly SimilarCustomer[];
  readonly orders: CustomerOrdersView;
  readonly credit: CustomerCreditView | null;
  readonly satisfaction: CustomerSatisfactionView;
  /** Support cases: those that are open, the most pressing first, and the newest. */
  readonly supportCases: CasesOfCustomer;
  /** The newest, on orders, on cases, and apart from any. */
  readonly contacts: readonly ContactView[];
  /** What is owed to them and not done, the most pressing first. */
  readonly followUps: readonly FollowUpView[];
  /** When the two last talked apart from any order. */
  readonly lastContactAt: string | null;
  /** Of the registered customer; null for one who is not. */
  readonly revision: string | null;
  readonly position: string;
  readonly updatedAt: string;
}

const example: CustomerView = {
  id: 'C-0042',
  customerNumber: 'C-0042',
  registered: true,
  registeredAt: '2025-04-01T02:00:00.000Z',
  profile: {
    name: '山田商店',
    kana: 'ヤマダショウテン',
    phone: '03-1234-5678',
    email: 'order@yamada.example.co.jp',
    contactPersons: [{ contactPersonId: 'tanaka', name: '田中 花子', role: '購買部', preferredMedium: 'phone' }],
    addresses: [
      { addressId: 'honten', use: 'both', name: '山田商店', city: '渋谷区', lines: ['渋谷2-1-1'], country: 'JP' },
    ],
    language: 'ja',
    preferredMedium: 'email',
    paymentCycle: { closingDay: 31, paymentMonthsLater: 1, paymentDay: 31 },
    note: null,
  },
  hold: null,
  lookAlikes: [
    { id: 'C-1044', customerNumber: 'C-1044', name: '㈱山田商店', registered: true, matches: ['name', 'phone'] },
  ],
  orders: {
    goods: 1,
    service: 0,
    firstAt: '2026-11-20T01:15:00.000Z',
    lastAt: '2026-11-20T01:15:00.000Z',
    openInquiries: 0,
    bySteps: [{ kind: 'goods', step: 3, count: 1 }],
    outstanding: [{ currency: 'JPY', amount: 33000, onAccount: 33000 }],
    newest: [goodsOrderExample],
  },
  credit: { currency: 'JPY', limit: 1_000_000, exposure: 33000, available: 967_000 },
  satisfaction: {
    count: 1,
    average: 4,
    last: [
      {
        score: 4,
        at: '2026-11-21T04:30:00.000Z',
        orderId: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11',
        orderNumber: 'GO-2026-000123',
      },
    ],
    months: [{ month: '2026-11', count: 1, average: 4 }],
  },
  supportCases: { open: [supportCaseExample], newest: [supportCaseExample] },
  contacts: [contactExample],
  followUps: [followUpExample],
  lastContactAt: '2026-11-21T04:30:00.000Z',
  revision: '2',
  position: '00000000000000001842',
  updatedAt: '2026-11-21T04:30:00.000Z',
};

const NEWEST_CONTACTS = 20;

/** `GET /api/customers/{id}` */
export const customerQuery: QueryDescription<IdParameters, CustomerView> = {
  name: 'customer',
  path: 'customers/{id}',
  summary: {
    ja: '得意先のすべて（得意先番号）：内容・受注・与信・問い合わせ・連絡・フォローアップ・満足度',
    en: 'Everything about one customer, by number: profile, orders, credit, cases, contacts, follow-ups, satisfaction',
  },
  parameters: IdParameters,
  projection: 'customers',
  besides: ['order-status', 'support-cases', 'contacts', 'follow-ups'],
  example,
  run: async (context, { id }) => {
    const { database, vault } = context;
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('customers')
      .selectAll()
      .where('customer_number', '=', percentDecoded(id))
      .executeTakeFirst();
    if (!stored) return undefined;
    const row = rowOf<CustomerRow>(database, customersTable, stored);
    const { profile, hold } = await customerProfile(row, vault);
    const orders = await customerOrders(row, context);
    return {
      id: row.id,
      customerNumber: row.customer_number,
      registered: row.registered,
      registeredAt: row.registered_at,
      profile,
      hold,
      // Who looks like somebody that was erased would tell who that was.
      lookAlikes: profile.name === null ? [] : await lookAlikesOf(context, row.id),
      orders,
      credit: customerCredit(row, orders.outstanding),
      satisfaction: await customerSatisfaction(database, row.customer_number),
      supportCases: await casesOfCustomer(database, vault, row.customer_number),
      contacts: await contactsOfCustomer(database, vault, row.customer_number, NEWEST_CONTACTS),
      followUps: await followUpsOfCustomer(context, row.customer_number),
      lastContactAt: row.last_contact_at,
      revision: row.revision === null ? null : String(row.revision),
      position: row.position,
      updatedAt: row.updated_at,
    };
  },
};
