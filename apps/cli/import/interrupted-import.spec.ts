import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { categoryOf, type StateAfter } from '#libs/kernel/fact';
import { factMetadataOf } from '#libs/kernel/log/recorded-fact';
import { CommandError } from '#libs/kernel/outcome';
import { findInput } from '#libs/order-import/import-input';
import { importOrders } from '#libs/order-import/import-orders';
import { mappingFrom } from '#libs/order-import/mapping';
import type { FollowUpOrigin } from '#state-machines/follow-up/follow-up.events';
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
    '5,C,2026-01-16,,Street 3,POT,1',
  ].join('\n'),
);

/** Ids of follow-ups follow from sealed facts, which differ in each run: those that are left are called by their rules and what they are about. */
const leftToDo = ({ stream, data }: RecordedEvent, open: ReadonlySet<string>): readonly string[] => {
  const origin = data['origin'] as FollowUpOrigin | undefined;
  return origin && open.has(stream) ? [`${origin.rule} ${origin.matter}`] : [];
};

/** Imports until so many commands were sent, and then once more to the end; how every stream stands then. */
const importInTwoGoes = async (
  commandsOfFirst: number,
): Promise<{
  readonly sent: number;
  readonly states: ReadonlyMap<string, StateAfter>;
  readonly followUps: readonly string[];
}> => {
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
  const open = new Set<string>();
  const followUps: string[] = [];
  await withImportPorts(configuration, true, async (ports, { store }) => {
    await importOrders(options, ports);
    const { events } = await store.readAll({ max: 4096 });
    for (const event of events) {
      const { stateAfter } = factMetadataOf(event);
      const category = categoryOf(event.stream);
      if (category === 'followUp') open[stateAfter['state'] === 'done' ? 'delete' : 'add'](event.stream);
      else if (category !== 'numberSeries') states.set(event.stream, stateAfter);
    }
    followUps.push(...events.flatMap((event) => leftToDo(event, open)).toSorted());
  });
  return { sent, states, followUps };
};

describe('an import that was interrupted', () => {
  it('goes on where it was, and ends as if nothing had happened', async () => {
    const whole = await importInTwoGoes(Infinity);
    // Two items with their stock, five orders, and the desk.
    expect([...whole.states.keys()].toSorted()).toHaveLength(10);
    expect(whole.followUps).toEqual([
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^delivery-unconfirmed goodsOrder-.*\/S1$/)),
      expect.stringMatching(/^shortage-to-tell goodsOrder-/),
    ]);
    for (let commands = 0; commands < whole.sent; commands += 4) {
      const { states, followUps } = await importInTwoGoes(commands);
      expect({ states, followUps }).toEqual({ states: whole.states, followUps: whole.followUps });
    }
  }, 120_000);
});
