import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import type { StateAfter } from '#libs/kernel/fact';
import { factMetadataOf } from '#libs/kernel/log/recorded-fact';
import { CommandError } from '#libs/kernel/outcome';
import { findInput } from '#libs/order-import/import-input';
import { importOrders } from '#libs/order-import/import-orders';
import { mappingFrom } from '#libs/order-import/mapping';
import { withImportPorts } from './import-installation.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-interrupted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mapping = mappingFrom({
  source: 'shop',
  constants: { carrier: 'Yamato' },
  orders: {
    file: 'orders.csv',
    number: 'no',
    customer: 'customer',
    orderedOn: 'ordered',
    shippedOn: 'shipped',
    shipTo: { name: 'customer', lines: 'street' },
  },
  lines: { sku: 'sku', quantity: 'quantity' },
  items: { file: 'items.csv', sku: 'sku', name: 'name', unitPrice: 'price', onHand: 'stock' },
});
writeFileSync(path.join(folder, 'items.csv'), 'sku,name,price,stock\nTEA,Tea,1200,4\nPOT,Pot,4500,0\n');
writeFileSync(
  path.join(folder, 'orders.csv'),
  [
    'no,customer,ordered,shipped,street,sku,quantity',
    '1,A,2026-01-05,2026-01-07,Street 1,TEA,3',
    '1,A,2026-01-05,2026-01-07,Street 1,POT,1',
    '2,B,2026-01-05,,Street 2,TEA,3',
    '3,A,2026-01-06,2026-01-08,Street 1,TEA,2',
    '4,C,2026-01-08,2026-01-08,Street 3,POT,2',
  ].join('\n'),
);

/** Imports until so many commands were sent, and then once more to the end; how every stream stands then. */
const importInTwoGoes = async (commandsOfFirst: number): Promise<{ sent: number; states: Map<string, StateAfter> }> => {
  const configuration = configurationFrom({ JUCHU_DATA: path.join(folder, `after-${commandsOfFirst}`) });
  const options = { input: await findInput(mapping, folder), lastDay: undefined };
  let sent = 0;
  const first = withImportPorts(configuration, true, (ports) =>
    importOrders(options, {
      ...ports,
      execute: (...command) => {
        sent += 1;
        if (sent > commandsOfFirst) return Promise.reject(new CommandError('unavailable', 'the power is out'));
        return ports.execute(...command);
      },
    }),
  );
  if (commandsOfFirst < Infinity) await expect(first).rejects.toThrow('the power is out');
  else await first;
  const states = new Map<string, StateAfter>();
  await withImportPorts(configuration, true, async (ports, { store }) => {
    await importOrders(options, ports);
    const { events } = await store.readAll({ max: 4096 });
    for (const event of events)
      if (!event.stream.startsWith('numberSeries-')) states.set(event.stream, factMetadataOf(event).stateAfter);
  });
  return { sent, states };
};

describe('an import that was interrupted', () => {
  it('goes on where it was, and ends as if nothing had happened', async () => {
    const whole = await importInTwoGoes(Infinity);
    expect([...whole.states.keys()].toSorted()).toHaveLength(8);
    for (let commands = 0; commands < whole.sent; commands += 4) {
      const { states } = await importInTwoGoes(commands);
      expect(states).toEqual(whole.states);
    }
  }, 120_000);
});
