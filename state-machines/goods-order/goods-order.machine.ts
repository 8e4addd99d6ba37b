import { careRegion, contactTransitions } from '../order/care.region.ts';
import { holdRegion } from '../order/hold.region.ts';
import { fulfilmentRegion } from './fulfilment.region.ts';
import { initialGoodsOrderData } from './goods-order.data.ts';
import { goodsOrderSetup } from './goods-order.setup.ts';
import { paymentRegion } from './payment.region.ts';

/** 有形商材の受注: four parallel regions, so that "why is it stuck?" always has an exact answer. */
export const goodsOrderMachine = goodsOrderSetup.createMachine({
  id: 'goodsOrder',
  context: initialGoodsOrderData,
  type: 'parallel',
  on: contactTransitions,
  states: { fulfilment: fulfilmentRegion, payment: paymentRegion, hold: holdRegion, care: careRegion },
});
