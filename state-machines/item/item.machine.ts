import { setup } from 'xstate';
import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';
import { initialItemData, type ItemData } from './item.data.ts';
import type { ItemFact } from './item.events.ts';

/** 品目: what the company sells, from its first price to its last day. */
export const itemMachine = setup({
  types: { context: {} as ItemData, events: {} as ItemFact },
  actions: { recorded: () => undefined },
}).createMachine({
  id: 'item',
  context: initialItemData,
  initial: 'unregistered',
  states: {
    unregistered: {
      meta: meta('backOffice', ['未登録', 'Unregistered'], ['まだ登録されていない', 'Nobody has registered it yet.']),
      on: { ItemRegistered: 'active' },
    },
    active: {
      meta: meta('nobody', ['販売中', 'Active'], ['受注できる', 'It can be ordered.']),
      on: { ItemAmended: recorded, ItemDiscontinued: 'discontinued' },
    },
    discontinued: {
      meta: meta(
        'nobody',
        ['販売終了', 'Discontinued'],
        ['新しい受注はできない。受けた注文は続く', 'No new order may name it; orders taken before go on.'],
      ),
      on: { ItemAmended: recorded, ItemReinstated: 'active' },
    },
  },
});
