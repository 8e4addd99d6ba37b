import { serviceConversations } from '../order/conversations.ts';
import type { ContactRecord } from '../vocabulary/contact.ts';
import {
  customer,
  goods,
  service,
  supportCase,
  type FactPattern,
  type FollowUpRule,
  type StateAfterFact,
} from './follow-up-rule.ts';

/** The contact, wherever it was: on an order of either kind, on a case, or on the customer as such. */
const contacted = (
  when: (contact: ContactRecord) => boolean,
  more: { readonly onceOpen?: true; readonly reschedules?: true } = {},
) => [
  goods('CustomerContacted', { when, ...more }),
  service('CustomerContacted', { when, ...more }),
  supportCase('CustomerContacted', { when, ...more }),
  customer('CustomerContacted', { when, ...more }),
];
const ofOrders = (patterns: readonly FactPattern[]) => patterns.filter(({ of }) => of.endsWith('Order'));

const outbound = ({ direction }: ContactRecord): boolean => direction === 'outbound';
const inbound = ({ direction }: ContactRecord): boolean => direction === 'inbound';
const companyOwes = ({ replyOwedBy }: ContactRecord): boolean => replyOwedBy === 'company';
const companyOwesBy = (contact: ContactRecord): boolean => companyOwes(contact) && contact.replyDue !== undefined;
const customerOwes = ({ replyOwedBy }: ContactRecord): boolean => replyOwedBy === 'customer';
const customerOwesBy = (contact: ContactRecord): boolean => customerOwes(contact) && contact.replyDue !== undefined;

/** Somebody at the company has spoken to the customer of an order since the follow-up showed up. */
const spokenToSince = ofOrders(contacted(outbound, { onceOpen: true }));

const isLow = ({ score }: { readonly score: number }): boolean => score <= 2;
type Hold = { readonly reason: string; readonly again?: true };
const forCredit = ({ reason }: Hold): boolean => reason === 'credit';
const forDuplicate = ({ reason }: Hold): boolean => reason === 'suspectedDuplicate';
/** What is said of a hold that stands already begins nothing. */
const anew =
  (isFor: (hold: Hold) => boolean) =>
  (hold: Hold): boolean =>
    isFor(hold) && hold.again === undefined;
/** The stock has given the order what it was short of, so that nothing is left to tell or to agree. */
const nothingShort = (_data: unknown, { fulfilment }: StateAfterFact): boolean =>
  typeof fulfilment === 'string' &&
  !['allocating.awaitingStock', 'allocating.dateToPropose', 'allocating.dateToAgree'].includes(fulfilment);
const overdue = (_data: unknown, { payment }: StateAfterFact): boolean => payment === 'overdue';
const notOverdue = (_data: unknown, { payment }: StateAfterFact): boolean => payment !== 'overdue';
const atWork = (_data: unknown, { engagement }: StateAfterFact): boolean =>
  typeof engagement === 'string' && /^(delivering|reviewing)\b/.test(engagement);

const cancelled = (_data: unknown, { fulfilment }: StateAfterFact): boolean => fulfilment === 'cancelled';
/** The order came to nothing. */
const goodsCancelled = [
  goods('OrderCancelled'),
  goods('LineCancelled', { when: cancelled }),
  goods('RefusalSettled', { when: cancelled }),
];
/** Nothing of the order is left to be decided, however it ended. */
const orderEnded = [
  ...goodsCancelled,
  goods('OrderCompleted'),
  service('EngagementLost'),
  service('ProposalDeclined'),
  service('ProposalExpired'),
  service('ContractTerminated'),
  service('EngagementCompleted'),
];

const answersOfProposals = [
  service('ProposalAccepted'),
  service('ProposalDeclined'),
  service('ProposalExpired'),
  service('ProposalRevisionRequested'),
  service('ProposalRevised'),
  service('EngagementLost'),
];

