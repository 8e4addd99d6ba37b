// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import type { Facts } from '../vocabulary/facts.ts';
import type { Currency, TaxClass } from '../vocabulary/money.ts';

/** What the company sells. Prices are tax-exclusive minor units. */
export interface ItemDescription {
  readonly name: string;
  /** The unit that quantities count: 個, 箱, kg. */
  readonly unit: string;
  readonly taxClass: TaxClass;
  readonly unitPrice: number;
  readonly currency: Currency;
  readonly preferredSupplierId?: string;
  /** Purchases are multiples of this. */
  readonly orderLot?: number;
}

export interface ItemShapes {
  ItemRegistered: ItemDescription & { sku: string };
  ItemAmended: Partial<ItemDescription>;
  ItemDiscontinued: { reason: string };
  ItemReinstated: object;
}

export type ItemFact = Facts<ItemShapes>;

/** The region of the chart that must take each fact; the chart has but one. */
export const regionOf = {
  ItemRegistered: 'state',
  ItemAmended: 'state',
  ItemDiscontinued: 'state',
  ItemReinstated: 'state',
} as const satisfies Record<ItemFact['type'], 'state'>;
