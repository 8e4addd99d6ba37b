import type { StreamType } from '#libs/kernel/decider';
import { personalMembers, type CustomerFact } from '#state-machines/customer/customer.events';
import { percentDecoded } from '#state-machines/vocabulary/percent-encoding';
import type { CustomerCommand } from './customer.commands.ts';
import { customerDecider, customerFold, type CustomerState } from './customer.decider.ts';

/** 得意先. Orders are sealed under the customer's number, so that this stream is too: erasing the one erases the other. */
export const customerStream: StreamType<CustomerState, CustomerCommand, CustomerFact> = {
  category: 'customer',
  machine: 'customer@1',
  decider: customerDecider,
  stateAfter: customerFold.stateAfter,
  upcasters: {},
  personal: personalMembers,
  personOf: (_state, id) => percentDecoded(id),
};
