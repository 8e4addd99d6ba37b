import { IsEmail } from 'class-validator';
import type { Address, ContactPerson } from '#state-machines/vocabulary/address';
import { IsRecordOf } from '../validation/object-rules.ts';
import { IsLine, IsLineList, IsOwnNumber } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

/** A postal address with the name of who is there; `lines` from the largest part to the smallest. */
export class AddressPayload implements Address {
  @IsLine()
  readonly name!: string;

  @Optional()
  @IsLine(20)
  readonly postalCode?: string;

  @Optional()
  @IsLine(100)
  readonly region?: string;

  @Optional()
  @IsLine(100)
  readonly city?: string;

  @IsLineList(1, 5)
  readonly lines!: string[];

  @IsLine(60)
  readonly country!: string;

  @Optional()
  @IsLine(40)
  readonly phone?: string;
}

/** The person who placed the order. */
export class ContactPersonPayload implements ContactPerson {
  @IsLine(100)
  readonly name!: string;

  @Optional()
  @IsEmail({}, { message: 'email must be an e-mail address such as name@example.co.jp' })
  readonly email?: string;

  @Optional()
  @IsLine(40)
  readonly phone?: string;
}

/** Who orders: the company's own customer number, and the name as it was given. */
export class CustomerPayload {
  @IsOwnNumber()
  readonly id!: string;

  @IsLine()
  readonly name!: string;

  @Optional()
  @IsRecordOf(() => ContactPersonPayload)
  readonly contact?: ContactPersonPayload;
}
