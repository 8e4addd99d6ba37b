import type { Bilingual } from '#libs/kernel/decider';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import type { ReplyOccasion } from '#libs/read-models/order-status/owed-replies';
import type { ContactDirection, ContactMedium, ReplyOwer } from '#state-machines/vocabulary/contact';
import type { Language } from '../language.ts';
import { timeText } from '../time-text.ts';

const words = {
  lastContact: { ja: '最後の連絡', en: 'Last contact' },
  reply: { ja: '回答待ち', en: 'Answer owed' },
  by: { ja: '期限', en: 'by' },
} as const satisfies Record<string, Bilingual>;

const media: Readonly<Record<ContactMedium, Bilingual>> = {
  phone: { ja: '電話', en: 'phone' },
  email: { ja: 'メール', en: 'e-mail' },
  fax: { ja: 'FAX', en: 'fax' },
  web: { ja: 'ウェブ', en: 'web' },
  visit: { ja: '訪問', en: 'visit' },
  letter: { ja: '手紙', en: 'letter' },
  meeting: { ja: '打ち合わせ', en: 'meeting' },
};

const directions: Readonly<Record<ContactDirection, Bilingual>> = {
  inbound: { ja: 'お客様から', en: 'from the customer' },
  outbound: { ja: '当社から', en: 'to the customer' },
};

const owers: Readonly<Record<ReplyOwer, Bilingual>> = {
  company: { ja: '当社 → お客様', en: 'company → customer' },
  customer: { ja: 'お客様 → 当社', en: 'customer → company' },
};

const occasions: Readonly<Record<ReplyOccasion, Bilingual>> = {
  contact: { ja: '連絡', en: 'contact' },
  inquiry: { ja: '問い合わせ', en: 'inquiry' },
  clarification: { ja: '不明点の確認', en: 'clarification' },
  deliveryDate: { ja: '納期の提案', en: 'proposed delivery date' },
  proposal: { ja: '提案書', en: 'proposal' },
  change: { ja: '変更の見積もり', en: 'quoted change' },
};

/** When and how the customer and the company last talked, and a row for each answer that one of them owes the other. */
export const contactRows = (order: OrderView, language: Language): readonly (readonly [string, string])[] => {
  const { lastContactMedium: medium, lastContactDirection: direction } = order;
  const lastContact = [
    timeText(order.lastContactAt),
    medium && media[medium][language],
    direction && directions[direction][language],
  ];
  return [
    [words.lastContact[language], lastContact.filter((part) => part !== null).join('  ')],
    ...order.owedReplies.map(({ owedBy, due, after }): readonly [string, string] => {
      const until = due === null ? '' : `  ${words.by[language]} ${due}`;
      return [words.reply[language], `${owers[owedBy][language]}${until}  (${occasions[after][language]})`];
    }),
  ];
};
