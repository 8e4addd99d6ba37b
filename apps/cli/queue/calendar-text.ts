import { closureOn, type Closure } from '#libs/ordering/desk/business-calendar';
import type { CompanyCalendar, YearlyClosure } from '#state-machines/desk/desk.events';
import { daysLater, type CalendarDate } from '#state-machines/vocabulary/dates';
import type { Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import { weekdayName } from './weekdays.ts';

const words = {
  hours: { ja: '営業時間', en: 'Open' },
  weekly: { ja: '定休日', en: 'Closed every' },
  holidays: { ja: '祝日', en: 'National holidays' },
  everyYear: { ja: '毎年の休業', en: 'Closed every year' },
  closedDays: { ja: '臨時休業', en: 'Closed besides' },
  openDays: { ja: '臨時営業', en: 'Open besides' },
  closed: { ja: '休業', en: 'closed' },
  open: { ja: '営業', en: 'open' },
  none: { ja: 'なし', en: 'none' },
  next: { ja: 'これからの休業日（定休日を除く）', en: 'Closed next, beside the days of every week' },
} as const;

/** A day that is closed although its weekday is not. */
export interface ClosedDay {
  readonly date: CalendarDate;
  readonly closure: Closure;
}

/** Two years, within which every yearly closure comes twice. */
const LOOKED_AT_DAYS = 732;

/** The next days from a date on that are closed although their weekday is not, at most so many. */
export const nextClosedDays = (calendar: CompanyCalendar, from: CalendarDate, most: number): readonly ClosedDay[] => {
  const found: ClosedDay[] = [];
  for (let days = 0; days < LOOKED_AT_DAYS && found.length < most; days += 1) {
    const date = daysLater(from, days);
    const isWeekly = calendar.closedWeekdays.includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    const closure = isWeekly ? undefined : closureOn(calendar, date);
    if (closure) found.push({ date, closure });
  }
  return found;
};

const rangeText = ({ from, to }: YearlyClosure): string => (from === to ? from : `${from}/${to}`);

const reasonText = (closure: Closure, language: Language): string => {
  switch (closure.because) {
    case 'holiday':
      return closure.name[language];
    case 'everyYear':
      return `${words.everyYear[language]} ${rangeText(closure.closure)}`;
    case 'closedDay':
      return words.closedDays[language];
    case 'weekday':
      return words.weekly[language];
  }
};

const weekdayOf = (date: CalendarDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** When the company works, and when it does not next, for people. */
export const calendarText = (calendar: CompanyCalendar, closed: readonly ClosedDay[], language: Language): string => {
  const say = (word: keyof typeof words): string => words[word][language];
  const listed = (entries: readonly string[]): string => (entries.length === 0 ? say('none') : entries.join(', '));
  return [
    textTable([
      [say('hours'), `${calendar.opensAt}–${calendar.closesAt}`],
      [say('weekly'), listed(calendar.closedWeekdays.map((day) => weekdayName(day, language)))],
      [say('holidays'), say(calendar.closedOnHolidays ? 'closed' : 'open')],
      [say('everyYear'), listed(calendar.closedEveryYear.map(rangeText))],
      [say('closedDays'), listed(calendar.closedDays)],
      [say('openDays'), listed(calendar.openDays)],
    ]),
    '',
    say('next'),
    textTable(
      closed.map(({ date, closure }) => [
        '',
        date,
        weekdayName(weekdayOf(date), language),
        reasonText(closure, language),
      ]),
    ),
  ].join('\n');
};
