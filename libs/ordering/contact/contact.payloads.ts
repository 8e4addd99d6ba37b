import {
  contactDirections,
  contactMedia,
  replyOwers,
  type ContactDirection,
  type ContactMedium,
  type ReplyOwer,
} from '#state-machines/vocabulary/contact';
import { IsCalendarDate } from '../validation/date-rules.ts';
import { IsOneOf, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

// What is sent is found by its class: each kind of stream has a subclass of its own, which bears the name of the command.

/** お客様との連絡を記録する. */
export class RecordContactPayload {
  @IsOneOf(contactMedia)
  readonly medium!: ContactMedium;

  @IsOneOf(contactDirections)
  readonly direction!: ContactDirection;

  @IsText()
  readonly summary!: string;

  /** What the company promised. */
  @Optional()
  @IsText()
  readonly promise?: string;

  /** Who owes whom an answer after it. Where it is left out: the company for a promise, else whoever was spoken to where `replyDue` is given. */
  @Optional()
  @IsOneOf(replyOwers)
  readonly replyOwedBy?: ReplyOwer;

  /** The last day on which that answer is in time. */
  @Optional()
  @IsCalendarDate()
  readonly replyDue?: string;
}
