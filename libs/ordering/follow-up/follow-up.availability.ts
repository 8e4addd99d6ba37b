import type { Condition } from '../availability.ts';
import { stateRefusal } from '../refusal.ts';
import type { FollowUpCommand } from './follow-up.commands.ts';
import { followUpPath, type FollowUpState } from './follow-up.state.ts';

const opened: Condition<FollowUpState> = (state) =>
  followUpPath(state) === 'unopened'
    ? stateRefusal('no-such-follow-up', 'このフォローアップは存在しません。', 'There is no such follow-up.')
    : undefined;

const notOpenedBefore: Condition<FollowUpState> = (state) =>
  followUpPath(state) === 'unopened'
    ? undefined
    : stateRefusal(
        'already-opened',
        'このフォローアップはすでに登録されています。',
        'This follow-up was opened before.',
      );

/** Allowed until it was completed, dropped or answered. */
const notEnded: Condition<FollowUpState> = (state) => {
  const refusal = opened(state);
  if (refusal) return refusal;
  switch (followUpPath(state)) {
    case 'done':
      return stateRefusal('already-done', 'このフォローアップは完了しています。', 'This follow-up is done already.');
    case 'dropped':
      return stateRefusal(
        'already-dropped',
        'このフォローアップは取り下げられています。',
        'This follow-up was dropped.',
      );
    default:
      return undefined;
  }
};

const taken: Condition<FollowUpState> = (state) =>
  notEnded(state) ??
  (state.data.assignee === null
    ? stateRefusal(
        'not-assigned',
        '担当者が決まっていません。先に担当者を決めてください（assign-follow-up）。',
        'Nobody has it: assign or claim it first.',
      )
    : undefined);

const resting: Condition<FollowUpState> = (state) =>
  notEnded(state) ??
  (state.data.snoozedUntil === null
    ? stateRefusal('not-snoozed', 'このフォローアップは寝かせてありません。', 'This follow-up does not rest.')
    : undefined);

/** What refuses every command of a type in a state, whatever its payload. */
export const followUpAvailability: Readonly<Record<FollowUpCommand['type'], Condition<FollowUpState>>> = {
  OpenFollowUp: notOpenedBefore,
  CreateFollowUp: notOpenedBefore,
  AssignFollowUp: notEnded,
  ClaimFollowUp: notEnded,
  ReturnFollowUp: taken,
  MoveFollowUpToTeam: notEnded,
  RescheduleFollowUp: notEnded,
  RenewFollowUp: notEnded,
  SnoozeFollowUp: taken,
  WakeFollowUp: resting,
  CompleteFollowUp: notEnded,
  DropFollowUp: notEnded,
  AnswerFollowUp: opened,
};
