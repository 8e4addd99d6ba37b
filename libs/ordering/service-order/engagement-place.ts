import { nothingIsHeld, type OrderDeskData } from '#state-machines/order/order.data';
import { onlyIf, whileInRegion } from '../availability.ts';
import { regionPath, serviceOrderStateLabel, type ServiceOrderState } from './service-order.state.ts';

const whileRegionIs = (region: 'engagement' | 'change') =>
  whileInRegion({
    pathOf: (state: ServiceOrderState) => regionPath(state, region),
    labelOf: (path) => serviceOrderStateLabel(region, path),
  });

/** Allowed while the engagement is in one of these states, or in a state inside one of them. */
export const whileIn = whileRegionIs('engagement');

/** Allowed while the change is in one of these states. */
export const whileChangeIs = whileRegionIs('change');

/** Allowed while nothing holds the order back. */
export const notHeld = onlyIf(
  (data: Pick<OrderDeskData, 'holds'>) => nothingIsHeld(data),
  'order-held',
  '保留中の受注は先に進められません。先に保留を解除してください。',
  'A held order does not go on; release its holds first.',
);
