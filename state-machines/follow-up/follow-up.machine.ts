import { setup } from 'xstate';
import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';
import { initialFollowUpData, type FollowUpData } from './follow-up.data.ts';
import type { FollowUpFact } from './follow-up.events.ts';

/** What ends a follow-up, wherever it stands. */
const endings = { FollowUpDone: 'done', FollowUpDropped: 'dropped', FollowUpAnswered: 'done' } as const;

/** フォローアップ: something that the company owes a customer by a date. */
export const followUpMachine = setup({
  types: { context: {} as FollowUpData, events: {} as FollowUpFact },
  actions: { recorded: () => undefined },
}).createMachine({
  id: 'followUp',
  context: initialFollowUpData,
  initial: 'unopened',
  states: {
    unopened: {
      meta: meta('nobody', ['未登録', 'Unopened'], ['まだ登録されていない', 'Nothing has opened it yet.']),
      on: { FollowUpOpened: 'open' },
    },
    open: {
      meta: meta(
        'backOffice',
        ['未着手', 'Open'],
        ['担当者が決まっていない', 'It is in the queue, and nobody has taken it.'],
      ),
      on: { FollowUpAssigned: 'assigned', FollowUpMovedToTeam: recorded, FollowUpRescheduled: recorded, ...endings },
    },
    assigned: {
      meta: meta('backOffice', ['担当中', 'Assigned'], ['担当者が対応する', 'Somebody is to see to it.']),
      on: {
        FollowUpAssigned: recorded,
        FollowUpReturned: 'open',
        FollowUpMovedToTeam: recorded,
        FollowUpRescheduled: recorded,
        FollowUpSnoozed: 'snoozed',
        ...endings,
      },
    },
    snoozed: {
      meta: meta(
        'nobody',
        ['保留中', 'Snoozed'],
        ['指定した日まで待つ', 'It rests until a day, and comes back to its assignee by itself.'],
      ),
      on: {
        FollowUpAwoke: 'assigned',
        FollowUpSnoozed: recorded,
        FollowUpAssigned: 'assigned',
        FollowUpReturned: 'open',
        FollowUpMovedToTeam: recorded,
        FollowUpRescheduled: recorded,
        ...endings,
      },
    },
    done: {
      meta: meta(
        'nobody',
        ['完了', 'Done'],
        ['対応が済んだ、または別の出来事で片付いた', 'Somebody has seen to it, or what happened has answered it.'],
      ),
      type: 'final',
    },
    dropped: {
      meta: meta('nobody', ['取り下げ', 'Dropped'], ['対応しないと決めた', 'It was decided not to see to it.']),
      type: 'final',
    },
  },
});
