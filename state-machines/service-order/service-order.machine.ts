import { careRegion, contactTransitions } from '../order/care.region.ts';
import { holdRegion } from '../order/hold.region.ts';
import { billingRegion } from './billing.region.ts';
import { changeRegion } from './change.region.ts';
import { engagementRegion } from './engagement.region.ts';
import { initialServiceOrderData } from './service-order.data.ts';
import { serviceOrderSetup } from './service-order.setup.ts';

/** 無形商材の受注: five parallel regions, so that "why is it stuck?" always has an exact answer. */
export const serviceOrderMachine = serviceOrderSetup.createMachine({
  id: 'serviceOrder',
  context: initialServiceOrderData,
  type: 'parallel',
  on: contactTransitions,
  states: {
    engagement: engagementRegion,
    change: changeRegion,
    billing: billingRegion,
    hold: holdRegion,
    care: careRegion,
  },
});
