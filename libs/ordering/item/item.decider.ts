import { foldChart, type ChartState } from '#libs/kernel/charts/chart-fold';
import type { Decider, Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { newsAbout, reduceItem, type ItemData } from '#state-machines/item/item.data';
import { regionOf, type ItemFact } from '#state-machines/item/item.events';
import { itemId } from '#state-machines/item/item.id';
import { itemMachine } from '#state-machines/item/item.machine';
import { ruleRefusal, stateRefusal } from '../refusal.ts';
import type { ItemCommand } from './item.commands.ts';

export type ItemState = ChartState<ItemData>;

/** The fold of an item: its chart with its reducer. */
export const itemFold = foldChart<typeof itemMachine, ItemFact>({ machine: itemMachine, reduce: reduceItem, regionOf });

const refusedWhen = (type: ItemCommand['type'], { value }: ItemState): Refusal | undefined => {
  switch (type) {
    case 'RegisterItem':
      return undefined;
    case 'AmendItem':
    case 'DiscontinueItem':
    case 'ReinstateItem':
      return value === 'unregistered'
        ? stateRefusal(
            'not-registered',
            'この品目は登録されていません。先に登録してください。',
            'There is no such item; register it first.',
          )
        : undefined;
  }
};

const decide = (command: ItemCommand, state: ItemState, context: DecisionContext): Decision<ItemFact> => {
  const refusal = refusedWhen(command.type, state);
  if (refusal) return refusal;
  switch (command.type) {
    case 'RegisterItem':
      return register(command.data, state, context);
    case 'AmendItem': {
      const news = newsAbout(state.data, command.data);
      return Object.keys(news).length === 0 ? [] : [{ type: 'ItemAmended', data: news }];
    }
    case 'DiscontinueItem': {
      const { reason } = command.data;
      return state.value === 'discontinued' ? [] : [{ type: 'ItemDiscontinued', data: { reason } }];
    }
    case 'ReinstateItem':
      return state.value === 'active' ? [] : [{ type: 'ItemReinstated', data: {} }];
  }
};

const register = (
  registration: Extract<ItemCommand, { type: 'RegisterItem' }>['data'],
  { value, data }: ItemState,
  { id }: DecisionContext,
): Decision<ItemFact> => {
  const { sku, name, unit = '個', taxClass, unitPrice, currency = 'JPY', preferredSupplierId, orderLot } = registration;
  if (itemId(sku) !== id)
    return ruleRefusal(
      'wrong-item-id',
      'sku',
      `SKU「${sku}」の品目のIDは「${itemId(sku)}」です。`,
      `The id of the item with SKU "${sku}" is "${itemId(sku)}".`,
    );
  const described = {
    sku,
    name,
    unit,
    taxClass,
    unitPrice,
    currency,
    ...(preferredSupplierId === undefined ? {} : { preferredSupplierId }),
    ...(orderLot === undefined ? {} : { orderLot }),
  };
  if (value === 'unregistered') return [{ type: 'ItemRegistered', data: described }];
  const others = Object.keys(newsAbout(data, described));
  if (others.length === 0) return [];
  return stateRefusal(
    'already-registered',
    `SKU「${sku}」は別の内容で登録済みです（${others.join('、')}）。変更するには品目の変更を使ってください。`,
    `SKU "${sku}" is registered already, with another ${others.join(', ')}; amend the item to change it.`,
  );
};

/** 品目. */
export const itemDecider: Decider<ItemState, ItemCommand, ItemFact> = {
  initial: itemFold.initial,
  evolve: itemFold.evolve,
  decide,
  refusedWhen,
};
