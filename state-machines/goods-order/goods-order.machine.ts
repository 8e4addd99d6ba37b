import { meta } from '../vocabulary/state-meta.ts';
import { fulfilmentRegion } from './fulfilment.region.ts';
import { initialGoodsOrderData } from './goods-order.data.ts';
import { goodsOrderSetup, recorded } from './goods-order.setup.ts';
import { paymentRegion } from './payment.region.ts';

/** 有形商材の受注: four parallel regions, so that "why is it stuck?" always has an exact answer. */
export const goodsOrderMachine = goodsOrderSetup.createMachine({
  id: 'goodsOrder',
  context: initialGoodsOrderData,
  type: 'parallel',
  on: {
    CustomerContacted: { guard: 'orderWasReceived', actions: 'recorded' },
    FeedbackReceived: { guard: 'orderWasReceived', actions: 'recorded' },
  },
  states: {
    fulfilment: fulfilmentRegion,
    payment: paymentRegion,
    hold: {
      initial: 'unknown',
      states: {
        unknown: {
          meta: meta('nobody', ['未受付', 'Unknown'], ['まだ受け付けていない', 'No such order was received yet.']),
          always: { guard: 'orderWasReceived', target: 'clear' },
        },
        clear: {
          meta: meta(
            'nobody',
            ['保留なし', 'Clear'],
            ['発送を止める理由はない', 'Nothing keeps the order from being dispatched.'],
          ),
          on: { OrderHeld: 'held' },
        },
        held: {
          meta: meta(
            'backOffice',
            ['保留中', 'Held'],
            ['理由が解消するまで発送しない', 'Not dispatched until every reason is released.'],
          ),
          on: { OrderHeld: recorded, HoldReleased: recorded },
          always: { guard: 'nothingIsHeld', target: 'clear' },
        },
      },
    },
    care: {
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
    },
  },
});
