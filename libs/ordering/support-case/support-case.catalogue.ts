import type { CommandCatalogue, CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../command-words.ts';
import { supportCasePayloads } from './support-case.commands.ts';
import { supportCaseStream } from './support-case.stream.ts';

const describe = describeCommands(supportCasePayloads);

/** Every command of a support case: from here come its route, its validation, its OpenAPI entry and its words. */
export const supportCaseCommands: Readonly<Record<keyof typeof supportCasePayloads, CommandDescription>> = {
  OpenCase: {
    ...describe('OpenCase', '問い合わせを受け付ける', 'Open a case: a question, a complaint, a repair, maintenance', {
      customerId: 'C-1001',
      category: 'complaint',
      priority: 'high',
      openedVia: 'phone',
      title: '箱がつぶれていた',
      description: '三箱のうち一箱の角がつぶれていたとのこと。',
    }),
    creates: true,
  },
  OpenCaseOfInquiry: {
    ...describe('OpenCaseOfInquiry', '受注の問い合わせから案件を起こす', 'Open a case of an inquiry about an order', {
      orderId: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11',
      orderKind: 'goods',
      inquiryId: '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01',
      askedVia: 'phone',
      openedAt: '2026-11-27T05:00:00Z',
    }),
    creates: true,
    internal: true,
  },
  AmendCase: describe('AmendCase', '案件の内容を変更する', 'Amend what a case is about, or how urgent it is', {
    category: 'repair',
    priority: 'urgent',
  }),
  TakeCase: describe('TakeCase', '担当者を決める', 'Take a case up, or give it to somebody', { assignee: 'sato' }),
  AnswerCase: describe('AnswerCase', 'お客様に回答する', 'Record an answer to the customer', {
    answer: '代わりの品を明日お送りします。',
    answeredVia: 'phone',
  }),
  RequestInformation: describe('RequestInformation', 'お客様に確認する', 'Ask the customer for something', {
    question: '写真をお送りいただけますか。',
    askedVia: 'email',
    answerDue: '2099-12-01',
  }),
  RecordInformation: describe('RecordInformation', 'お客様の回答を記録する', "Record the customer's answer", {
    answer: '写真を三枚いただいた。',
    answeredVia: 'email',
  }),
  RecordContact: describe('RecordContact', 'お客様との連絡を記録する', 'Record a contact with the customer', {
    medium: 'phone',
    direction: 'outbound',
    summary: '状況をお伝えした。',
  }),
  ResolveCase: describe('ResolveCase', '解決を記録する', 'Record what came of a case', {
    outcome: 'replaced',
    resolution: '代わりの品を送り、受け取りを確かめた。',
    answeredVia: 'phone',
  }),
  SettleCase: {
    ...describe('SettleCase', '受注で回答済みの案件を解決とする', 'Settle a case that was answered on its order', {}),
    internal: true,
  },
  CloseCase: describe('CloseCase', '案件を完了する', 'Close a resolved case', {}),
  ReopenCase: describe('ReopenCase', '案件を再開する', 'Reopen a case that is not settled after all', {
    reason: '代わりの品にも傷があった。',
  }),
};

export const supportCaseCatalogue: CommandCatalogue = {
  collection: 'support-cases',
  streamType: supportCaseStream,
  title: { ja: '問い合わせ案件', en: 'Support cases' },
  commands: supportCaseCommands,
};
