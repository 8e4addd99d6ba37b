import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { qualityPayloads } from './quality.commands.ts';

const describe = describeCommands(qualityPayloads);

/** Words and examples of the commands about quality. */
export const qualityCommands: Readonly<Record<keyof typeof qualityPayloads, CommandDescription>> = {
  StartReview: describe('StartReview', '品質レビューを始める', 'Start a quality review', {
    subject: '要件定義書のレビュー',
    deliverableIds: ['D1'],
    criteria: [
      { criterionId: 'scope', description: '合意した範囲をすべて含む' },
      { criterionId: 'wording', description: '業務の担当者が読んで分かる' },
    ],
  }),
  ConcludeReview: describe(
    'ConcludeReview',
    '品質レビューを終える',
    'Conclude a review with what is met, found and to be improved',
    {
      met: ['scope'],
      findings: [{ severity: 'medium', description: '画面の説明に社内用語が残っている' }],
      improvements: [{ description: '画面の説明を書き直す', dueOn: '2099-12-10' }],
    },
  ),
  PlanImprovement: describe('PlanImprovement', '改善を計画する', 'Plan an improvement', {
    description: '週次の進捗報告に課題一覧を添える',
    dueOn: '2099-12-20',
  }),
  CloseImprovement: describe('CloseImprovement', '改善を完了にする', 'Close an improvement with its result', {
    actionId: 'A1',
    result: '全画面の説明を書き直し、担当者に確認していただいた。',
  }),
  WaiveImprovement: describe(
    'WaiveImprovement',
    '改善の免除を記録する',
    'Record that the customer does without an improvement',
    { actionId: 'A1', waivedBy: '田中 花子', reason: '現行の手順で足りるとのこと' },
  ),
  ResumeDelivery: describe('ResumeDelivery', 'レビューから提供に戻る', 'Go on with the work after the reviews', {
    reason: '改善を終えたため',
  }),
};
