import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Command, StreamType } from '#libs/kernel/decider';
import { fromClerk, type LoopHarness, openLoopHarness } from '#libs/kernel/testing/loop-harness';
import { openReadModelsRoom, type ReadModelsRoom } from '#libs/read-models/testing/read-models-room';
import { catalogues } from './catalogue.ts';
import { commandPorts } from './commands.ts';
import { streamIdFrom } from './stream-ids.ts';

type Shelved = Readonly<Record<string, never>>;

/** Shelves of books, whose command bears the name of one that stock items have. */
const shelves: StreamType<Shelved, Command, { readonly type: 'ShelfPutUp'; readonly data: object }> = {
  category: 'shelf',
  machine: 'shelf@1',
  decider: {
    initial: {},
    evolve: (state) => state,
    decide: ({ data }) => [{ type: 'ShelfPutUp', data }],
    refusedWhen: () => undefined,
  },
  stateAfter: () => ({}),
  upcasters: {},
  personal: {},
  personOf: (_state, id) => id,
};

class RegisterStockItem {}

const texts = { ja: '棚', en: 'shelf' };
const shelfCatalogue: CommandCatalogue = {
  collection: 'shelves',
  streamType: shelves,
  title: texts,
  commands: { RegisterStockItem: { payload: RegisterStockItem, summary: texts, example: {}, creates: true } },
};

describe('a stream that people mean', () => {
  it.each([
    ['customers', 'A.B', 'A%2EB'],
    ['customers', 'A%2EB', 'A%2EB'],
    ['customers', 'A.B%2FC', 'A%2EB%2FC'],
    ['customers', '桜/1', '%E6%A1%9C%2F1'],
    ['customers', '50%', '50%25'],
    ['customers', 'A%252EB', 'A%252EB'],
    ['items', 'TEA.1', 'TEA%2E1'],
    ['stock-items', 'MAIN.TEA%2E1', 'MAIN.TEA%2E1'],
    ['goods-orders', '6f1c7b5e-0f0d-5c39-9a55-0d0f0f3f7f77', '6f1c7b5e-0f0d-5c39-9a55-0d0f0f3f7f77'],
  ])('among the %s by %s is %s', (collection, named, id) => {
    expect(streamIdFrom(collection, named)).toBe(id);
  });
});

describe('a command that needs something from elsewhere', () => {
  let harness: LoopHarness;
  let room: ReadModelsRoom;
  beforeAll(async () => {
    harness = await openLoopHarness();
    room = await openReadModelsRoom();
  });
  afterAll(async () => {
    await room.leave();
    await harness.close();
  });

  it('is prepared in its own collection, and not where another collection has one of the same name', async () => {
    const { execute } = commandPorts({
      loop: harness.loop(),
      store: harness.store,
      clock: harness.clock,
      vault: harness.vault,
      readDatabase: room.database,
      catalogues: [...catalogues, shelfCatalogue],
      defaultWarehouse: 'tokyo',
    });
    const command = { type: 'RegisterStockItem', data: { sku: 'TEA-001', warehouse: 'tokyo' } };
    expect(await execute('shelves', 's1', command, fromClerk())).toMatchObject({
      accepted: true,
      facts: [{ type: 'ShelfPutUp', data: { sku: 'TEA-001' } }],
    });
    expect(await execute('stock-items', undefined, command, fromClerk())).toMatchObject({
      accepted: false,
      refusal: { code: 'unknown-item', field: 'sku' },
    });
  });
});
