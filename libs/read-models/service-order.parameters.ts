import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { holds } from './paging.ts';
import { PageParameters } from './parameters.ts';
import { engagementStates, isInState } from './region-state.ts';

/** Which service orders, for lists of any read model. Every parameter narrows the list further. */
export class ServiceOrdersParameters extends PageParameters {
  /** A state of the region with all its inner states, or one of those: `proposing`, `proposing.submitted`. */
  @IsOptional()
  @IsIn(engagementStates)
  engagement?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  customerId?: string;

  /** Text to find in the order number or the title. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 100)
  search?: string;
}

/** Every parameter that is given, as a condition on the columns `engagement`, `customer_id`, `order_number` and `title`. */
export const serviceOrderConditions = (wanted: ServiceOrdersParameters): readonly RawBuilder<SqlBool>[] => {
  const found: RawBuilder<SqlBool>[] = [];
  const { engagement, customerId, search } = wanted;
  if (engagement !== undefined) found.push(isInState('engagement', engagement));
  if (customerId !== undefined) found.push(sql<SqlBool>`customer_id = ${customerId}`);
  if (search !== undefined) found.push(sql<SqlBool>`(${holds('order_number', search)} or ${holds('title', search)})`);
  return found;
};
