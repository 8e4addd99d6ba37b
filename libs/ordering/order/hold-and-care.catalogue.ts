import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../command-words.ts';
import type { HoldAndCarePayloads } from './hold-and-care.payloads.ts';

/** Words and examples of the commands that every order takes, for the payload classes of one kind. */
export const holdAndCareCommands = (
  payloads: HoldAndCarePayloads,
): Readonly<Record<keyof HoldAndCarePayloads, CommandDescription>> => {
  const describe = describeCommands(payloads);
  return {
    HoldOrder: describe('HoldOrder', '受注を保留にする', 'Hold the order', { reason: 'credit', note: '与信確認中' }),
    ReleaseHold: describe('ReleaseHold', '保留を解除する', 'Release a hold', { reason: 'credit' }),
    RecordContact: describe('RecordContact', 'お客様との連絡を記録する', 'Record a contact with the customer', {
      medium: 'phone',
      direction: 'outbound',
      summary: '納期をご案内した。',
    }),
    OpenInquiry: describe('OpenInquiry', '問い合わせを受け付ける', 'Open an inquiry of the customer', {
      about: '納期',
      question: '納期はいつになりますか。',
      askedVia: 'phone',
    }),
    ResolveInquiry: describe('ResolveInquiry', '問い合わせに回答する', 'Answer an inquiry', {
      answer: '今週中にお届けします。',
    }),
    RecordFeedback: describe('RecordFeedback', 'お客様の評価を記録する', "Record the customer's feedback", {
      score: 5,
      comment: '丁寧な対応でした。',
    }),
  };
};
