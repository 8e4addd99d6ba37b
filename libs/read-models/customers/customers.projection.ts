import { CorruptStream } from '#libs/kernel/decider';
import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection, ProjectionTables } from '#libs/kernel/projection';
import { regionOf, type CustomerFact } from '#state-machines/customer/customer.events';
import { customerId } from '#state-machines/customer/customer.id';
import type { GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import type { OrderDeskFact } from '#state-machines/order/order.events';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import type { SupportCaseFactOf } from '#state-machines/support-case/support-case.events';
import { dateInTokyo } from '#state-machines/vocabulary/dates';
import { orderCategories, orderKindOf } from '../order-kind.ts';
import { asOneOf, happenedAt, withMilliseconds } from '../recorded.ts';
import { changedCustomer, known, registeredCustomer } from './customer.changes.ts';
import { customersTable, type CustomerRow } from './customers.table.ts';
import { customerOrdersTable, feedbackTable, type CustomerOrderRow } from './feedback.table.ts';
import { matchKeyRows, matchKeysTable } from './match-keys.table.ts';
import { sealedMember } from './sealed-member.ts';

const CUSTOMER = 'customer';

/** What the first fact of an order says of its customer. */
type Intake = GoodsOrderFactOf<'OrderReceived'>['data'] | ServiceOrderFactOf<'NeedsRecorded'>['data'];

const isIntake = (fact: RecordedFact): fact is RecordedFact & { readonly data: Intake } =>
  fact.type === 'OrderReceived' || fact.type === 'NeedsRecorded';

const isCaseOpened = (fact: RecordedFact): fact is RecordedFact & SupportCaseFactOf<'CaseOpened'> =>
  fact.type === 'CaseOpened';

const isFeedback = (
  fact: RecordedFact,
): fact is RecordedFact & Extract<OrderDeskFact, { readonly type: 'FeedbackReceived' }> =>
  fact.type === 'FeedbackReceived';

/** The key of the customer's row, where the fact says whose it is. */
const customerIn = (fact: RecordedFact): string | undefined => {
  if (categoryOf(fact.stream) === CUSTOMER) return idOf(fact.stream);
  return isIntake(fact) || isCaseOpened(fact) ? customerId(fact.data.customerId) : undefined;
};

/** Customers: who they are, what they ordered, how content they are, and by which keys those are found who look alike. */
export const customersProjection: Projection = {
  name: 'customers',
  version: 1,
  categories: [...orderCategories, CUSTOMER, 'supportCase'],
  tables: [customersTable, matchKeysTable, customerOrdersTable, feedbackTable],
  touches(fact) {
    const customer = customerIn(fact);
    if (customer !== undefined) return [{ table: customersTable.name, key: customer }];
    return isFeedback(fact) ? [{ table: customerOrdersTable.name, key: idOf(fact.stream) }] : [];
  },
  apply(tables, fact) {
    const customer = customerIn(fact);
    if (customer !== undefined) {
      const before = tables.get(customersTable.name, customer) as CustomerRow | undefined;
      const after = rowAfter(customer, before, fact);
      tables.put(customersTable.name, after);
      changeKeys(tables, before, after);
    }
    if (isIntake(fact))
      tables.put(customerOrdersTable.name, {
        id: idOf(fact.stream),
        customer_id: fact.data.customerId,
        order_number: fact.data.orderNumber,
        kind: orderKindOf(fact.stream),
      } satisfies CustomerOrderRow);
    if (isFeedback(fact)) addFeedback(tables, fact);
  },
};

const rowAfter = (id: string, before: CustomerRow | undefined, fact: RecordedFact): CustomerRow => {
  const place = { position: fact.position, updated_at: happenedAt(fact) };
  if (categoryOf(fact.stream) === CUSTOMER) {
    const news = asOneOf<CustomerFact>(regionOf, fact);
    const shown = { ...place, revision: Number(fact.revision) };
    if (news.type === 'CustomerRegistered') return { ...registeredCustomer(id, before, news), ...shown };
    if (!before) throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with CustomerRegistered`);
    return { ...before, ...changedCustomer(before, news), ...shown };
  }
  if (isIntake(fact)) return { ...ordered(before ?? known(id, fact.data.customerId), fact), ...place };
  if (isCaseOpened(fact)) {
    const row = before ?? known(id, fact.data.customerId);
    return { ...row, cases: row.cases + 1, ...place };
  }
  throw new RangeError(`${fact.type} says nothing of a customer`);
};

/** The name of a customer who is not registered is that of the newest order, and so is what they are compared by. */
const ordered = (row: CustomerRow, fact: RecordedFact & { readonly data: Intake }): CustomerRow => {
  const at = withMilliseconds(fact.data.receivedAt);
  const column = orderKindOf(fact.stream) === 'goods' ? 'goods_orders' : 'service_orders';
  return {
    ...row,
    ...(row.registered ? {} : { name: sealedMember(fact, 'customerName'), match_keys: fact.data.matchKeys ?? {} }),
    [column]: row[column] + 1,
    first_order_at: row.first_order_at === null || at < row.first_order_at ? at : row.first_order_at,
    last_order_at: row.last_order_at === null || at > row.last_order_at ? at : row.last_order_at,
  };
};

const changeKeys = (tables: ProjectionTables, before: CustomerRow | undefined, after: CustomerRow): void => {
  if (before?.match_keys === after.match_keys) return;
  for (const { id } of before ? matchKeyRows(before.id, before.match_keys) : []) tables.delete(matchKeysTable.name, id);
  for (const row of matchKeyRows(after.id, after.match_keys)) tables.put(matchKeysTable.name, row);
};

const addFeedback = (
  tables: ProjectionTables,
  fact: RecordedFact & Extract<OrderDeskFact, { readonly type: 'FeedbackReceived' }>,
): void => {
  const orderId = idOf(fact.stream);
  const order = tables.get(customerOrdersTable.name, orderId) as CustomerOrderRow | undefined;
  if (!order) throw new CorruptStream(`${fact.stream} was given feedback before it began`);
  const at = happenedAt(fact);
  tables.put(feedbackTable.name, {
    ...order,
    id: fact.position,
    order_id: orderId,
    score: fact.data.score,
    given_at: at,
    month: dateInTokyo(at).slice(0, 7),
  });
};
