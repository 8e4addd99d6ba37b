import type { PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import { send, sendFrom, type GoodsJourney } from './goods-journey.ts';
import { nextDay, sendToCase, wait, type JourneyStep } from './journey.ts';
import {
  accepted,
  arrived,
  cancelledByCustomer,
  dateAgreed,
  delivered,
  inquiryOpened,
  invoiced,
  paid,
  paidInAdvance,
  registered,
} from './goods-journey-stretches.ts';
import { memberInTurn } from './sample-desk.ts';

/** An order that is completed, with its payment in some state. */
const completed = (
  name: string,
  [ja, en]: readonly [string, string],
  terms: PaymentTerms,
  payment: string,
  share: number,
  steps: readonly JourneyStep[],
): GoodsJourney => ({
  name,
  title: { ja, en },
  endsIn: { fulfilment: 'completed', payment, shipments: ['answered'] },
  terms,
  lines: ['stocked', 'stocked'],
  share,
  steps,
});

const completedOnInvoice = [...registered, ...accepted('S1'), ...invoiced];

const halfPaid = sendFrom('RecordPayment', ({ total }) => ({
  amount: Math.floor(total / 2),
  currency: 'JPY',
  method: 'bankTransfer',
}));

/** What is paid, how and when: in advance, on delivery, on invoice, too little, too late, too much. */
export const paymentJourneys: readonly GoodsJourney[] = [
  completed(
    'invoice-sent',
    ['完了、請求中', 'Completed; the invoice is to be paid'],
    'invoice',
    'due',
    6,
    completedOnInvoice,
  ),
  completed('invoice-paid', ['完了、掛け払い入金済み', 'Completed and paid on invoice'], 'invoice', 'paid', 14, [
    ...completedOnInvoice,
    wait(8),
    ...paid,
    send('RecordContact', { medium: 'phone', direction: 'outbound', summary: 'ご入金のお礼と次回のご案内。' }),
  ]),
  completed('paid-in-part', ['完了、一部入金', 'Completed, paid in part'], 'invoice', 'partlyPaid', 3, [
    ...completedOnInvoice,
    wait(6),
    halfPaid,
  ]),
  completed('payment-overdue', ['完了、支払遅延', 'Completed; the payment is overdue'], 'invoice', 'overdue', 3, [
    ...completedOnInvoice,
    wait(11),
    nextDay,
    sendFrom('RecordContact', ({ inDays }) => ({
      medium: 'phone',
      direction: 'outbound',
      summary: '入金予定を伺った。折り返しお返事をいただく。',
      replyDue: inDays(1),
    })),
    wait(3),
  ]),
  completed('paid-in-advance', ['前払いで完了', 'Paid in advance and completed'], 'prepaid', 'paid', 12, [
    ...paidInAdvance,
    ...accepted('S1'),
    sendFrom('IssueDocument', ({ order, total }) => ({
      documentType: 'receipt',
      documentNumber: `RC-${order.reference}`,
      sentVia: 'email',
      amount: total,
    })),
    nextDay,
    sendFrom('RecordFeedback', ({ order }) => ({ score: 3 + (order.number % 3), comment: '丁寧な対応でした。' })),
  ]),
  completed('paid-on-delivery', ['代引で完了', 'Paid on delivery and completed'], 'cashOnDelivery', 'paid', 10, [
    ...registered,
    ...delivered('S1'),
    sendFrom('RecordPayment', ({ total }) => ({ amount: total, currency: 'JPY', method: 'cashOnDelivery' })),
    nextDay,
    send('AcceptDelivery', { shipmentId: 'S1' }),
  ]),
  completed(
    'held-released-completed',
    ['保留を解いて完了', 'Held, released and completed'],
    'cashOnDelivery',
    'paid',
    3,
    [
      ...registered,
      send('HoldOrder', { reason: 'address', note: '建物名が不明' }),
      nextDay,
      send('RecordContact', { medium: 'phone', direction: 'outbound', summary: '届け先を確認した。' }),
      send('ReleaseHold', { reason: 'address', note: 'お客様に確認済み' }),
      ...delivered('S1'),
      sendFrom('RecordPayment', ({ total }) => ({ amount: total, currency: 'JPY', method: 'cashOnDelivery' })),
      send('AcceptDelivery', { shipmentId: 'S1' }),
    ],
  ),
  {
    ...completed('asked-after-delivery', ['完了後の問い合わせ', 'A question after completion'], 'prepaid', 'paid', 2, [
      ...paidInAdvance,
      ...accepted('S1'),
      nextDay,
      ...inquiryOpened('商品', '賞味期限はいつまでですか。'),
      nextDay,
      sendToCase('TakeCase', ({ order }) => ({ assignee: memberInTurn('support', order.number) })),
      sendToCase('RequestInformation', ({ inDays }) => ({
        question: '缶の底の記号をお知らせください。',
        askedVia: 'phone',
        answerDue: inDays(1),
      })),
    ]),
    endsIn: { fulfilment: 'completed', payment: 'paid', care: 'inquiryOpen', shipments: ['answered'] },
  },
  completed(
    'answered-in-its-case',
    ['問い合わせ案件で回答し完了', 'Asked, and answered in the case'],
    'invoice',
    'due',
    3,
    [
      ...registered,
      ...inquiryOpened('商品', '贈答用の包装はできますか。'),
      nextDay,
      sendToCase('TakeCase', ({ order }) => ({ assignee: memberInTurn('support', order.number) })),
      sendToCase('AnswerCase', () => ({ answer: '熨斗紙つきで承ります。', answeredVia: 'phone' })),
      nextDay,
      sendToCase('ResolveCase', () => ({ outcome: 'answered', resolution: '包装をご案内し、ご了承いただいた。' })),
      nextDay,
      sendToCase('CloseCase', () => ({})),
      ...accepted('S1'),
      ...invoiced,
    ],
  ),
  completed('dissatisfied', ['低い評価、お詫び済み', 'A low score, and an apology'], 'cashOnDelivery', 'paid', 2, [
    ...registered,
    ...delivered('S1'),
    sendFrom('RecordPayment', ({ total }) => ({ amount: total, currency: 'JPY', method: 'cashOnDelivery' })),
    send('AcceptDelivery', { shipmentId: 'S1' }),
    nextDay,
    send('RecordFeedback', { score: 1, comment: '時間指定が守られなかった。' }),
    wait(3),
    send('RecordContact', {
      medium: 'phone',
      direction: 'outbound',
      summary: 'お詫びし、配送業者に申し入れるとお伝えした。',
    }),
  ]),
  completed('question-answered', ['問い合わせに回答して完了', 'A question answered on the way'], 'invoice', 'due', 3, [
    ...registered,
    ...inquiryOpened('納期', '早めに届きますか。'),
    nextDay,
    send('ResolveInquiry', { answer: '明後日のお届け予定です。' }),
    ...accepted('S1'),
    ...invoiced,
  ]),
  {
    name: 'amended-while-paid',
    title: { ja: '入金後に減数、差額の返金待ち', en: 'Reduced after it was paid; the difference is to be given back' },
    endsIn: { fulfilment: 'registered', payment: 'refundDue' },
    terms: 'prepaid',
    lines: ['stocked', 'stocked'],
    share: 1,
    steps: [
      ...paidInAdvance,
      sendFrom('AmendOrder', ({ order }) => ({
        reason: 'お客様より減数のご連絡',
        lines: [{ lineId: '1', quantity: (order.lines[0]?.quantity ?? 0) - 1 }],
      })),
      nextDay,
      send('RegisterOrder', {}),
    ],
  },
  {
    name: 'cancelled-and-refunded',
    title: { ja: '前払い後に取消、返金済み', en: 'Paid, then cancelled, and the money given back' },
    endsIn: { fulfilment: 'cancelled', payment: 'refunded' },
    terms: 'prepaid',
    lines: ['stocked', 'stocked'],
    share: 2,
    steps: [
      ...paidInAdvance,
      nextDay,
      ...cancelledByCustomer,
      nextDay,
      send('RefundPayment', { method: 'bankTransfer', reason: 'ご注文取消のため' }),
    ],
  },
  {
    name: 'ordered-in-and-paid',
    title: { ja: '取り寄せ品を前払いで完了', en: 'Ordered in, paid in advance, completed' },
    endsIn: { fulfilment: 'completed', payment: 'paid', shipments: ['answered'] },
    terms: 'prepaid',
    lines: ['orderedIn', 'stocked'],
    share: 5,
    steps: [...dateAgreed, ...invoiced, ...arrived, ...paid, ...accepted('S1')],
  },
];
