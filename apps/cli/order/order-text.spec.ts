import { describe, expect, it } from '@jest/globals';
import { goodsOrderExample, serviceOrderExample } from '#libs/read-models/order-status/order-view.example';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import { contactMedia } from '#state-machines/vocabulary/contact';
import type { Language } from '../language.ts';
import { orderText } from './order-text.ts';

/** The lines that begin with one of some words, each blank as wide as one. */
const linesWith = (order: OrderView, language: Language, ...words: readonly string[]): readonly string[] =>
  orderText({ order, timeline: [], possible: [], refused: [], audit: { events: 1, findings: [] } }, language)
    .split('\n')
    .map((line) => line.trim().replaceAll(/ +/g, ' '))
    .filter((line) => words.some((word) => line.startsWith(word)));

const inEnglish = (order: OrderView) => linesWith(order, 'en', 'Last contact', 'Answer owed');
const inJapanese = (order: OrderView) => linesWith(order, 'ja', '最後の連絡', '回答待ち');

describe('an order on the command line', () => {
  it('shows when and how the customer and the company last talked, and who owes whom an answer by when', () => {
    expect(inEnglish(goodsOrderExample)).toEqual([
      'Last contact 2026-11-21 13:30 phone from the customer',
      'Answer owed company → customer by 2026-11-24 (contact)',
      'Answer owed customer → company (proposed delivery date)',
    ]);
    expect(inJapanese(goodsOrderExample)).toEqual([
      '最後の連絡 2026-11-21 13:30 電話 お客様から',
      '回答待ち 当社 → お客様 期限 2026-11-24 (連絡)',
      '回答待ち お客様 → 当社 (納期の提案)',
    ]);
  });

  it('leaves out what is not known of the last contact', () => {
    expect(inEnglish(serviceOrderExample)).toEqual([
      'Last contact 2027-02-18 14:10 to the customer',
      'Answer owed customer → company by 2027-02-26 (quoted change)',
    ]);
    const concluded: OrderView = { ...serviceOrderExample, lastContactDirection: null, owedReplies: [] };
    expect(inJapanese(concluded)).toEqual(['最後の連絡 2027-02-18 14:10']);
  });

  it('has a word for every medium in both languages', () => {
    for (const lastContactMedium of contactMedia) {
      const order: OrderView = { ...goodsOrderExample, lastContactMedium };
      expect(inEnglish(order)[0]).toMatch(/13:30 \S+ from/);
      expect(inJapanese(order)[0]).toMatch(/13:30 \S+ お客様から/);
    }
  });
});
