import type { CompanyCalendar } from '#state-machines/desk/desk.events';
import type { CaseCategory, CaseTargets } from '#state-machines/support-case/support-case.events';
import type { Instant } from '#state-machines/vocabulary/dates';
import type { Priority } from '#state-machines/vocabulary/priority';
import { businessHoursLater } from '../desk/business-calendar.ts';

/** Within how many business hours the customer is to hear something, and to be helped. A usual business day has nine. */
interface TargetHours {
  readonly firstAnswer: number;
  readonly resolution: number;
}

const within = (firstAnswer: number, resolution: number): TargetHours => ({ firstAnswer, resolution });

/** 対応目標: what the company means to keep, by what a case is about and how urgent it is. */
export const targetHours: Readonly<Record<CaseCategory, Readonly<Record<Priority, TargetHours>>>> = {
  question: { low: within(18, 45), normal: within(9, 27), high: within(4, 18), urgent: within(2, 9) },
  complaint: { low: within(9, 45), normal: within(4, 27), high: within(2, 18), urgent: within(1, 9) },
  repair: { low: within(18, 135), normal: within(9, 90), high: within(4, 45), urgent: within(2, 27) },
  maintenance: { low: within(27, 180), normal: within(18, 135), high: within(9, 90), urgent: within(4, 45) },
};

/** What a case is about, and how urgent it is. */
export interface CaseMatter {
  readonly category: CaseCategory;
  readonly priority: Priority;
}

/** Until when the customer of a case is to hear something to the point, for one that was opened at an instant. */
export const firstAnswerDue = (
  { category, priority }: CaseMatter,
  openedAt: Instant,
  calendar: CompanyCalendar,
): Instant => businessHoursLater(calendar, openedAt, targetHours[category][priority].firstAnswer);

/** Until when a case is to be resolved, for one that was opened, or reopened, at an instant. */
export const resolutionDue = ({ category, priority }: CaseMatter, from: Instant, calendar: CompanyCalendar): Instant =>
  businessHoursLater(calendar, from, targetHours[category][priority].resolution);

/** Both targets of a case that was opened at an instant. */
export const caseTargets = (matter: CaseMatter, openedAt: Instant, calendar: CompanyCalendar): CaseTargets => ({
  firstAnswerDue: firstAnswerDue(matter, openedAt, calendar),
  resolutionDue: resolutionDue(matter, openedAt, calendar),
});
