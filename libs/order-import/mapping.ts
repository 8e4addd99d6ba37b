import { paymentTerms } from '#state-machines/goods-order/goods-order.events';
import { channels } from '#state-machines/vocabulary/contact';
import { taxClasses } from '#state-machines/vocabulary/money';
import { isDatePattern } from './date-pattern.ts';
import { ImportInputError } from './import-input-error.ts';
import {
  column,
  columnsNamed,
  dictionary,
  emptyUnlessGiven,
  listOf,
  oneOf,
  optional,
  ROOT,
  section,
  text,
  textLike,
  textThat,
  withDefault,
  type Member,
  type ValueOf,
} from './mapping-member.ts';

const file = (whose: string) => text(`name of the ${whose} file, beside the other files`);

const isEncoding = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
};

const singleCharacter = (meaning: string): Member<string> => textLike(/^[^"\r\n]$/u, 'a single character', meaning);

const constants = section('values that hold for every row whose own column is not mapped or is blank', {
  currency: withDefault(textLike(/^[A-Z]{3}$/, 'a code of ISO 4217 such as JPY', 'currency of all prices'), 'JPY'),
  channel: withDefault(oneOf(channels, 'how the orders came in'), 'import'),
  paymentTerms: withDefault(oneOf(paymentTerms, 'how the customers pay'), 'invoice'),
  taxClass: withDefault(oneOf(taxClasses, 'tax class of items, lines and charges'), 'standard'),
  warehouse: withDefault(
    textLike(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'letters, digits, dots, hyphens', 'where the stock is'),
    'MAIN',
  ),
  unit: withDefault(text('the unit that quantities count'), '個'),
  country: withDefault(text('country of addresses'), 'JP'),
  carrier: optional(text('who carries the shipments')),
});

const orders = section('the orders, one row each; or one row per line, each with its order', {
  file: file("orders'"),
  number: column("the order's number, unique in the file; it becomes the customer's reference"),
  customer: column("the customer's id"),
  customerName: optional(column("the customer's name, where no customers file is mapped")),
  orderedOn: column('the date of the order'),
  requestedDate: optional(column('the date the customer asked for')),
  shippedOn: optional(
    column(
      'the date the order left; blank where it has not. Mapping it imports the whole history, not the intake only',
    ),
  ),
  carrier: optional(column("the carrier's name, or its id in the carriers file")),
  currency: optional(column('the currency')),
  paymentTerms: optional(column('the payment terms')),
  note: optional(column('a note')),
  deliveryWishes: optional(column('special delivery wishes')),
  requestedTimeSlot: optional(column('the time of day the customer asked for')),
  shipTo: section('where the goods go', {
    name: column('the name of who is there'),
    postalCode: optional(column('the postal code')),
    region: optional(column('the prefecture, state or region')),
    city: optional(column('the city')),
    lines: listOf(column('a part of the street address; a list from the largest part to the smallest')),
    country: optional(column('the country')),
    phone: optional(column('the phone number')),
  }),
  charges: optional(
    listOf(
      section('something charged besides the lines', {
        kind: oneOf(['shipping', 'cashOnDelivery', 'wrapping', 'other'], 'what is charged'),
        amount: column('the amount before tax'),
        taxClass: optional(oneOf(taxClasses, 'its tax class')),
      }),
    ),
  ),
});

const lines = section('the lines of the orders', {
  file: optional(text("name of the lines' file, beside the other files; left out, the lines are in the orders' file")),
  order: optional(column("the order's number; needed where the lines have a file of their own")),
  id: optional(column('an id of the line, unique in its order; else lines are numbered from 1')),
  sku: column("the item's SKU"),
  quantity: column('the quantity, a whole number'),
  unitPrice: optional(column("the price of one unit before tax; the item's price where it is left out or blank")),
  discount: optional(column('the discount on the unit price')),
  discountAs: withDefault(oneOf(['fraction', 'percent'], '0.05 or 5 for five per cent'), 'fraction'),
  description: optional(column("a description; the item's name where it is left out")),
  taxClass: optional(column('the tax class')),
});

const customers = section('the customers; an order of one who is not there is refused', {
  file: file("customers'"),
  id: column("the customer's id"),
  name: column("the customer's name"),
  contactName: optional(column('the name of the person to speak to')),
  email: optional(column('the e-mail address of that person')),
  phone: optional(column('the phone number of that person')),
});

const items = section('the items, which are registered before the orders; a line with another SKU is refused', {
  file: file("items'"),
  sku: column('the SKU'),
  name: column('the name'),
  unitPrice: column('the price of one unit before tax'),
  unit: optional(column('the unit that quantities count')),
  taxClass: optional(column('the tax class')),
  warehouse: optional(column('the warehouse that keeps it')),
  onHand: optional(column('the stock on hand before the first order')),
  reorderPoint: optional(column('the stock at or below which more is to be bought')),
});

const carriers = section('the carriers, where orders name them by id', {
  file: file("carriers'"),
  id: column("the carrier's id"),
  name: column("the carrier's name"),
});

const mapping = section('how the columns of CSV files become orders', {
  source: textLike(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/,
    'letters, digits, dots, hyphens',
    'name of where the data comes from; importing the same order of the same source again changes nothing',
  ),
  encoding: withDefault(
    textThat(isEncoding, 'an encoding such as utf-8 or shift_jis', 'encoding of all files'),
    'utf-8',
  ),
  delimiter: withDefault(singleCharacter('what stands between two cells'), ','),
  dates: withDefault(
    textThat(
      isDatePattern,
      'made of yyyy, MM or M, dd or d and what stands between, such as yyyy/M/d',
      'how dates are written; a time after a blank is left out',
    ),
    'yyyy-MM-dd',
  ),
  decimalMark: withDefault(singleCharacter('what stands before the decimals'), '.'),
  groupMark: optional(singleCharacter('what separates thousands')),
  tooManyDecimals: withDefault(
    oneOf(['refuse', 'roundHalfUp'], 'what is done with an amount that has more decimals than its currency'),
    'refuse',
  ),
  words: withDefault(
    dictionary("the files' own words for tax classes and payment terms, such as 掛売: invoice"),
    new Map<string, string>(),
  ),
  constants: emptyUnlessGiven(constants),
  orders,
  lines,
  customers: optional(customers),
  items: optional(items),
  carriers: optional(carriers),
});

/** How the columns of some CSV files become orders, as the mapping file says; see `describeMapping`. */
export type OrderMapping = ValueOf<typeof mapping>;

/** Reads what a mapping file holds. Throws `ImportInputError`, which names the member that is wrong. */
export const mappingFrom = (value: unknown): OrderMapping => {
  const read = mapping.read(value, ROOT);
  if (linesAreApart(read) && read.lines.order === undefined)
    throw new ImportInputError("lines.order is missing: name of the column of the lines' file with the order's number");
  return read;
};

/** Whether the lines have a file of their own. */
export const linesAreApart = ({ orders, lines }: OrderMapping): boolean =>
  lines.file !== undefined && lines.file !== orders.file;

/** The sections that describe a file. */
const fileSections = { orders, lines, customers, items, carriers };
export type FileSection = keyof typeof fileSections;

/** The columns that a section of the mapping names, each by the member that names it. */
export const columnsOf = (read: OrderMapping, name: FileSection): ReadonlyMap<string, string> =>
  columnsNamed(fileSections[name], read[name], name);

const described = (name: string, { meaning, inside }: Member<unknown>, depth: number): readonly string[] => [
  `${'  '.repeat(depth)}${name}: ${meaning}`,
  ...Object.entries(inside ?? {}).flatMap(([inner, member]) => described(inner, member, depth + 1)),
];

/** Every member of a mapping file with its meaning, one a line, indented as in YAML. */
export const describeMapping = (): readonly string[] =>
  Object.entries(mapping.inside ?? {}).flatMap(([name, member]) => described(name, member, 0));
