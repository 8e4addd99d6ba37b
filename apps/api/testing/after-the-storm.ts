import { expect } from '@jest/globals';
import type { ApartApi } from './running-apart.ts';
import { contradictions, type OrderLoad } from './order-load.ts';
import { readModelRows } from './read-model-rows.ts';

/** Bags of tea on the shelf before the orders come. */
export const SHELF = 5000;

/**
 * Ends the load, and expects that nothing acknowledged was lost or done twice, that every order has its stock, and that the read models are what a rebuild makes of
 * the log.
 */
export const expectNothingLost = async (api: ApartApi, load: OrderLoad): Promise<void> => {
  const acknowledged = await load.end();
  expect(await contradictions(api.engine, acknowledged)).toEqual([]);
  await api.settled();
  for (const { owed, stuck } of await api.engine.processes.status())
    expect({ open: owed.open, stuck }).toEqual({ open: 0, stuck: [] });
  const orders = new Set(acknowledged.map(({ id }) => id)).size;
  const { state } = (await api.call('GET', '/api/stock-items/MAIN.TEA-001')).body;
  expect(state).toMatchObject({ onHand: SHELF, reserved: orders, available: SHELF - orders, shortfall: 0 });

  const rows = await readModelRows(api.engine);
  await api.engine.projections.rebuild('all');
  expect(await readModelRows(api.engine)).toEqual(rows);
};
