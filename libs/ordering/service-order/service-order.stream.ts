import type { StreamType } from '#libs/kernel/decider';
import { personalMembers, type ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { serviceOrderAvailability } from './service-order.availability.ts';
import type { ServiceOrderCommand } from './service-order.commands.ts';
import { decideServiceOrder } from './service-order.decider.ts';
import { serviceOrderFold, serviceOrderStateAfter, type ServiceOrderState } from './service-order.state.ts';

/** 無形商材の受注: one stream per order, `serviceOrder-<uuid>`. */
export const serviceOrderStream: StreamType<ServiceOrderState, ServiceOrderCommand, ServiceOrderFact> = {
  category: 'serviceOrder',
  machine: 'serviceOrder@1',
  decider: {
    initial: serviceOrderFold.initial,
    evolve: (state, fact) => serviceOrderFold.evolve(state, fact),
    decide: decideServiceOrder,
    refusedWhen: (type, state) => serviceOrderAvailability[type](state),
  },
  stateAfter: serviceOrderStateAfter,
  upcasters: {},
  personal: personalMembers,
  personOf: ({ data }, id) => data.customerId || id,
};
