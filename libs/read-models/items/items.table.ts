import type { TableDefinition } from '#libs/kernel/projection';
import type { TaxClass } from '#state-machines/vocabulary/money';

/** What the company sells. Members are the columns of `items`. */
export type ItemRow = {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly tax_class: TaxClass;
  readonly unit_price: number;
  readonly currency: string;
  readonly preferred_supplier_id: string | null;
  readonly order_lot: number | null;
  readonly status: 'active' | 'discontinued';
  readonly revision: number;
  readonly position: string;
};

/** One row per item. */
export const itemsTable = {
  name: 'items',
  comment: 'Registered items with their prices.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'The SKU, percent-encoded.' },
    sku: { type: 'text', comment: 'Stock keeping unit, as on the order line.' },
    name: { type: 'text', comment: 'Name of the item.' },
    unit: { type: 'text', comment: 'What quantities count: 個, 箱, kg.' },
    tax_class: { type: 'text', comment: 'standard, reduced or exempt.' },
    unit_price: { type: 'integer', comment: 'Tax-exclusive, in minor units.' },
    currency: { type: 'text', comment: 'ISO 4217.' },
    preferred_supplier_id: { type: 'text', nullable: true, comment: 'Where more is bought first.' },
    order_lot: { type: 'integer', nullable: true, comment: 'Purchases are multiples of this.' },
    status: { type: 'text', comment: 'active or discontinued.' },
    revision: { type: 'integer', comment: 'Revision of the item that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of its newest fact.' },
  } satisfies Record<keyof ItemRow, TableDefinition['columns'][string]>,
  indexes: [['sku']],
} as const satisfies TableDefinition;
