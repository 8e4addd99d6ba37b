import { IsEmail } from 'class-validator';
import {
  customerLanguages,
  type CustomerAddress,
  type CustomerContactPerson,
  type CustomerLanguage,
  type PaymentCycle,
} from '#state-machines/customer/customer.events';
import { contactMedia, type ContactMedium } from '#state-machines/vocabulary/contact';
import { AddressPayload } from '../order/party.payloads.ts';
import { IsMinorUnits, IsWholeNumber } from '../validation/number-rules.ts';
import { IsRecordListOf, IsRecordOf } from '../validation/object-rules.ts';
import { IsCurrency, IsIdentifier, IsLine, IsOneOf, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

/** A customer has at most this many contact persons, and as many addresses. */
const MAX_ENTRIES = 50;

const emailProblem = { message: '$property must be an e-mail address such as name@example.co.jp' };

/** 得意先の担当者. */
export class CustomerContactPersonPayload implements CustomerContactPerson {
  @IsIdentifier(40)
  readonly contactPersonId!: string;

  @IsLine(100)
  readonly name!: string;

  /** Such as 購買部 部長. */
  @Optional()
  @IsLine(100)
  readonly role?: string;

  @Optional()
  @IsEmail({}, emailProblem)
  readonly email?: string;

  @Optional()
  @IsLine(40)
  readonly phone?: string;

  @Optional()
  @IsOneOf(contactMedia)
  readonly preferredMedium?: ContactMedium;

  /** Such as "afternoons only". */
  @Optional()
  @IsText(500)
  readonly preference?: string;
}

/** 届け先・請求先. */
export class CustomerAddressPayload extends AddressPayload implements CustomerAddress {
  @IsIdentifier(40)
  readonly addressId!: string;

  @IsOneOf(['shipping', 'billing', 'both'])
  readonly use!: CustomerAddress['use'];
}

/** 締日と支払日. 31 is the last day of any month. */
export class PaymentCyclePayload implements PaymentCycle {
  @IsWholeNumber(1, 31)
  readonly closingDay!: number;

  /** 0 is the closing month itself. */
  @IsWholeNumber(0, 12)
  readonly paymentMonthsLater!: number;

  @IsWholeNumber(1, 31)
  readonly paymentDay!: number;
}

/** What the company knows of a customer. */
export class CustomerProfilePayload {
  @IsLine()
  readonly name!: string;

  @Optional()
  @IsLine()
  readonly kana?: string;

  @Optional()
  @IsLine(40)
  readonly phone?: string;

  @Optional()
  @IsEmail({}, emailProblem)
  readonly email?: string;

  /** All of them. */
  @Optional()
  @IsRecordListOf(() => CustomerContactPersonPayload, 0, MAX_ENTRIES)
  readonly contactPersons?: CustomerContactPersonPayload[];

  /** All of them. */
  @Optional()
  @IsRecordListOf(() => CustomerAddressPayload, 0, MAX_ENTRIES)
  readonly addresses?: CustomerAddressPayload[];

  /** The language to write to the customer in. Japanese, where it is left out. */
  @Optional()
  @IsOneOf(customerLanguages)
  readonly language?: CustomerLanguage;

  @Optional()
  @IsOneOf(contactMedia)
  readonly preferredMedium?: ContactMedium;

  /** Minor units of the currency; no limit, where it is left out. An order beyond it is held. */
  @Optional()
  @IsMinorUnits()
  readonly creditLimit?: number;

  /** Yen, where it is left out. */
  @Optional()
  @IsCurrency()
  readonly currency?: string;

  @Optional()
  @IsRecordOf(() => PaymentCyclePayload)
  readonly paymentCycle?: PaymentCyclePayload;

  @Optional()
  @IsText()
  readonly note?: string;
}
