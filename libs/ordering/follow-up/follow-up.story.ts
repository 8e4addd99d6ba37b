import { createStoryTeller, type StoryOf } from '../story-teller.ts';
import type { FollowUpFact } from '#state-machines/follow-up/follow-up.events';
import type { FollowUpCommand } from './follow-up.commands.ts';
import type { FollowUpState } from './follow-up.state.ts';
import { followUpStream } from './follow-up.stream.ts';

export type FollowUpStory = StoryOf<FollowUpState, FollowUpFact>;

/** A Friday. */
export const NOW = '2026-11-27T03:00:00.000Z';

export const { told, continued, story } = createStoryTeller(followUpStream, NOW, 'follow-up-1');

/** A follow-up that a rule opens. */
export const byRule: FollowUpCommand = {
  type: 'OpenFollowUp',
  data: {
    origin: {
      rule: 'clarification-unanswered',
      matter: 'goodsOrder-1',
      causeId: 'event-1',
      causeType: 'ClarificationRequested',
      causedAt: '2026-11-25T05:00:00Z',
    },
    subject: { customerId: 'C-1', orderId: '1', orderKind: 'goods', orderNumber: 'GO-2026-000001' },
    priority: 'high',
    opensAt: '2026-11-27T00:00:00Z',
    dueOn: '2026-11-27',
  },
};

export const assign = (assignee: string): FollowUpCommand => ({ type: 'AssignFollowUp', data: { assignee } });
export const claim = (assignee: string): FollowUpCommand => ({ type: 'ClaimFollowUp', data: { assignee } });
export const snooze = (until: string): FollowUpCommand => ({ type: 'SnoozeFollowUp', data: { until } });
export const complete: FollowUpCommand = { type: 'CompleteFollowUp', data: { outcome: 'reached', note: '回答済み' } };
export const drop: FollowUpCommand = { type: 'DropFollowUp', data: { reason: '重複' } };
export const answer: FollowUpCommand = {
  type: 'AnswerFollowUp',
  data: { answeredBy: 'event-9', answeredWith: 'ClarificationReceived' },
};

export const open = story(byRule);
export const assigned = continued(open, assign('sato'));
export const snoozed = continued(assigned, snooze('2026-11-30'));
export const done = continued(assigned, complete);
export const dropped = continued(open, drop);
export const answered = continued(snoozed, answer);
