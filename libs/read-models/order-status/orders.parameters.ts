import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches, ValidateIf } from 'class-validator';
import type { PaymentState } from '#state-machines/goods-order/payment.data';
import type { BillingState } from '#state-machines/service-order/billing.data';
import type { Change } from '#state-machines/service-order/change.data';
import { channels, replyOwers } from '#state-machines/vocabulary/contact';
import type { NextActor } from '#state-machines/vocabulary/labels';
import { orderKinds } from '../order-kind.ts';
import { FromWord, IdParameters, IsCalendarDate, IsNotBefore, PageParameters } from '../parameters.ts';
import { engagementStates, fulfilmentStates } from '../region-state.ts';

/** The members of a union, named once each; the compiler misses none. */
const allOf = <Union extends string>(members: Readonly<Record<Union, true>>): readonly string[] => Object.keys(members);

const payments = allOf<PaymentState>({
  notDue: true,
  due: true,
  partlyPaid: true,
  paid: true,
  overdue: true,
  refundDue: true,
  refunded: true,
});
const changes = allOf<'none' | Change['state']>({
  none: true,
  requested: true,
  quoted: true,
  agreed: true,
  declined: true,
});
const billings = allOf<'unscheduled' | BillingState>({
  unscheduled: true,
  scheduled: true,
  billable: true,
  invoiced: true,
  partlyPaid: true,
  overdue: true,
  paid: true,
});
const actors = allOf<NextActor>({
  backOffice: true,
  customer: true,
  warehouse: true,
  carrier: true,
  supplier: true,
  nobody: true,
});

/** What orders can be sorted by. */
export const orderSorts = ['receivedAt', 'orderNumber', 'dueDate', 'total', 'updatedAt'] as const;
export type OrderSort = (typeof orderSorts)[number];

/** Which orders, in which order. Every parameter narrows the list further. */
export class OrdersParameters extends PageParameters {
  @IsOptional()
  @IsIn(orderKinds)
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

  /** Goods orders in a state of the region with all its inner states, or in one of those: `confirming`, `confirming.checking`. */
  @IsOptional()
  @IsIn(fulfilmentStates)
  fulfilment?: string;

  /** Goods orders whose payment is in this state. */
  @IsOptional()
  @IsIn(payments)
  payment?: string;

  /** Service orders in a state of the region with all its inner states, or in one of those: `proposing`, `proposing.submitted`. */
  @IsOptional()
  @IsIn(engagementStates)
  engagement?: string;

  /** Service orders whose newest change is in this state. */
  @IsOptional()
  @IsIn(changes)
  change?: string;

  /** Service orders whose billing is in this state: the most urgent of their milestones' states. */
  @IsOptional()
  @IsIn(billings)
  billing?: string;

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

  /** Orders on which the company, or the customer, owes the other an answer; `both`: on which each does. */
  @IsOptional()
  @IsIn([...replyOwers, 'both'])
  replyOwedBy?: string;

  /** Orders on which an answer is owed by this day, or by an earlier one. */
  @IsOptional()
  @IsCalendarDate()
  replyDueUntil?: string;

  /** Text to find in the order number, the customer's reference, the customer's id or the title. */
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
  @IsNotBefore('receivedFrom')
  receivedTo?: string;

  /** The day to judge lateness by; needed for `late`. */
  @ValidateIf(({ asOf, late }: OrdersParameters) => asOf !== undefined || late !== undefined)
  @IsCalendarDate()
  asOf?: string;

  /** Not everything delivered, or reported complete, by the agreed date, or by the requested one where none was agreed. */
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
