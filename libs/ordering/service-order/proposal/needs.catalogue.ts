import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { needsPayloads } from './needs.commands.ts';

const describe = describeCommands(needsPayloads);

const needs = {
  title: '販売管理システムの刷新',
  needs: '受注から請求までを一つの画面で扱いたい。',
  desiredValue: '月末の締め作業を半分にする。',
  conditions: '既存の会計システムはそのまま使う。',
  budget: 8_000_000,
  desiredDate: '2099-03-31',
  decisionMaker: '情報システム部 部長 佐藤 一郎',
};

/** Words and examples of the commands about needs and chances. */
export const needsCommands: Readonly<Record<keyof typeof needsPayloads, CommandDescription>> = {
  RecordNeeds: {
    ...describe('RecordNeeds', '要望を受け付ける', 'Record what a customer needs', {
      channel: 'visit',
      customer: {
        id: 'C-1001',
        name: '株式会社さくら商店',
        contact: { name: '田中 花子', email: 'hanako@example.co.jp' },
      },
      customerReference: 'RFP-2026-04',
      ...needs,
    }),
    creates: true,
  },
  ReviseNeeds: describe('ReviseNeeds', '要望を改める', 'Revise the needs, in full', {
    ...needs,
    needs: '受注から請求までを一つの画面で扱い、在庫も見たい。',
    reason: '在庫の照会を追加',
  }),
  ConfirmNeeds: describe('ConfirmNeeds', '要望を確認済みにする', 'Confirm the needs with the customer', {
    confirmedVia: 'visit',
  }),
  EstimateWinProbability: describe('EstimateWinProbability', '受注確度を見積もる', 'Estimate the chance of winning', {
    percent: 60,
    reason: '決裁者と面談済み',
  }),
  GiveUpEngagement: describe(
    'GiveUpEngagement',
    '案件を取り下げる',
    'Give the engagement up before there is a contract',
    { by: 'customer', reason: 'budget', note: '来期に見送り' },
  ),
};
