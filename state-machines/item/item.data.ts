import type { Currency, TaxClass } from '../vocabulary/money.ts';
import type { ItemDescription, ItemFact } from './item.events.ts';

/** An item as it is described at present; plain JSON. Prices are tax-exclusive minor units. */
export interface ItemData {
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly taxClass: TaxClass;
  readonly unitPrice: number;
  readonly currency: Currency;
  readonly preferredSupplierId: string | null;
  readonly orderLot: number | null;
}

export const initialItemData: ItemData = {
  sku: '',
  name: '',
  unit: '',
  taxClass: 'standard',
  unitPrice: 0,
  currency: 'JPY',
  preferredSupplierId: null,
  orderLot: null,
};

/** The item after a fact. */
export const reduceItem = (data: ItemData, fact: ItemFact): ItemData => {
  switch (fact.type) {
    case 'ItemRegistered':
    case 'ItemAmended':
      return { ...data, ...fact.data };
    case 'ItemDiscontinued':
    case 'ItemReinstated':
      return data;
  }
};

/** Those members of a description that say something else than the item's. */
export const newsAbout = (data: ItemData, description: Partial<ItemDescription>): Partial<ItemDescription> => {
  const members = Object.keys(description) as (keyof ItemDescription)[];
  const news = members.filter((member) => description[member] !== undefined && description[member] !== data[member]);
  return Object.fromEntries(news.map((member) => [member, description[member]]));
};
