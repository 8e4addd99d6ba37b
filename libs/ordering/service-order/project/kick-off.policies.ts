import type { Refusal } from '#libs/kernel/decider';
import type { ProjectData } from '#state-machines/service-order/project.data';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { ruleRefusal } from '../../refusal.ts';

/** Refuses a day of the work before the work began. */
export const refusalOfDayBeforeKickOff = (
  field: string,
  day: CalendarDate,
  { kickedOffOn }: Pick<ProjectData, 'kickedOffOn'>,
): Refusal | undefined =>
  kickedOffOn !== null && day < kickedOffOn
    ? ruleRefusal(
        'before-kick-off',
        field,
        `プロジェクトをキックオフしたのは ${kickedOffOn} です。それより前の日付にはできません。`,
        `The project was kicked off on ${kickedOffOn}; this cannot be of an earlier day.`,
      )
    : undefined;
