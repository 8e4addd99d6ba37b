import type { Bilingual } from '#libs/kernel/decider';
import type { OrderDeskFact } from '#state-machines/order/order.events';

/** Japanese before English. */
export const label = (ja: string, en: string): Bilingual => ({ ja, en });

/** What the facts that every order has are called on a timeline. */
export const orderDeskFactLabels = {
  OrderHeld: label('保留にした', 'Order held'),
  HoldReleased: label('保留を解いた', 'Hold released'),
  InquiryOpened: label('問い合わせを受けた', 'Inquiry opened'),
  InquiryResolved: label('問い合わせに答えた', 'Inquiry resolved'),
  CustomerContacted: label('お客様と連絡した', 'Customer contacted'),
  FeedbackReceived: label('ご意見をいただいた', 'Feedback received'),
} as const satisfies Record<OrderDeskFact['type'], Bilingual>;
