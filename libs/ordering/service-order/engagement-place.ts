import { whileInRegion } from '../availability.ts';
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
