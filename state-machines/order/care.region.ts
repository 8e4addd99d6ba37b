import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';

/** 問い合わせ: whether the customer of an order, of either kind, waits for an answer. */
export const careRegion = {
  initial: 'unknown',
  states: {
    unknown: {
      meta: meta('nobody', ['未受付', 'Unknown'], ['まだ受け付けていない', 'No such order was received yet.']),
      always: { guard: 'orderWasReceived', target: 'quiet' },
    },
    quiet: {
      meta: meta('nobody', ['問い合わせなし', 'Quiet'], ['未回答の問い合わせはない', 'No inquiry is open.']),
      on: { InquiryOpened: 'inquiryOpen' },
    },
    inquiryOpen: {
      meta: meta(
        'backOffice',
        ['問い合わせ中', 'Inquiry open'],
        ['回答すべき問い合わせがある', 'The customer waits for an answer.'],
      ),
      on: { InquiryOpened: recorded, InquiryResolved: recorded },
      always: { guard: 'noInquiryIsOpen', target: 'quiet' },
    },
  },
} as const;

/** What any state of an order takes, once there is one. */
export const contactTransitions = {
  CustomerContacted: { guard: 'orderWasReceived', actions: 'recorded' },
  FeedbackReceived: { guard: 'orderWasReceived', actions: 'recorded' },
} as const;
