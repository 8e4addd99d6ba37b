import { paymentTerms, type Charge } from '#state-machines/goods-order/goods-order.events';
import type { Address } from '#state-machines/vocabulary/address';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { taxClasses, type Currency } from '#state-machines/vocabulary/money';
import { morningOf } from './business-hours.ts';
import { linesAreApart, type OrderMapping } from './mapping.ts';
import type { Customer, LineDraft, OrderDraft, ReceivedOrder } from './order-draft.ts';
import type { OrderRows } from './order-rows.ts';
import type { References } from './reference-files.ts';
import type { RowProblem } from './row-problem.ts';
import { rowReader, type RowReading } from './row-reading.ts';

/** Members that are there. */
const given = <Members extends object>(members: Members): { [Name in keyof Members]?: NonNullable<Members[Name]> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Members]?: NonNullable<Members[Name]>;
  };

export type OrderReading = { readonly draft: OrderDraft } | { readonly problems: readonly RowProblem[] };

/**
 * Turns the rows of an order into a draft, or into everything that is wrong with them: a bad row refuses its whole order, and no other.
 * `lastDay` is the last day that has happened; undefined in a simulation, which has its own time.
 */
export const orderReader = (
  mapping: OrderMapping,
  references: References,
  lastDay: CalendarDate | undefined,
): ((rows: OrderRows) => OrderReading) => {
  const read = rowReader(mapping);
  return (rows) => {
    const header = read(rows.header, rows.number);
    const currency = header.text(mapping.orders.currency) ?? mapping.constants.currency;
    const lineReadings = rows.lines.map((row) => (row === rows.header ? header : read(row, rows.number)));
    if (rows.lines.length === 0) header.refuse(undefined, 'no-lines', 'the order has no lines');
    if (!linesAreApart(mapping)) refuseOtherCustomers(mapping, header, lineReadings);
    const dates = datesIn(mapping, header, lastDay);
    const customer = customerIn(mapping, header, references);
    const carrier = carrierIn(mapping, header, references);
    const shipTo = addressIn(mapping, header);
    const lines = lineReadings.map((reading, index) => lineIn(mapping, reading, index, currency, references));
    const received: ReceivedOrder = {
      channel: mapping.constants.channel,
      customer,
      customerReference: rows.number,
      receivedAt: morningOf(dates.orderedOn),
      currency,
      lines,
      charges: chargesIn(mapping, header, currency),
      shipTo,
      paymentTerms: header.word(mapping.orders.paymentTerms, paymentTerms) ?? mapping.constants.paymentTerms,
      ...given({
        requestedDate: dates.requestedDate,
        requestedTimeSlot: header.text(mapping.orders.requestedTimeSlot),
        deliveryWishes: header.text(mapping.orders.deliveryWishes),
        note: header.text(mapping.orders.note),
      }),
    };
    const problems = [...new Set([header, ...lineReadings])].flatMap((reading) => reading.problems);
    if (problems.length > 0) return { problems };
    const { file, line } = rows.header;
    return {
      draft: {
        number: rows.number,
        place: { file, line },
        orderedOn: dates.orderedOn,
        ...given({ shippedOn: dates.shippedOn, carrier }),
        received,
      },
    };
  };
};

const datesIn = ({ orders }: OrderMapping, { date, filled, refuse }: RowReading, lastDay: CalendarDate | undefined) => {
  filled(orders.orderedOn);
  const orderedOn = date(orders.orderedOn) ?? '';
  const shippedOn = date(orders.shippedOn);
  if (shippedOn !== undefined && shippedOn < orderedOn)
    refuse(orders.shippedOn, 'shipped-before-ordered', `shipped on ${shippedOn}, before the order of ${orderedOn}`);
  const future = [orderedOn, shippedOn].find((day) => lastDay !== undefined && day !== undefined && day > lastDay);
  if (future !== undefined) refuse(undefined, 'in-the-future', `${future} is later than today, ${lastDay ?? ''}`);
  return { orderedOn, shippedOn, requestedDate: date(orders.requestedDate) };
};

