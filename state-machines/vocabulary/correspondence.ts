import type { ContactDirection, ContactRecord, ReplyOwer } from './contact.ts';
import type { CalendarDate, Instant } from './dates.ts';

/** One contact among those of its stream. */
export type ContactMoment = {
  /** Whatever tells the contacts of a stream apart, such as the id of the event. */
  readonly id: string;
  /** When the two talked, in UTC with milliseconds, so that texts compare like times. */
  readonly at: Instant;
};

/** A contact, as far as answers follow from it. */
export type TakenContact = ContactMoment & Pick<ContactRecord, 'direction' | 'replyOwedBy' | 'replyDue'>;

/** What was last said about who owes whom an answer, and the contact that settled it. */
export type AskedReply = ContactMoment & {
  readonly owedBy: ReplyOwer;
  /** The last day on which the answer is in time; null where nobody said one. */
  readonly due: CalendarDate | null;
  readonly settledBy: ContactMoment | null;
};

/** What there is to remember of the contacts on one stream; ids, days and times only. */
export type Correspondence = {
  readonly asked: AskedReply | null;
  /** The newest contact in each direction. */
  readonly newest: Readonly<Partial<Record<ContactDirection, ContactMoment>>>;
};

export const noCorrespondence: Correspondence = { asked: null, newest: {} };

/** The direction of a contact in which each of the two gives the answer that they owe. */
export const directionOfAnswer: Readonly<Record<ReplyOwer, ContactDirection>> = {
  company: 'outbound',
  customer: 'inbound',
};

const moment = ({ id, at }: ContactMoment): ContactMoment => ({ id, at });

/**
 * The correspondence after one more contact, which may have taken place before others that were recorded earlier. An answer is owed until a contact in the other
 * direction gives it, or until a later contact says who owes one from then on. Asked for again without a day, it is still due on the day that was said before.
 */
export const afterContact = (before: Correspondence, contact: TakenContact): Correspondence => {
  const { direction } = contact;
  const known = before.newest[direction];
  return {
    asked: askedAfter(before, contact),
    newest:
      known !== undefined && known.at > contact.at ? before.newest : { ...before.newest, [direction]: moment(contact) },
  };
};

const askedAfter = ({ asked, newest }: Correspondence, contact: TakenContact): AskedReply | null => {
  if (asked !== null && contact.at < asked.at) return asked;
  const { direction, replyOwedBy, replyDue } = contact;
  const open = asked !== null && asked.settledBy === null ? asked : null;
  if (replyOwedBy === undefined)
    return open !== null && direction === directionOfAnswer[open.owedBy]
      ? { ...open, settledBy: moment(contact) }
      : asked;
  const askedAgain = open?.owedBy === replyOwedBy && direction !== directionOfAnswer[replyOwedBy];
  const answer = newest[directionOfAnswer[replyOwedBy]];
  return {
    ...moment(contact),
    owedBy: replyOwedBy,
    due: replyDue ?? (askedAgain ? open.due : null),
    settledBy: answer !== undefined && answer.at > contact.at ? answer : null,
  };
};

/** The answer that is owed now; undefined where nobody owes one. */
export const owedAnswer = ({ asked }: Correspondence): AskedReply | undefined =>
  asked?.settledBy === null ? asked : undefined;
