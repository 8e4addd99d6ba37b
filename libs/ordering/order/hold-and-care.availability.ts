import { noInquiryIsOpen, nothingIsHeld, wasReceived, type OrderDeskData } from '#state-machines/order/order.data';
import { everyOf, onlyIf, type Condition } from '../availability.ts';
import type { HoldAndCareCommand } from './hold-and-care.decider.ts';

/** Allowed once there is such an order. */
export const received = onlyIf(wasReceived, 'no-such-order', 'この受注は存在しません。', 'There is no such order.');

/** Allowed as long as there is no such order. */
export const notReceivedBefore = onlyIf(
  (data: Parameters<typeof wasReceived>[0]) => !wasReceived(data),
  'already-received',
  'この受注はすでに受け付けられています。',
  'This order was received before.',
);

const somethingIsHeld = onlyIf(
  (data: Pick<OrderDeskData, 'holds'>) => !nothingIsHeld(data),
  'not-held',
  '保留されていません。',
  'The order is not held.',
);

const someInquiryIsOpen = onlyIf(
  (data: Pick<OrderDeskData, 'openInquiries'>) => !noInquiryIsOpen(data),
  'no-open-inquiry',
  '未回答の問い合わせがありません。',
  'No inquiry is open.',
);

/** What refuses the commands that every order takes; `holdable` says when an order of the kind can be held. */
export const holdAndCareAvailability = <
  State extends { readonly data: OrderDeskData & { readonly orderNumber: string | null } },
>(
  holdable: Condition<State>,
): Readonly<Record<HoldAndCareCommand['type'], Condition<State>>> => ({
  HoldOrder: everyOf<State>(received, holdable),
  ReleaseHold: everyOf<State>(received, somethingIsHeld),
  RecordContact: received,
  OpenInquiry: received,
  ResolveInquiry: everyOf<State>(received, someInquiryIsOpen),
  RecordFeedback: received,
});
