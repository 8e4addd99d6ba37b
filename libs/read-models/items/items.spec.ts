import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ItemDescription, ItemFact } from '#state-machines/item/item.events';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { itemsProjection } from './items.projection.ts';
import { itemQuery, ItemParameters, ItemsParameters, itemsQuery } from './items.query.ts';

const tea: ItemDescription = { name: '煎茶 Sencha', unit: '袋', taxClass: 'reduced', unitPrice: 1200, currency: 'JPY' };

describeInEachRoom('items', (openRoom) => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    log = givenLog(memoryVault());
  });
  afterEach(() => room.leave());

  const fact = (sku: string, item: ItemFact) => log.add(`item-${encodeURIComponent(sku)}`, item, {});
  const registered = (sku: string, description: ItemDescription = tea) =>
    fact(sku, { type: 'ItemRegistered', data: { sku, ...description } });
  const context = () => ({ database: room.database, vault: memoryVault() });
  const one = (sku: string) => itemQuery.run(context(), Object.assign(new ItemParameters(), { sku }));
  const found = async (wanted: Partial<ItemsParameters>) => {
    const page = await itemsQuery.run(context(), Object.assign(new ItemsParameters(), wanted));
    return page?.items.map(({ sku }) => sku);
  };

  it('are found by their SKU, whatever characters it has', async () => {
    registered('茶/100.g');
    await room.project(itemsProjection, log.events);
    expect(await one('茶/100.g')).toEqual({
      id: '%E8%8C%B6%2F100.g',
      sku: '茶/100.g',
      ...tea,
      preferredSupplierId: null,
      orderLot: null,
      status: 'active',
      revision: '0',
      position: log.events[0]!.position,
    });
    expect(await one('茶')).toBeUndefined();
  });

  it('show their latest price and keep what an amendment does not name', async () => {
    registered('TEA', { ...tea, orderLot: 12 });
    fact('TEA', { type: 'ItemAmended', data: { unitPrice: 1300 } });
    await room.project(itemsProjection, log.events);
    expect(await one('TEA')).toMatchObject({ unitPrice: 1300, name: tea.name, orderLot: 12, revision: '1' });
  });

  it('are discontinued, and may come back', async () => {
    for (const sku of ['A', 'B', 'C']) registered(sku);
    for (const sku of ['A', 'B']) fact(sku, { type: 'ItemDiscontinued', data: { reason: '終売' } });
    fact('B', { type: 'ItemReinstated', data: {} });
    await room.project(itemsProjection, log.events);
    expect(await found({ status: 'discontinued' })).toEqual(['A']);
    expect(await found({ status: 'active' })).toEqual(['B', 'C']);
  });

  it('are found by a part of the name or of the SKU', async () => {
    registered('TEA-1');
    registered('CUP-1', { ...tea, name: '湯呑み' });
    await room.project(itemsProjection, log.events);
    expect(await found({ search: 'sencha' })).toEqual(['TEA-1']);
    expect(await found({ search: '湯呑' })).toEqual(['CUP-1']);
    expect(await found({ search: '-1' })).toEqual(['CUP-1', 'TEA-1']);
    expect(await found({ search: '%' })).toEqual([]);
  });
});
