import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { dateInTokyo, inUtc, type CalendarDate, type Instant } from '#state-machines/vocabulary/dates';
import { ruleRefusal } from './refusal.ts';

/** The business day of a decision, in Japan. */
export const today = ({ now }: DecisionContext): CalendarDate => dateInTokyo(now);

/** Refuses a date in the past: a promise or a deadline lies ahead. */
export const notBeforeToday = (
  field: string,
  date: CalendarDate | undefined,
  context: DecisionContext,
): Refusal | undefined =>
  date !== undefined && date < today(context)
    ? ruleRefusal(
        'in-the-past',
        field,
        `日付 ${date} は過去です。`,
        `${date} is in the past; give today's date or a later one.`,
      )
    : undefined;

/** Refuses a date in the future: what is recorded has happened. */
export const notAfterToday = (
  field: string,
  date: CalendarDate | undefined,
  context: DecisionContext,
): Refusal | undefined =>
  date !== undefined && date > today(context)
    ? ruleRefusal(
        'in-the-future',
        field,
        `日付 ${date} は未来です。`,
        `${date} is in the future; record it when it has happened.`,
      )
    : undefined;

/** Refuses an instant (in UTC) in the future: what is recorded has happened. */
export const notAfterNow = (
  field: string,
  instant: Instant | undefined,
  { now }: DecisionContext,
): Refusal | undefined =>
  instant !== undefined && instant > inUtc(now)
    ? ruleRefusal(
        'in-the-future',
        field,
        `日時 ${instant} は未来です。`,
        `${instant} is in the future; record it when it has happened.`,
      )
    : undefined;

/** What is recorded again decides nothing; with another day than the one that was recorded it is refused, since that day stays. */
export const repeated = (field: string, date: CalendarDate | undefined, recorded: CalendarDate): Decision<never> =>
  date === undefined || date === recorded
    ? []
    : ruleRefusal(
        'recorded-otherwise',
        field,
        `すでに ${recorded} の日付で記録されています。記録した日付は変更できません。`,
        `This was recorded with the date ${recorded} already, which cannot be changed.`,
      );
