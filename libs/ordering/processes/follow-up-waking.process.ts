import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Process } from '#libs/kernel/process';
import type { FollowUpFact, FollowUpFactOf } from '#state-machines/follow-up/follow-up.events';
import { daysLater, endOfDay } from '#state-machines/vocabulary/dates';
import type { FollowUpCommand } from '../follow-up/follow-up.commands.ts';

/** What takes a follow-up up again, or ends it, before its day has come. */
const disturbances: ReadonlySet<string> = new Set<FollowUpFact['type']>([
  'FollowUpAwoke',
  'FollowUpAssigned',
  'FollowUpReturned',
  'FollowUpDone',
  'FollowUpDropped',
  'FollowUpAnswered',
]);

const deadlineOf = ({ stream }: RecordedFact): string => idOf(stream);

/** 寝かせたフォローアップ: what rests until a day comes back when that day begins in Japan. Resting until another day takes the place of the first. */
export const followUpWakingProcess = {
  name: 'follow-up-waking',
  version: 1,
  categories: ['followUp'],
  sendsTo: ['followUp'],
  react(fact) {
    if (fact.type !== 'FollowUpSnoozed') return [];
    const { until } = fact.data as FollowUpFactOf<'FollowUpSnoozed'>['data'];
    const command: FollowUpCommand = { type: 'WakeFollowUp', data: { until } };
    const due = { at: endOfDay(daysLater(until, -1)), key: deadlineOf(fact) };
    return [{ category: 'followUp', id: idOf(fact.stream), command, due }];
  },
  withdraws: (fact) => (disturbances.has(fact.type) ? [deadlineOf(fact)] : []),
  /** Somebody took it up in the same moment. Any other refusal is a mistake of somebody's, and a person has to look. */
  onRefusal: (_, { refused }) => (refused === 'state' ? [] : undefined),
} satisfies Process;
