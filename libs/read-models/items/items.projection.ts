import { CorruptStream } from '#libs/kernel/decider';
import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection, ProjectionTables } from '#libs/kernel/projection';
import type { ItemDescription, ItemFact } from '#state-machines/item/item.events';
import { asOneOf, type Recorded } from '../recorded.ts';
import { itemsTable, type ItemRow } from './items.table.ts';

const factTypes: Readonly<Record<ItemFact['type'], true>> = {
  ItemRegistered: true,
  ItemAmended: true,
  ItemDiscontinued: true,
  ItemReinstated: true,
};

/** Items: what is registered, at which price, and whether it is still sold. */
export const itemsProjection: Projection = {
  name: 'items',
  version: 1,
  categories: ['item'],
  tables: [itemsTable],
  touches: ({ type, stream }) => (type === 'ItemRegistered' ? [] : [{ table: itemsTable.name, key: idOf(stream) }]),
  apply: (tables, recorded) => {
    const fact = asOneOf<ItemFact>(factTypes, recorded);
    tables.put(
      itemsTable.name,
      fact.type === 'ItemRegistered' ? registered(fact) : changed(rowBefore(tables, fact), fact),
    );
  },
};

type ItemRegistered = Extract<Recorded<ItemFact>, { type: 'ItemRegistered' }>;

const place = ({ revision, position }: RecordedFact) => ({ revision: Number(revision), position });

const registered = (fact: ItemRegistered): ItemRow => ({
  id: idOf(fact.stream),
  sku: fact.data.sku,
  name: fact.data.name,
  unit: fact.data.unit,
  tax_class: fact.data.taxClass,
  unit_price: fact.data.unitPrice,
  currency: fact.data.currency,
  preferred_supplier_id: fact.data.preferredSupplierId ?? null,
  order_lot: fact.data.orderLot ?? null,
  status: 'active',
  ...place(fact),
});

const rowBefore = (tables: ProjectionTables, { stream, type }: RecordedFact): ItemRow => {
  const row = tables.get(itemsTable.name, idOf(stream)) as ItemRow | undefined;
  if (!row) throw new CorruptStream(`${stream} begins with ${type}, not with ItemRegistered`);
  return row;
};

const changed = (row: ItemRow, fact: Exclude<Recorded<ItemFact>, ItemRegistered>): ItemRow => {
  switch (fact.type) {
    case 'ItemAmended':
      return { ...row, ...amended(row, fact.data), ...place(fact) };
    case 'ItemDiscontinued':
      return { ...row, status: 'discontinued', ...place(fact) };
    case 'ItemReinstated':
      return { ...row, status: 'active', ...place(fact) };
  }
};

/** An amendment names only what changes. */
const amended = (row: ItemRow, change: Partial<ItemDescription>): Partial<ItemRow> => ({
  name: change.name ?? row.name,
  unit: change.unit ?? row.unit,
  tax_class: change.taxClass ?? row.tax_class,
  unit_price: change.unitPrice ?? row.unit_price,
  currency: change.currency ?? row.currency,
  preferred_supplier_id: change.preferredSupplierId ?? row.preferred_supplier_id,
  order_lot: change.orderLot ?? row.order_lot,
});
