import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { isOrder } from '../order-kind.ts';
import { inOrder, isAfter, pageOf, type Order, type Page } from '../paging.ts';
import type { QueryDescription } from '../query-description.ts';
import { sortingBy } from '../sorting.ts';
import { rowOf, type Stored } from '../stored.ts';
import { contactExample, contactViews, type ContactView } from './contact.view.ts';
import { contactSorts, ContactsParameters } from './contacts.parameters.ts';
import { contactsTable, type ContactRow } from './contacts.table.ts';

type Tables = {
  contacts: Stored<ContactRow>;
};

/** The first contacts in an order that meet all conditions. */
const selectContacts = async (
  database: ReadDatabase,
  conditions: readonly RawBuilder<SqlBool>[],
  order: Order,
  limit: number,
): Promise<readonly ContactRow[]> => {
  const stored = await database.db
    .$extendTables<Tables>()
    .selectFrom('contacts')
    .selectAll()
    .where(sql<SqlBool>`${sql.join(conditions, sql` and `)}`)
    .orderBy(inOrder(order))
    .limit(limit)
    .execute();
  return stored.map((row) => rowOf<ContactRow>(database, contactsTable, row));
};

/** Every parameter that is given, as a condition. */
const conditions = (wanted: ContactsParameters): readonly RawBuilder<SqlBool>[] => {
  const found: RawBuilder<SqlBool>[] = [];
  const { customerId, orderId, caseId, medium, direction, owedBy, openOnly, dueUntil } = wanted;
  for (const [column, value] of Object.entries({ customer_id: customerId, medium, direction, reply_owed_by: owedBy }))
    if (value !== undefined) found.push(sql<SqlBool>`${sql.ref(column)} = ${value}`);
  if (orderId !== undefined) found.push(isOrder(orderId, 'order_id'));
  if (caseId !== undefined) found.push(sql<SqlBool>`(case_id = ${caseId} or case_number = ${caseId})`);
  if (openOnly === true) found.push(sql<SqlBool>`reply_state = 'open'`);
  if (dueUntil !== undefined) found.push(sql<SqlBool>`reply_due <= ${dueUntil}`);
  return found;
};

/** `GET /api/contacts` */
export const contactsQuery: QueryDescription<ContactsParameters, Page<ContactView>> = {
  name: 'contacts',
  path: 'contacts',
  summary: {
    ja: 'お客様との連絡の一覧（受注・問い合わせ・得意先）',
    en: 'Contacts with customers, on orders, support cases and customers: filter, sort, page',
  },
  parameters: ContactsParameters,
  projection: 'contacts',
  example: { items: [contactExample], next: null },
  run: async ({ database, vault }, parameters) => {
    const { sort, limit, cursor } = parameters;
    const { order, placeOf } = sortingBy<ContactRow>(contactSorts, sort);
    const rows = await selectContacts(database, [...conditions(parameters), isAfter(order, cursor)], order, limit + 1);
    const page = pageOf(rows, limit, placeOf);
    return { ...page, items: await contactViews(page.items, vault) };
  },
};

/** The newest contacts with a customer, at most `limit` of them, on whatever they were recorded. Throws `KeyVaultError`. */
export const contactsOfCustomer = async (
  database: ReadDatabase,
  vault: Pick<KeyVault, 'findKeys'>,
  customerId: string,
  limit: number,
): Promise<readonly ContactView[]> => {
  const { order } = sortingBy<ContactRow>(contactSorts, '-contactedAt');
  return contactViews(await selectContacts(database, [sql<SqlBool>`customer_id = ${customerId}`], order, limit), vault);
};