const customerIn = (
  { orders }: OrderMapping,
  { filled, text, refuse }: RowReading,
  { customers }: References,
): Customer => {
  const id = filled(orders.customer);
  if (!customers) return { id, name: text(orders.customerName) ?? id };
  const known = customers.get(id);
  if (!known && id !== '')
    refuse(orders.customer, 'unknown-customer', `customer "${id}" is not in the customers' file, or was refused there`);
  return known ?? { id, name: id };
};

/** Rows of one order that name different customers are not of one order. */
const refuseOtherCustomers = ({ orders }: OrderMapping, header: RowReading, rows: readonly RowReading[]): void => {
  const customer = header.text(orders.customer);
  for (const row of rows) {
    const named = row.text(orders.customer);
    if (named !== undefined && named !== customer)
      row.refuse(
        orders.customer,
        'other-customer',
        `the order is of customer "${customer ?? ''}", this row of "${named}"`,
      );
  }
};

/** The carrier's name; needed where the order has left. */
const carrierIn = (
  { orders, constants }: OrderMapping,
  { text, refuse }: RowReading,
  { carriers }: References,
): string | undefined => {
  const cell = text(orders.carrier);
  const carrier = cell === undefined ? constants.carrier : carriers ? carriers.get(cell) : cell;
  if (carrier === undefined && cell !== undefined)
    refuse(orders.carrier, 'unknown-carrier', `carrier "${cell}" is not in the carriers' file`);
  else if (carrier === undefined && text(orders.shippedOn) !== undefined)
    refuse(orders.carrier, 'no-carrier', 'the order left, but with whom? Map orders.carrier or constants.carrier');
  return carrier;
};

const addressIn = ({ orders, constants }: OrderMapping, { filled, text, refuse }: RowReading): Address => {
  const { shipTo } = orders;
  // A cell may hold an address as it is written on an envelope.
  const written = shipTo.lines.flatMap((column) => text(column)?.split(/[\r\n]+/) ?? []);
  const lines = written.map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length === 0) refuse(shipTo.lines[0], 'blank', 'there is no street address to ship to');
  return {
    name: filled(shipTo.name),
    lines,
    country: text(shipTo.country) ?? constants.country,
    ...given({
      postalCode: text(shipTo.postalCode),
      region: text(shipTo.region),
      city: text(shipTo.city),
      phone: text(shipTo.phone),
    }),
  };
};

const chargesIn = (
  { orders, constants }: OrderMapping,
  { amount }: RowReading,
  currency: Currency,
): readonly Charge[] =>
  (orders.charges ?? []).flatMap(({ kind, amount: column, taxClass = constants.taxClass }) => {
    const charged = amount(column, currency) ?? 0;
    return charged === 0 ? [] : [{ kind, amount: charged, taxClass }];
  });

const lineIn = (
  { lines, constants }: OrderMapping,
  reading: RowReading,
  index: number,
  currency: Currency,
  { items }: References,
): LineDraft => {
  const { filled, text, count, amount, basisPoints, word, refuse } = reading;
  const sku = filled(lines.sku);
  filled(lines.quantity);
  const item = items?.get(sku);
  if (items && !item && sku !== '')
    refuse(lines.sku, 'unknown-sku', `SKU "${sku}" is not in the items' file, or was refused there`);
  if (item && item.currency !== currency && text(lines.unitPrice) === undefined)
    refuse(lines.unitPrice, 'currency-mix', `the item's price is in ${item.currency}, the order in ${currency}`);
  return {
    lineId: text(lines.id) ?? String(index + 1),
    sku,
    warehouse: item?.warehouse ?? constants.warehouse,
    quantity: count(lines.quantity, 1) ?? 1,
    ...given({
      description: text(lines.description),
      unitPrice: amount(lines.unitPrice, currency) ?? item?.unitPrice,
      discountBasisPoints: basisPoints(lines.discount, lines.discountAs),
      taxClass: word(lines.taxClass, taxClasses) ?? item?.taxClass ?? constants.taxClass,
    }),
  };
};
