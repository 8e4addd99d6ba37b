import type { CommandCatalogue, CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../command-words.ts';
import { followUpPayloads } from './follow-up.commands.ts';
import { followUpStream } from './follow-up.stream.ts';

const describe = describeCommands(followUpPayloads);

const followUpCommands = {
  OpenFollowUp: {
    ...describe('OpenFollowUp', 'ルールによりフォローアップを起こす', 'Open a follow-up by a rule', {
      origin: {
        rule: 'clarification-unanswered',
        matter: 'goodsOrder-0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11',
        causeId: '0e0c5a3a-6e5e-5a5c-8f4d-2a3f3b9a7c10',
        causeType: 'ClarificationRequested',
        causedAt: '2026-11-25T05:00:00.000Z',
      },
      subject: { orderId: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11', orderKind: 'goods' },
      priority: 'high',
      opensAt: '2026-11-27T00:00:00.000Z',
      dueOn: '2026-11-27',
    }),
    creates: true,
    internal: true,
  },
  CreateFollowUp: {
    ...describe('CreateFollowUp', 'フォローアップを登録する', 'Open a follow-up by hand', {
      task: '新商品の見本を送ったか確かめる',
      dueOn: '2099-12-01',
      customerId: 'C-1001',
    }),
    creates: true,
  },
  AssignFollowUp: describe('AssignFollowUp', '担当者を決める', 'Give a follow-up to somebody', { assignee: 'sato' }),
  ClaimFollowUp: describe('ClaimFollowUp', '自分の担当にする', 'Take a follow-up that nobody has', {
    assignee: 'sato',
  }),
  ReturnFollowUp: describe('ReturnFollowUp', '一覧に戻す', 'Give a follow-up back to the queue', {
    reason: '出張のため',
  }),
  MoveFollowUpToTeam: describe('MoveFollowUpToTeam', '別のチームに回す', 'Move a follow-up to the queue of a team', {
    team: 'support',
  }),
  RescheduleFollowUp: describe('RescheduleFollowUp', '期日を変更する', 'Change the day by which it is to be done', {
    dueOn: '2099-12-08',
    reason: 'お客様のご希望',
  }),
  RenewFollowUp: {
    ...describe('RenewFollowUp', 'ルールにより期日を改める', 'Change the day of a follow-up as its rule says', {
      dueOn: '2099-12-08',
    }),
    internal: true,
  },
  SnoozeFollowUp: describe('SnoozeFollowUp', '指定した日まで寝かせる', 'Let a follow-up rest until a day', {
    until: '2099-12-01',
    reason: 'ご担当者が出張中',
  }),
  WakeFollowUp: describe('WakeFollowUp', '寝かせたものを戻す', 'Take up a follow-up that rests', {}),
  CompleteFollowUp: describe('CompleteFollowUp', '対応を終える', 'Complete a follow-up with its outcome', {
    outcome: 'reached',
    note: 'お電話でご案内した。',
  }),
  DropFollowUp: describe('DropFollowUp', '対応しないことにする', 'Drop a follow-up', {
    reason: '二重に登録されていた',
  }),
  AnswerFollowUp: {
    ...describe('AnswerFollowUp', '別の出来事で片付いた', 'Close a follow-up that was answered otherwise', {
      answeredBy: '0e0c5a3a-6e5e-5a5c-8f4d-2a3f3b9a7c10',
      answeredWith: 'ClarificationReceived',
    }),
    internal: true,
  },
} satisfies Record<string, CommandDescription>;

export const followUpCatalogue = {
  collection: 'follow-ups',
  streamType: followUpStream,
  title: { ja: 'フォローアップ', en: 'Follow-ups' },
  commands: followUpCommands,
} satisfies CommandCatalogue;
