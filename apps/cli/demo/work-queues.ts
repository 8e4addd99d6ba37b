import { dateOfDay, instantOfDay } from '#libs/sample-company/business-days';
import { teamFor, workOn, type FollowUpTask } from '#libs/sample-company/follow-up-work';
import type { AgendaDay } from '#libs/sample-company/sample-agenda';
import type { Team } from '#libs/sample-company/sample-desk';
import { seededRandom } from '#libs/sample-company/seeded-random';
import type { SendDemoCommand } from './demo-commands.ts';
import type { FollowUpBook, ListedFollowUp } from './follow-up-book.ts';
import { inFlight } from './in-flight.ts';

/** The queues of the sample company's people. */
export interface Queues {
  /** What they do on a day, once everything that follows from the day has shown up. */
  workThrough(day: AgendaDay): Promise<void>;
}

interface PlannedTask {
  readonly followUp: ListedFollowUp;
  readonly place: number;
  readonly task: FollowUpTask;
}

/** Follow-ups worked on at once. */
const CONCURRENCY = 64;
/** Between these times people see to follow-ups, in minutes after midnight; what shows up at night is sorted at the end of the day. */
const [FROM, TO] = [9 * 60 + 30, 17 * 60 + 30];

/** Opens the queues: what shows up is planned for the days that follow, and dropped from the plan where something else answers it. */
export const openQueues = (send: SendDemoCommand, book: FollowUpBook): Queues => {
  const plan = new Map<number, PlannedTask[]>();

  const inTeams = new Map<Team | undefined, number>();
  let overall = 0;

  const take = (followUp: ListedFollowUp, day: number): void => {
    const team = teamFor(followUp);
    const inTeam = inTeams.get(team) ?? 0;
    inTeams.set(team, inTeam + 1);
    for (const [place, task] of workOn(followUp, { overall: overall++, inTeam }).entries()) {
      const due = day + task.afterDays;
      plan.set(due, [...(plan.get(due) ?? []), { followUp, place, task }]);
    }
  };

  const timeOf = ({ followUp, place, task }: PlannedTask, { day, closing }: AgendaDay): string =>
    task.afterDays === 0
      ? closing
      : instantOfDay(day, seededRandom(`at/${followUp.key}`).between(FROM, TO - 20) + place * 5);

  const carryOut = async (planned: PlannedTask, agendaDay: AgendaDay): Promise<void> => {
    const { followUp, place, task } = planned;
    const { day, date } = agendaDay;
    await send({
      collection: 'follow-ups',
      type: task.type,
      streamId: followUp.id,
      data: task.data({ today: date, inDays: (days) => dateOfDay(day + days) }),
      occasion: `follow-up ${followUp.key}/${String(place)}`,
      at: timeOf(planned, agendaDay),
      clerk: task.by,
    });
  };

  return {
    async workThrough(agendaDay) {
      const { day, closing } = agendaDay;
      for (const followUp of await book.readUpTo(closing)) take(followUp, day);
      const due = (plan.get(day) ?? []).filter(({ followUp }) => !book.isAnswered(followUp.id));
      plan.delete(day);
      const byFollowUp = [...Map.groupBy(due, ({ followUp }) => followUp.id).values()];
      await inFlight(byFollowUp, CONCURRENCY, async (tasks) => {
        for (const planned of tasks) await carryOut(planned, agendaDay);
      });
    },
  };
};
