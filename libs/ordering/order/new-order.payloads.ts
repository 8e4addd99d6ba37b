import { channels, type Channel } from '#state-machines/vocabulary/contact';
import { IsInstant } from '../validation/date-rules.ts';
import { IsRecordOf } from '../validation/object-rules.ts';
import { IsCurrency, IsLine, IsOneOf } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';
import { CustomerPayload } from './party.payloads.ts';

/** What every order begins with: who wishes something, how and when it came in. */
export class NewOrderPayload {
  @IsOneOf(channels)
  readonly channel!: Channel;

  @IsRecordOf(() => CustomerPayload)
  readonly customer!: CustomerPayload;

  /** The customer's own number for it. */
  @Optional()
  @IsLine(100)
  readonly customerReference?: string;

  /** Now, where it is left out. */
  @Optional()
  @IsInstant()
  readonly receivedAt?: string;

  /** Yen, where it is left out. */
  @Optional()
  @IsCurrency()
  readonly currency?: string;
}