/** Every rule by which something that the company owes a customer becomes a follow-up. */
export const followUpRules: readonly FollowUpRule[] = [
  {
    id: 'clarification-unanswered',
    name: { ja: '確認事項への回答がない', en: 'No answer to a clarification' },
    task: { ja: 'お客様に電話し、確認事項の回答をいただく', en: 'Call the customer and get the question answered' },
    priority: 'high',
    begins: [goods('ClarificationRequested')],
    opens: { businessDays: 2 },
    due: { businessDays: 0 },
    answers: [goods('ClarificationReceived'), ...goodsCancelled],
  },
  {
    id: 'shortage-to-tell',
    name: { ja: '欠品の連絡', en: 'A shortage is to be told' },
    task: { ja: '欠品をお伝えし、新しい納期を提案する', en: 'Tell the customer of the shortage and propose a date' },
    priority: 'urgent',
    begins: [goods('LineBackordered'), goods('DeliveryDateDeclined')],
    opens: 'atOnce',
    due: { businessDays: 0 },
    answers: [
      goods('DeliveryDateProposed'),
      goods('DeliveryDateAgreed'),
      goods('StockAllocated', { when: nothingShort }),
      goods('LineCancelled', { when: nothingShort }),
      goods('OrderCancelled'),
      ...ofOrders(contacted(outbound)),
    ],
  },
  {
    id: 'delivery-date-changed',
    name: { ja: '納期変更の合意待ち', en: 'A changed delivery date waits for agreement' },
    task: { ja: '新しい納期にご了承をいただく', en: "Get the customer's agreement to the new date" },
    priority: 'high',
    begins: [goods('DeliveryDateProposed')],
    opens: 'atOnce',
    due: { businessDays: 1 },
    answers: [
      goods('DeliveryDateAgreed'),
      goods('DeliveryDateDeclined'),
      goods('StockAllocated', { when: nothingShort }),
      goods('LineCancelled', { when: nothingShort }),
      goods('OrderCancelled'),
    ],
  },
  {
    id: 'suspected-duplicate',
    name: { ja: '重複の疑い', en: 'Perhaps the same order came in twice' },
    task: { ja: 'お客様に確かめ、保留を解くか取り消す', en: 'Ask the customer, then release the hold or cancel' },
    priority: 'high',
    begins: [goods('OrderHeld', { when: anew(forDuplicate) }), service('OrderHeld', { when: anew(forDuplicate) })],
    opens: 'atOnce',
    due: { businessDays: 0 },
    answers: [
      goods('HoldReleased', { when: forDuplicate }),
      service('HoldReleased', { when: forDuplicate }),
      ...orderEnded,
    ],
  },
  {
    id: 'held-for-credit',
    name: { ja: '与信による保留', en: 'Held for the credit' },
    task: { ja: '与信を確かめ、保留を解くか取り消す', en: 'Look at the credit, then release the hold or cancel' },
    priority: 'high',
    begins: [goods('OrderHeld', { when: anew(forCredit) }), service('OrderHeld', { when: anew(forCredit) })],
    opens: 'atOnce',
    due: { businessDays: 0 },
    answers: [goods('HoldReleased', { when: forCredit }), service('HoldReleased', { when: forCredit }), ...orderEnded],
  },
  {
    id: 'delivery-unconfirmed',
    name: { ja: '配達完了の記録がない', en: 'Dispatched, and no delivery scan' },
    task: { ja: '配送業者に確かめ、お客様に状況を伝える', en: 'Ask the carrier, and tell the customer how it stands' },
    priority: 'high',
    begins: [goods('ShipmentDispatched', { part: 'shipmentId' }), goods('RedeliveryArranged', { part: 'shipmentId' })],
    opens: { businessDays: 1, after: 'expectedOn', orElse: 3 },
    due: { businessDays: 0 },
    answers: [
      goods('ShipmentDelivered', { part: 'shipmentId' }),
      goods('DeliveryFailed', { part: 'shipmentId' }),
      goods('ShipmentReturnedToSender', { part: 'shipmentId' }),
    ],
  },
  {
    id: 'delivery-failed',
    name: { ja: '配達できなかった', en: 'A delivery failed' },
    task: { ja: '再配達の日時をお客様と決める', en: 'Arrange a redelivery with the customer' },
    priority: 'high',
    begins: [goods('DeliveryFailed', { part: 'shipmentId' })],
    opens: 'atOnce',
    due: { businessDays: 0 },
    answers: [
      goods('RedeliveryArranged', { part: 'shipmentId' }),
      goods('ShipmentDelivered', { part: 'shipmentId' }),
      goods('ShipmentReturnedToSender', { part: 'shipmentId' }),
    ],
  },
  {
    id: 'acceptance-missing',
    name: { ja: '検収の連絡がない', en: 'Delivered, but not accepted' },
    task: { ja: '品物に問題がないか伺い、検収をいただく', en: 'Ask whether all is well, and get the acceptance' },
    priority: 'normal',
    begins: [goods('ShipmentDelivered', { part: 'shipmentId' })],
    opens: { businessDays: 3 },
    due: { businessDays: 0 },
    answers: [goods('DeliveryAccepted', { part: 'shipmentId' }), goods('DeliveryRefused', { part: 'shipmentId' })],
  },
  {
    id: 'proposal-unanswered',
    name: { ja: '提案への返事がない', en: 'No word on a proposal' },
    task: { ja: '提案のご感想と検討状況を伺う', en: 'Ask what the customer thinks of the proposal' },
    priority: 'normal',
    begins: [service('ProposalSubmitted')],
    opens: { businessDays: 5 },
    due: { businessDays: 1 },
    answers: [...answersOfProposals, service('CustomerContacted', { when: inbound })],
  },
  {
    id: 'proposal-expiring',
    name: { ja: '提案の期限が近い', en: 'A proposal is about to expire' },
    task: { ja: '期限をお伝えし、ご判断を伺う', en: 'Tell the customer of the date, and ask for a decision' },
    priority: 'high',
    begins: [service('ProposalSubmitted')],
    opens: { businessDays: 3, before: 'validUntil' },
    due: { on: 'validUntil', orElse: 0 },
    answers: answersOfProposals,
  },
  {
    id: 'contact-due',
    name: { ja: '定期連絡が途絶えている', en: 'A project without contact for the agreed interval' },
    task: { ja: '進み具合をお客様に報告する', en: 'Tell the customer how the project is going' },
    priority: 'normal',
    begins: serviceConversations.map((fact) => service(fact, { when: atWork })),
    opens: { days: { remembered: 'contactIntervalDays' } },
    due: { businessDays: 0 },
    answers: [...serviceConversations.map((fact) => service(fact)), service('EngagementCompleted')],
    remembers: [
      {
        ...service('ProjectPlanned'),
        members: (data) => {
          const { contactIntervalDays } = data['plan'] as { readonly contactIntervalDays?: number };
          return { ...(contactIntervalDays === undefined ? {} : { contactIntervalDays }) };
        },
      },
    ],
  },
  {
    id: 'low-score',
    name: { ja: '低い評価', en: 'A low feedback score' },
    task: { ja: 'お詫びし、不満の原因を伺う', en: 'Apologise, and ask what went wrong' },
    priority: 'urgent',
    begins: [goods('FeedbackReceived', { when: isLow }), service('FeedbackReceived', { when: isLow })],
    opens: 'atOnce',
    due: { businessDays: 1 },
    answers: spokenToSince,
  },
  {
    id: 'payment-overdue',
    name: { ja: '入金の遅れ', en: 'A payment is overdue' },
    task: { ja: '入金予定を伺う', en: 'Ask when the payment is to come' },
    priority: 'high',
    begins: [
      goods('PaymentBecameOverdue'),
      // What was paid late, and came to cost more, is overdue at once.
      goods('OrderAmended', { when: overdue }),
      service('InvoiceBecameOverdue', { part: 'invoiceNumber' }),
    ],
    opens: 'atOnce',
    due: { businessDays: 1 },
    answers: [
      goods('PaymentReceived', { when: notOverdue }),
      goods('PaymentFellDue', { when: notOverdue }),
      goods('OrderAmended', { when: notOverdue }),
      goods('LineCancelled', { when: notOverdue }),
      goods('OrderCancelled', { when: notOverdue }),
      goods('RefusalSettled', { when: notOverdue }),
      service('InvoicePaymentReceived', { part: 'invoiceNumber', when: ({ outstanding }) => outstanding === 0 }),
      service('InvoiceCancelled', { part: 'invoiceNumber' }),
    ],
  },
  {
    id: 'after-service-7',
    name: { ja: '完了後 7 日のご挨拶', en: 'After-service, 7 days after completion' },
    task: { ja: '使い心地やお困りごとを伺う', en: 'Ask how things are going, and whether anything is amiss' },
    priority: 'low',
    begins: [goods('OrderCompleted'), service('EngagementCompleted')],
    opens: { days: 7 },
    due: { businessDays: 2 },
    answers: spokenToSince,
  },
  {
    id: 'after-service-30',
    name: { ja: '完了後 30 日のご挨拶', en: 'After-service, 30 days after completion' },
    task: { ja: 'その後の様子と追加のご要望を伺う', en: 'Ask how it has been since, and for further wishes' },
    priority: 'low',
    begins: [goods('OrderCompleted'), service('EngagementCompleted')],
    opens: { days: 30 },
    due: { businessDays: 2 },
    answers: spokenToSince,
  },
  {
    id: 'next-proposal-90',
    name: { ja: '次のご提案', en: 'The next proposal, 90 days after a service completed' },
    task: { ja: '次の課題を伺い、提案の機会をいただく', en: 'Ask what is next, and propose it' },
    priority: 'normal',
    begins: [service('EngagementCompleted')],
    opens: { days: 90 },
    due: { businessDays: 5 },
    answers: [service('NextOpportunityRecorded', { onceOpen: true })],
  },
  {
    id: 'reply-promised',
    name: { ja: '返事の約束', en: 'An answer was promised' },
    task: { ja: 'お約束した返事をする', en: 'Give the answer that was promised' },
    priority: 'high',
    begins: [...contacted(companyOwesBy, { reschedules: true }), ...contacted(companyOwes)],
    opens: 'atOnce',
    due: { on: 'replyDue', orElse: 1 },
    answers: contacted((contact) => outbound(contact) || customerOwes(contact)),
  },
  {
    id: 'customer-reply-missing',
    name: { ja: 'お客様の返事がない', en: "The customer's answer is overdue" },
    task: { ja: 'お返事をお願いする', en: 'Ask the customer for the answer' },
    priority: 'normal',
    begins: contacted(customerOwesBy, { reschedules: true }),
    opens: { businessDays: 1, after: 'replyDue' },
    due: { businessDays: 1 },
    answers: contacted((contact) => inbound(contact) || companyOwes(contact)),
  },
  {
    id: 'case-unanswered',
    name: { ja: '問い合わせに未回答', en: 'An inquiry or a case waits for its first answer' },
    task: { ja: '問い合わせに回答する', en: 'Answer the customer' },
    priority: 'high',
    begins: [
      supportCase('CaseOpened'),
      supportCase('CaseAmended', { when: ({ firstAnswerDue }) => firstAnswerDue !== undefined, reschedules: true }),
      supportCase('CaseReopened'),
    ],
    opens: 'atOnce',
    due: { on: 'firstAnswerDue', orElse: 1 },
    answers: [
      supportCase('CaseAnswered'),
      supportCase('InformationRequested'),
      supportCase('CaseResolved'),
      supportCase('CaseClosed'),
    ],
  },
  {
    id: 'case-unresolved',
    name: { ja: '解決期限が近い', en: 'A case is about to miss its resolution target' },
    task: { ja: '期限までに解決するか、見通しをお伝えする', en: 'Resolve it in time, or tell the customer when' },
    priority: 'high',
    begins: [
      supportCase('CaseOpened'),
      supportCase('CaseReopened'),
      supportCase('CaseAmended', { when: ({ resolutionDue }) => resolutionDue !== undefined, reschedules: true }),
    ],
    opens: { businessDays: 1, before: 'resolutionDue' },
    due: { on: 'resolutionDue', orElse: 0 },
    answers: [supportCase('CaseResolved'), supportCase('CaseClosed')],
  },
  {
    id: 'case-information-missing',
    name: { ja: '問い合わせの確認に返事がない', en: 'A case waits for the customer in vain' },
    task: { ja: '必要な情報をもう一度お願いする', en: 'Ask the customer for the information again' },
    priority: 'normal',
    begins: [supportCase('InformationRequested')],
    opens: { businessDays: 1, after: 'answerDue' },
    due: { businessDays: 1 },
    answers: [supportCase('InformationReceived'), supportCase('CaseResolved'), supportCase('CaseClosed')],
  },
];

/** The rule of that id; undefined for one that this program does not have. */
export const followUpRuleOf = (id: string): FollowUpRule | undefined => followUpRules.find((rule) => rule.id === id);
