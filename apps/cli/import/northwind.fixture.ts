import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

/** Where the data is, beside the project; it is never copied into it. */
export const northwindFolder = path.resolve('../shared/data/northwind');
export const northwindIsThere = existsSync(path.join(northwindFolder, 'orders.csv'));

type Row = Readonly<Record<string, string>>;

const table = (name: string): readonly Row[] =>
  parse(readFileSync(path.join(northwindFolder, `${name}.csv`)), { columns: true });

/** Hundredths of a decimal with at most two decimals, read digit by digit. */
const hundredths = (decimal: string): bigint => {
  const [whole = '0', decimals = ''] = decimal.split('.');
  return BigInt(`${whole}${decimals.padEnd(2, '0')}`);
};

/** An order as the data has it, worked out apart from the product. */
export interface NorthwindOrder {
  readonly number: string;
  readonly orderedOn: string;
  /** Blank where it has not left. */
  readonly shippedOn: string;
  readonly carrier: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Cents: Σ unit price × quantity × (1 − discount), rounded half up once, and the freight. */
  readonly total: number;
}

const totalOf = (order: Row, lines: readonly Row[]): number => {
  const tenThousandths = lines.reduce(
    (sum, line) =>
      sum +
      hundredths(line['unit_price'] ?? '') *
        BigInt(line['quantity'] ?? '') *
        (100n - hundredths(line['discount'] ?? '')),
    0n,
  );
  return Number((tenThousandths + 50n) / 100n + hundredths(order['freight'] ?? ''));
};

export const northwindOrders = (): readonly NorthwindOrder[] => {
  const carriers = new Map(table('shippers').map((row) => [row['shipper_id'], row['company_name']]));
  const lines = Map.groupBy(table('order_details'), (row) => row['order_id']);
  return table('orders').map((order) => {
    const own = lines.get(order['order_id']) ?? [];
    return {
      number: order['order_id'] ?? '',
      orderedOn: order['order_date'] ?? '',
      shippedOn: order['shipped_date'] ?? '',
      carrier: carriers.get(order['ship_via']) ?? '',
      lines: own.map((line) => ({ sku: line['product_id'] ?? '', quantity: Number(line['quantity']) })),
      total: totalOf(order, own),
    };
  });
};

/** Units in stock by SKU. */
export const northwindStock = (): ReadonlyMap<string, number> =>
  new Map(table('products').map((row) => [row['product_id'] ?? '', Number(row['units_in_stock'])]));
