import type { StreamType } from '#libs/kernel/decider';
import type { ItemFact } from '#state-machines/item/item.events';
import type { ItemCommand } from './item.commands.ts';
import { itemDecider, itemFold, type ItemState } from './item.decider.ts';

export const itemStream: StreamType<ItemState, ItemCommand, ItemFact> = {
  category: 'item',
  machine: 'item@1',
  decider: itemDecider,
  stateAfter: itemFold.stateAfter,
  upcasters: {},
  personal: {},
  personOf: (_state, id) => id,
};
