import { setup } from 'xstate';
import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';
import { initialCustomerData, type CustomerData } from './customer.data.ts';
import type { CustomerFact } from './customer.events.ts';

/** 得意先: who orders, from the registration on. */
export const customerMachine = setup({
  types: { context: {} as CustomerData, events: {} as CustomerFact },
  actions: { recorded: () => undefined },
}).createMachine({
  id: 'customer',
  context: initialCustomerData,
  initial: 'unregistered',
  states: {
    unregistered: {
      meta: meta(
        'backOffice',
        ['未登録', 'Unregistered'],
        ['まだ登録されていない。注文は受けられる', 'Nobody has registered it yet; it can order all the same.'],
      ),
      on: { CustomerRegistered: 'active' },
    },
    active: {
      meta: meta('nobody', ['取引中', 'Active'], ['新しい受注を止める理由はない', 'Nothing holds new orders back.']),
      on: { CustomerAmended: recorded, CustomerContacted: recorded, CustomerHeld: 'held' },
    },
    held: {
      meta: meta(
        'backOffice',
        ['取引保留中', 'Held'],
        [
          '新しい受注は受け付けた上で保留になる',
          'New orders are taken and held, until somebody has settled what is wrong.',
        ],
      ),
      on: {
        CustomerAmended: recorded,
        CustomerContacted: recorded,
        CustomerHeld: recorded,
        CustomerHoldReleased: 'active',
      },
    },
  },
});
