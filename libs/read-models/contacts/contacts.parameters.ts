import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { contactDirections, contactMedia, replyOwers } from '#state-machines/vocabulary/contact';
import { FromWord, IsCalendarDate, PageParameters } from '../parameters.ts';
import { sortsOf, type SortColumn } from '../sorting.ts';
import type { ContactRow } from './contacts.table.ts';

/** What contacts can be sorted by. */
export const contactSorts = {
  contactedAt: { column: 'contacted_at', holds: 'text', neverNull: true },
  replyDue: { column: 'reply_due', holds: 'text' },
} as const satisfies Readonly<Record<string, SortColumn<ContactRow>>>;

/** Which contacts, in which order. Every parameter narrows the list further. */
export class ContactsParameters extends PageParameters {
  @IsOptional()
  @IsString()
  @Length(1, 200)
  customerId?: string;

  /** Contacts about an order, by its id or its number: those on the order, and those on support cases about it. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  orderId?: string;

  /** Contacts on a support case, by its id or its number. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  caseId?: string;

  @IsOptional()
  @IsIn(contactMedia)
  medium?: string;

  /** `inbound`: the customer turned to the company. */
  @IsOptional()
  @IsIn(contactDirections)
  direction?: string;

  /** Contacts after which the company, or the customer, owed the other an answer. */
  @IsOptional()
  @IsIn(replyOwers)
  owedBy?: string;

  /** `true`: only contacts after which an answer is still owed. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  openOnly?: boolean;

  /** Contacts whose answer is due on this day, or on an earlier one. */
  @IsOptional()
  @IsCalendarDate()
  dueUntil?: string;

  /** A hyphen before the name reverses the order; contacts without a day come last either way. Only sorting by `contactedAt` stays as it is while others are recorded. */
  @IsOptional()
  @IsIn(sortsOf(contactSorts))
  sort: string = '-contactedAt';
}
