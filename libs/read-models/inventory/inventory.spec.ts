import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { StockItemFact } from '#state-machines/stock-item/stock-item.events';
import { IdPageParameters, IdParameters } from '../parameters.ts';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { inventoryProjection } from './inventory.projection.ts';
import { InventoryParameters, inventoryQuery, stockItemQuery } from './inventory.query.ts';
import { stockMovementsQuery } from './stock-movements.query.ts';

type Balance = readonly [onHand: number, reserved: number, backordered: number];

describeInEachRoom('the inventory', (openRoom) => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    log = givenLog(memoryVault());
  });
  afterEach(() => room.leave());

  const fact = (id: string, stock: StockItemFact, [onHand, reserved, backordered]: Balance) =>
    log.add(`stockItem-${id}`, stock, { ledger: 'kept', onHand, reserved, available: onHand - reserved, backordered });
  const registered = (warehouse: string, sku: string, reorderPoint: number) =>
    fact(`${warehouse}.${sku}`, { type: 'StockItemRegistered', data: { sku, warehouse, reorderPoint } }, [0, 0, 0]);
  const received = (id: string, quantity: number, balance: Balance) =>
    fact(id, { type: 'StockReceived', data: { quantity, receivedOn: '2026-11-20', reference: 'N-1' } }, balance);
  const line = { orderId: 'order-1', lineId: '1', claimNumber: 1, secured: 4, queued: 0, shipped: 0 };

  const context = () => ({ database: room.database, vault: memoryVault() });
  const list = async (wanted: Partial<InventoryParameters> = {}) =>
    (await inventoryQuery.run(context(), Object.assign(new InventoryParameters(), wanted)))!;
  const found = async (wanted: Partial<InventoryParameters>) => (await list(wanted)).items.map(({ id }) => id);
  const one = (id: string) => stockItemQuery.run(context(), Object.assign(new IdParameters(), { id }));
  const movements = (id: string, wanted: Partial<IdPageParameters> = {}) =>
    stockMovementsQuery.run(context(), Object.assign(new IdPageParameters(), { id, ...wanted }));

  it('shows the balance that the log states, and the newest movement', async () => {
    registered('tokyo', 'TEA', 5);
    received('tokyo.TEA', 10, [10, 0, 0]);
    fact('tokyo.TEA', { type: 'StockReserved', data: { quantity: 4, from: 'available', line } }, [10, 4, 0]);
    fact('tokyo.TEA', { type: 'ReorderPointSet', data: { reorderPoint: 6 } }, [10, 4, 0]);
    await room.project(inventoryProjection, log.events);
    expect(await one('tokyo.TEA')).toEqual({
      id: 'tokyo.TEA',
      sku: 'TEA',
      warehouse: 'tokyo',
      onHand: 10,
      reserved: 4,
      available: 6,
      backordered: 0,
      reorderPoint: 6,
      shortfall: 0,
      lastMovementAt: '2026-11-20T00:02:00.000Z',
      revision: '3',
      position: log.events[3]!.position,
    });
    expect(await one('osaka.TEA')).toBeUndefined();
  });

  it('shows as shortfall what a count found missing of what was promised', async () => {
    registered('tokyo', 'TEA', 0);
    fact('tokyo.TEA', { type: 'StockAdjusted', data: { difference: -3, reason: '棚卸' } }, [1, 4, 0]);
    await room.project(inventoryProjection, log.events);
    expect((await list()).items).toMatchObject([{ onHand: 1, available: -3, shortfall: 3 }]);
  });

  it('can be narrowed to what needs attention', async () => {
    registered('tokyo', 'TEA-1', 5);
    registered('osaka', 'TEA-2', 5);
    registered('osaka', 'CUP_1', 0);
    registered('osaka', 'CUPX1', 0);
    received('tokyo.TEA-1', 9, [9, 0, 0]);
    received('osaka.TEA-2', 9, [9, 4, 0]);
    received('osaka.CUP_1', 9, [9, 0, 2]);
    received('osaka.CUPX1', 1, [1, 0, 0]);
    await room.project(inventoryProjection, log.events);
    expect(await found({ sku: 'tea' })).toEqual(['tokyo.TEA-1', 'osaka.TEA-2']);
    expect(await found({ sku: 'CUP_' })).toEqual(['osaka.CUP_1']);
    expect(await found({ warehouse: 'tokyo' })).toEqual(['tokyo.TEA-1']);
    expect(await found({ belowReorderPoint: true })).toEqual(['osaka.TEA-2']);
    expect(await found({ belowReorderPoint: false, warehouse: 'osaka' })).toEqual(['osaka.CUPX1', 'osaka.CUP_1']);
    expect(await found({ shortage: true })).toEqual(['osaka.CUP_1']);
    expect(await found({ shortage: false, sku: 'cup' })).toEqual(['osaka.CUPX1']);
  });

  it('is paged in the order of SKUs', async () => {
    for (const sku of ['C', 'A', 'B']) for (const warehouse of ['tokyo', 'osaka']) registered(warehouse, sku, 0);
    await room.project(inventoryProjection, log.events);
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await list({ limit: 4, cursor });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toEqual(['osaka.A', 'tokyo.A', 'osaka.B', 'tokyo.B', 'osaka.C', 'tokyo.C']);
  });

  it('tells every movement with its order and the balance after it, newest first', async () => {
    registered('tokyo', 'TEA', 8);
    received('tokyo.TEA', 10, [10, 0, 0]);
    fact('tokyo.TEA', { type: 'StockReserved', data: { quantity: 4, from: 'available', line } }, [10, 4, 0]);
    fact('tokyo.TEA', { type: 'ReorderPointReached', data: { available: 6, reorderPoint: 8 } }, [10, 4, 0]);
    fact('tokyo.TEA', { type: 'BackorderQueued', data: { quantity: 2, line } }, [10, 4, 2]);
    fact('tokyo.TEA', { type: 'BackorderWithdrawn', data: { quantity: 2, line } }, [10, 4, 0]);
    fact('tokyo.TEA', { type: 'ReservationReleased', data: { quantity: 1, line } }, [10, 3, 0]);
    fact('tokyo.TEA', { type: 'ClaimAcknowledged', data: { line } }, [10, 3, 0]);
    fact('tokyo.TEA', { type: 'StockShipped', data: { quantity: 3, shipmentId: 's1', line } }, [7, 0, 0]);
    const returned = { quantity: 1, orderId: 'order-1', lineId: '1' };
    fact('tokyo.TEA', { type: 'StockReturned', data: returned }, [8, 0, 0]);
    fact('tokyo.TEA', { type: 'StockAdjusted', data: { difference: -2, reason: '破損' } }, [6, 0, 0]);
    await room.project(inventoryProjection, log.events);
    const { items } = (await movements('tokyo.TEA'))!;
    expect(
      items.map(({ kind, quantity, orderId, reference, balance }) =>
        [kind, quantity, orderId, reference, balance.onHand, balance.reserved, balance.backordered].join(' '),
      ),
    ).toEqual([
      'adjusted -2  破損 6 0 0',
      'returned 1 order-1  8 0 0',
      'shipped 3 order-1 s1 7 0 0',
      'released 1 order-1  10 3 0',
      'withdrawn 2 order-1  10 4 0',
      'queued 2 order-1  10 4 2',
      'reserved 4 order-1  10 4 0',
      'received 10  N-1 10 0 0',
    ]);
  });

  it('goes on with older movements, whatever moved since', async () => {
    registered('tokyo', 'TEA', 0);
    for (const quantity of [1, 2, 3]) received('tokyo.TEA', quantity, [quantity, 0, 0]);
    await room.project(inventoryProjection, log.events);
    const first = (await movements('tokyo.TEA', { limit: 2 }))!;
    await room.project(inventoryProjection, [received('tokyo.TEA', 4, [4, 0, 0])]);
    const second = (await movements('tokyo.TEA', { limit: 2, cursor: first.next! }))!;
    expect([...first.items, ...second.items].map(({ quantity }) => quantity)).toEqual([3, 2, 1]);
    expect(second.next).toBeNull();
    expect(await movements('osaka.TEA')).toBeUndefined();
  });

  it('stops at a stream that does not begin with its registration', async () => {
    received('tokyo.TEA', 1, [1, 0, 0]);
    await expect(room.project(inventoryProjection, log.events)).rejects.toThrow('StockItemRegistered');
  });
});
