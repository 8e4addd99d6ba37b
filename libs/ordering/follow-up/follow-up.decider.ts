import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import type { FollowUpData } from '#state-machines/follow-up/follow-up.data';
import type { FollowUpFact, FollowUpSubject } from '#state-machines/follow-up/follow-up.events';
import { inUtc } from '#state-machines/vocabulary/dates';
import { notBeforeToday, today } from '../dates.policies.ts';
import { ruleRefusal, stateRefusal } from '../refusal.ts';
import { followUpAvailability } from './follow-up.availability.ts';
import type {
  ClaimFollowUp,
  CreateFollowUp,
  FollowUpCommand,
  OpenFollowUp,
  RescheduleFollowUp,
  SnoozeFollowUp,
} from './follow-up.commands.ts';
import { followUpPath, type FollowUpState } from './follow-up.state.ts';

/** Which facts a command leads to, or why it is refused. */
export const decideFollowUp = (
  command: FollowUpCommand,
  state: FollowUpState,
  context: DecisionContext,
): Decision<FollowUpFact> => followUpAvailability[command.type](state) ?? decideAvailable(command, state, context);

const decideAvailable = (
  command: FollowUpCommand,
  state: FollowUpState,
  context: DecisionContext,
): Decision<FollowUpFact> => {
  const { data } = state;
  switch (command.type) {
    case 'OpenFollowUp':
      return open(command.data, context);
    case 'CreateFollowUp':
      return create(command.data, context);
    case 'AssignFollowUp':
      return assign(command.data.assignee, state);
    case 'ClaimFollowUp':
      return claim(command.data, data);
    case 'ReturnFollowUp':
      return [{ type: 'FollowUpReturned', data: { ...command.data } }];
    case 'MoveFollowUpToTeam':
      return data.team === command.data.team
        ? []
        : [{ type: 'FollowUpMovedToTeam', data: { team: command.data.team } }];
    case 'RescheduleFollowUp':
      return notBeforeToday('dueOn', command.data.dueOn, context) ?? reschedule(command.data, data);
    case 'RenewFollowUp':
      // Recorded also where the day stays the same: whoever looks through the log anew must not find the renewal unanswered, and undo what a clerk has agreed since.
      return [{ type: 'FollowUpRescheduled', data: { dueOn: command.data.dueOn } }];
    case 'SnoozeFollowUp':
      return snooze(command.data, data, context);
    case 'WakeFollowUp': {
      const { until } = command.data;
      return until !== undefined && until !== data.snoozedUntil ? [] : [{ type: 'FollowUpAwoke', data: {} }];
    }
    case 'CompleteFollowUp':
      return [{ type: 'FollowUpDone', data: { ...data.origin, ...command.data } }];
    case 'DropFollowUp':
      return [{ type: 'FollowUpDropped', data: { ...data.origin, ...command.data } }];
    case 'AnswerFollowUp':
      return ended(state) ? [] : [{ type: 'FollowUpAnswered', data: { ...data.origin, ...command.data } }];
  }
};

const ended = (state: FollowUpState): boolean => ['done', 'dropped'].includes(followUpPath(state));

/** Throws where nobody has said whose it is: the engine fills that in, and refuses what is about nobody. */
const subjectOf = ({ customerId, ...rest }: Partial<FollowUpSubject>): FollowUpSubject => {
  if (customerId === undefined) throw new TypeError('a follow-up is about a customer');
  return { customerId, ...rest };
};

const open = (
  { subject, opensAt, ...rest }: Plain<OpenFollowUp>,
  _context: DecisionContext,
): Decision<FollowUpFact> => [
  { type: 'FollowUpOpened', data: { ...rest, subject: subjectOf(subject), opensAt: inUtc(opensAt) } },
];

/** What the engine knows by the time a clerk's follow-up is decided. */
type Addressed = Plain<CreateFollowUp> & { readonly subject?: FollowUpSubject };

const create = (
  { task, dueOn, priority = 'normal', team, assignee, customerId, orderId, caseId, subject }: Addressed,
  context: DecisionContext,
): Decision<FollowUpFact> => {
  const refusal = notBeforeToday('dueOn', dueOn, context);
  if (refusal) return refusal;
  return [
    {
      type: 'FollowUpOpened',
      data: {
        subject: subject ?? subjectOf({ customerId, orderId, caseId }),
        task,
        priority,
        opensAt: inUtc(context.now),
        dueOn,
        ...(team === undefined ? {} : { team }),
      },
    },
    ...(assignee === undefined ? [] : [{ type: 'FollowUpAssigned', data: { assignee, claimed: false } } as const]),
  ];
};

const assign = (assignee: string, { data }: FollowUpState): Decision<FollowUpFact> =>
  data.assignee === assignee && data.snoozedUntil === null
    ? []
    : [{ type: 'FollowUpAssigned', data: { assignee, claimed: false } }];

const claim = ({ assignee }: Plain<ClaimFollowUp>, data: FollowUpData): Decision<FollowUpFact> => {
  if (data.assignee === null) return [{ type: 'FollowUpAssigned', data: { assignee, claimed: true } }];
  if (data.assignee === assignee) return [];
  return stateRefusal(
    'already-claimed',
    `「${data.assignee}」が担当しています。別のものを選ぶか、担当の変更（assign-follow-up）を使ってください。`,
    `"${data.assignee}" has it already: take another one, or have it assigned.`,
  );
};

const reschedule = ({ dueOn, reason }: Plain<RescheduleFollowUp>, data: FollowUpData): Decision<FollowUpFact> =>
  data.dueOn === dueOn
    ? []
    : [{ type: 'FollowUpRescheduled', data: { dueOn, ...(reason === undefined ? {} : { reason }) } }];

const snooze = (
  { until, reason }: Plain<SnoozeFollowUp>,
  data: FollowUpData,
  context: DecisionContext,
): Decision<FollowUpFact> => {
  if (until <= today(context))
    return ruleRefusal(
      'not-in-the-future',
      'until',
      `${until} は今日より後ではありません。明日以降の日付を指定してください。`,
      `${until} is not after today: give a later day.`,
    );
  if (data.snoozedUntil === until) return [];
  return [{ type: 'FollowUpSnoozed', data: { until, ...(reason === undefined ? {} : { reason }) } }];
};
