import { taxClasses } from '#state-machines/vocabulary/money';
import type { CsvRow, RowPlace } from './csv-rows.ts';
import { sectionRows, type ImportInput, type OnBytes } from './import-input.ts';
import type { FileSection, OrderMapping } from './mapping.ts';
import type { Customer, ItemDraft } from './order-draft.ts';
import type { NoteProblem } from './row-problem.ts';
import { rowReader, type RowReading } from './row-reading.ts';

/** What orders refer to, by id; undefined where the mapping has no such file, and then any id is taken as it is. */
export interface References {
  readonly customers: ReadonlyMap<string, Customer> | undefined;
  readonly items: ReadonlyMap<string, ItemDraft> | undefined;
  readonly carriers: ReadonlyMap<string, string> | undefined;
}

export const readReferences = async (
  input: ImportInput,
  noteProblem: NoteProblem,
  onBytes: OnBytes,
): Promise<References> => {
  const { mapping } = input;
  const read = readRow(mapping);
  const table = async <Entry>(
    section: FileSection,
    entryOf: (row: CsvRow, reading: RowReading) => readonly [string, Entry],
  ) => {
    if (input.paths[section] === undefined) return undefined;
    const places = new Map<string, RowPlace>();
    const entries = new Map<string, Entry>();
    for await (const row of sectionRows(input, section, onBytes)) {
      const reading = read(row);
      const [id, entry] = entryOf(row, reading);
      const before = places.get(id);
      if (before) reading.refuse(undefined, 'duplicate-id', `"${id}" was used in line ${before.line} already`);
      else if (id !== '') places.set(id, row);
      if (reading.problems.length === 0) entries.set(id, entry);
      reading.problems.forEach(noteProblem);
    }
    return entries;
  };
  return {
    customers: await table('customers', (_row, reading) => customerIn(mapping, reading)),
    items: await table('items', (row, reading) => itemIn(mapping, row, reading)),
    carriers: await table('carriers', (_row, { filled }) => [
      filled(mapping.carriers?.id ?? ''),
      filled(mapping.carriers?.name ?? ''),
    ]),
  };
};

const readRow = (mapping: OrderMapping): ((row: CsvRow) => RowReading) => {
  const read = rowReader(mapping);
  return (row) => read(row);
};

const customerIn = ({ customers }: OrderMapping, { filled, text }: RowReading): readonly [string, Customer] => {
  const id = filled(customers?.id ?? '');
  const contactName = text(customers?.contactName);
  const email = text(customers?.email);
  const phone = text(customers?.phone);
  const contact =
    contactName === undefined
      ? {}
      : { contact: { name: contactName, ...(email ? { email } : {}), ...(phone ? { phone } : {}) } };
  return [id, { id, name: filled(customers?.name ?? ''), ...contact }];
};

const itemIn = (
  { items, constants }: OrderMapping,
  { file, line }: CsvRow,
  { filled, text, amount, count, word }: RowReading,
): readonly [string, ItemDraft] => {
  const sku = filled(items?.sku ?? '');
  const priceColumn = items?.unitPrice ?? '';
  filled(priceColumn);
  const item: ItemDraft = {
    place: { file, line },
    sku,
    name: filled(items?.name ?? ''),
    unit: text(items?.unit) ?? constants.unit,
    unitPrice: amount(priceColumn, constants.currency) ?? 0,
    currency: constants.currency,
    taxClass: word(items?.taxClass, taxClasses) ?? constants.taxClass,
    warehouse: text(items?.warehouse) ?? constants.warehouse,
    onHand: count(items?.onHand, 0) ?? 0,
    reorderPoint: count(items?.reorderPoint, 0) ?? 0,
  };
  return [sku, item];
};
