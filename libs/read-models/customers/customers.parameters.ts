import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { customerHoldReasons } from '#state-machines/customer/customer.events';
import { FromWord, PageParameters } from '../parameters.ts';
import { sortsOf, type SortColumn } from '../sorting.ts';
import type { CustomerRow } from './customers.table.ts';

/** What customers can be sorted by. */
export const customerSorts = {
  customerNumber: { column: 'customer_number', holds: 'text' },
  lastOrderAt: { column: 'last_order_at', holds: 'text' },
  firstOrderAt: { column: 'first_order_at', holds: 'text' },
  goodsOrders: { column: 'goods_orders', holds: 'number' },
  serviceOrders: { column: 'service_orders', holds: 'number' },
  creditLimit: { column: 'credit_limit', holds: 'number' },
} as const satisfies Readonly<Record<string, SortColumn<CustomerRow>>>;

/** Which customers, in which order. Every parameter narrows the list further. */
export class CustomersParameters extends PageParameters {
  /** `true`: only customers whose new orders are held; `false`: only the others. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  held?: boolean;

  /** Only customers who are held for this reason. */
  @IsOptional()
  @IsIn(customerHoldReasons)
  hold?: string;

  /** `false`: only customers who are known from orders or cases alone. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  registered?: boolean;

  /** Text to find in the customer number. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 100)
  search?: string;

  /** A hyphen before the name reverses the order; customers without a value come last either way. */
  @IsOptional()
  @IsIn(sortsOf(customerSorts))
  sort: string = 'customerNumber';
}
