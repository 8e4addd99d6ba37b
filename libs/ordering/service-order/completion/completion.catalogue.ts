import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { completionPayloads } from './completion.commands.ts';

const describe = describeCommands(completionPayloads);

/** Words and examples of the commands about the end of the work. */
export const completionCommands: Readonly<Record<keyof typeof completionPayloads, CommandDescription>> = {
  ReportCompletion: describe('ReportCompletion', '完了を報告する', 'Report that the work is complete', {
    summary: '全成果物を納品し、操作研修を終えました。',
  }),
  AcceptCompletion: describe('AcceptCompletion', '最終検収を記録する', "Record the customer's final acceptance", {
    acceptedBy: '情報システム部 田中 花子',
  }),
  RefuseCompletion: describe(
    'RefuseCompletion',
    '最終検収の不合格を記録する',
    'Record that the customer refused the completion, with the points',
    { points: [{ description: '月次締め処理の手順書がない' }] },
  ),
  EvaluateEngagement: describe(
    'EvaluateEngagement',
    '案件を評価して完了する',
    'Evaluate the engagement, which completes it',
    { quality: 4, schedule: 3, cost: 4, collaboration: 5, lessons: '要件の凍結をもう一週早くする。' },
  ),
  RecordNextOpportunity: describe('RecordNextOpportunity', '次の商談の機会を記録する', 'Record the next opportunity', {
    title: '倉庫管理との連携',
    expectedValue: 3_000_000,
    expectedOn: '2099-04-01',
  }),
};
