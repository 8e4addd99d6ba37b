import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches, ValidateIf } from 'class-validator';
import type { PaymentState } from '#state-machines/goods-order/payment.data';
import type { Channel } from '#state-machines/vocabulary/contact';
import type { NextActor } from '#state-machines/vocabulary/labels';
import { FromWord, IdParameters, IsCalendarDate, PageParameters } from '../parameters.ts';

/** The members of a union, named once each; the compiler misses none. */
const allOf = <Union extends string>(members: Readonly<Record<Union, true>>): readonly string[] => Object.keys(members);

const channels = allOf<Channel>({
  phone: true,
  email: true,
  fax: true,
  web: true,
  edi: true,
  visit: true,
  import: true,
});
const payments = allOf<PaymentState>({
  notDue: true,
  due: true,
  partlyPaid: true,
  paid: true,
  overdue: true,
  refundDue: true,
  refunded: true,
});
const actors = allOf<NextActor>({
  backOffice: true,
  customer: true,
  warehouse: true,
  carrier: true,
  supplier: true,
  nobody: true,
});
const stages = 'received|confirming|allocating|registered|preparing|shipping|accepting|completed|cancelled';

/** What orders can be sorted by. */
export const orderSorts = ['receivedAt', 'orderNumber', 'dueDate', 'total', 'updatedAt'] as const;
export type OrderSort = (typeof orderSorts)[number];

/** Which orders, in which order. Every parameter narrows the list further. */
export class OrdersParameters extends PageParameters {
  @IsOptional()
  @IsIn(['goods'])
  kind?: string;

  /** Steps 1 to 7, several with commas between: `3,4`. */
  @IsOptional()
  @Matches(/^[1-7](,[1-7])*$/, {
    message: '$property must be steps from 1 to 7 with commas between, such as 3,4',
    context: {
      ja: '1 から 7 の工程を 3,4 のように指定してください。',
      en: 'must be steps from 1 to 7 with commas between, such as 3,4',
    },
  })
  step?: string;

  /** A state of the region with all its inner states, or one of those: `confirming`, `confirming.checking`. */
  @IsOptional()
  @Matches(new RegExp(`^(${stages})(\\.[A-Za-z]+)?$`), {
    message: `$property must be a state: ${stages.replaceAll('|', ', ')}`,
    context: {
      ja: `次のいずれかの状態を指定してください: ${stages.replaceAll('|', ', ')}`,
      en: `must be a state: ${stages.replaceAll('|', ', ')}; an inner state follows a dot, such as confirming.checking`,
    },
  })
  fulfilment?: string;

  @IsOptional()
  @IsIn(payments)
  payment?: string;

  @IsOptional()
  @IsIn(['clear', 'held'])
  hold?: string;

  @IsOptional()
  @IsIn(['quiet', 'inquiryOpen'])
  care?: string;

  @IsOptional()
  @IsIn(actors)
  nextActor?: string;

  @IsOptional()
  @IsIn(channels)
  channel?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  customerId?: string;

  /** `true`: only orders with a reason in `blockedBy`; `false`: only those without. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  blocked?: boolean;

  /** Text to find in the order number, the customer's reference or the customer's id. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 100)
  search?: string;

  /** Received on this day in Japan, or later. */
  @IsOptional()
  @IsCalendarDate()
  receivedFrom?: string;

  /** Received on this day in Japan, or earlier. */
  @IsOptional()
  @IsCalendarDate()
  receivedTo?: string;

  /** The day to judge lateness by; needed for `late`. */
  @ValidateIf(({ asOf, late }: OrdersParameters) => asOf !== undefined || late !== undefined)
  @IsCalendarDate()
  asOf?: string;

  /** Not everything delivered by the agreed date, or by the requested one where none was agreed. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  late?: boolean;

  /** A hyphen before the name reverses the order. Only sorting by `receivedAt` and `orderNumber` stays as it is while orders change. */
  @IsOptional()
  @IsIn(orderSorts.flatMap((name) => [name, `-${name}`]))
  sort: string = '-receivedAt';
}

/** One order, by id or by number. */
export class OrderParameters extends IdParameters {
  /** The day to judge lateness by. */
  @IsOptional()
  @IsCalendarDate()
  asOf?: string;
}
