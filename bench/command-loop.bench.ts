import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteKeyVault } from '#libs/key-vault/sqlite-key-vault';
import { systemClock } from '#libs/kernel/clock';
import { createCommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { EventStore } from '#libs/kernel/event-store';
import { recordFacts } from '#libs/kernel/command-loop/fact-recording';
import { streamName } from '#libs/kernel/fact';
import type { CommandContext } from '#libs/kernel/outcome';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { GoodsOrderCommand } from '#libs/ordering/goods-order/goods-order.commands';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import {
  allocate,
  confirm,
  continued,
  line,
  plan,
  receive,
  register,
  shipmentSteps,
  story,
} from '#libs/ordering/goods-order/goods-order.story';
import type { Bench, BenchOptions, BenchResult } from './bench.ts';
import { embeddedEngine } from './engines/embedded.engine.ts';
import { emulatorEngine } from './engines/emulator.engine.ts';
import type { LogEngine } from './engines/log-engine.ts';
import { figuresOf, perSecond, type Timing, timeCalls } from './timing.ts';

const contact: GoodsOrderCommand = {
  type: 'RecordContact',
  data: { medium: 'phone', direction: 'outbound', summary: '出荷予定日をご連絡した' },
};
const confirmed = story(receive([line('1', 2)]), contact, confirm);
/** Ten facts: from the telephone to a parcel that waits for its carrier. */
const history = continued(
  confirmed,
  allocate(confirmed, '1', 2),
  register,
  plan,
  ...shipmentSteps('S1', 'BookCarrier'),
).facts;
const EVENTS_BEFORE = 10;
const dispatch: GoodsOrderCommand = { type: 'DispatchShipment', data: { shipmentId: 'S1' } };

/** From a caller with an idempotency key, so that every command is looked for before it is decided. */
const context = (): CommandContext => ({
  commandId: randomUUID(),
  correlationId: randomUUID(),
  actor: { id: 'clerk-7', role: 'backOffice', via: 'http' },
});

interface Kind {
  readonly what: string;
  readonly inFlight: number;
  readonly warm: boolean;
  readonly orders: number;
}

/** Orders of ten events each. */
const prepareOrders = async (store: EventStore, vault: KeyVault, count: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, () => randomUUID());
  const start = { state: goodsOrderStream.decider.initial, revision: undefined, hash: null, commandIds: undefined };
  await timeCalls(count, 64, async (index) => {
    const stream = streamName(goodsOrderStream.category, ids[index] ?? '');
    const { events } = await recordFacts(goodsOrderStream, vault, stream, start, history, {
      ...context(),
      commandHash: 'c0ffee00'.repeat(8),
      recordedAt: systemClock.now(),
    });
    return store.append(stream, events, 'noStream');
  });
  return ids;
};

const measure = async (
  engine: LogEngine,
  parent: string,
  { inFlight, warm, orders }: Kind,
): Promise<Timing & { found: number }> => {
  const folder = join(parent, randomUUID());
  mkdirSync(folder);
  return engine.use(folder, async (store) => {
    const vault = await openSqliteKeyVault(join(folder, 'keys.db'), store.identity.id);
    const ids = await prepareOrders(store, vault, orders);
    const loop = createCommandLoop({ store, vault, clock: systemClock, cacheSize: warm ? orders : 0 });
    if (warm) for (const id of ids) await loop.load(goodsOrderStream, id);
    const timing = await timeCalls(orders, inFlight, (index) =>
      loop.execute(goodsOrderStream, ids[index] ?? '', dispatch, context()),
    );
    let found = 0;
    await timeCalls(orders, 16, async (index) => {
      const { length } = await store.readStream(streamName(goodsOrderStream.category, ids[index] ?? ''));
      found += length;
    });
    await vault.close();
    return { ...timing, found };
  });
};

interface Extent {
  /** Orders, where they are worked on one at a time, and where together. */
  readonly few: number;
  readonly many: number;
  /** What is said of the figure that there is an aim for. */
  readonly aim: string;
}

const run = async (engine: LogEngine, { few, many, aim }: Extent, { folder }: BenchOptions): Promise<BenchResult> => {
  if (history.length !== EVENTS_BEFORE) throw new Error(`the sample order has ${history.length} events, not ten`);
  const kinds: readonly Kind[] = [
    { what: 'load + decide + append, 1 in flight', inFlight: 1, warm: false, orders: few },
    { what: 'load + decide + append, 64 in flight', inFlight: 64, warm: false, orders: many },
    { what: 'from memory, 1 in flight', inFlight: 1, warm: true, orders: few },
    { what: 'from memory, 64 in flight', inFlight: 64, warm: true, orders: many },
  ];
  await measure(engine, folder, { what: 'warming up', inFlight: 64, warm: false, orders: few });
  const results: (Kind & { readonly timing: Timing & { found: number } })[] = [];
  for (const kind of kinds) results.push({ ...kind, timing: await measure(engine, folder, kind) });
  const target = results.find(({ inFlight, warm }) => inFlight > 1 && !warm);
  return {
    settings: { ...engine.settings, eventsBefore: EVENTS_BEFORE },
    rows: results.map(({ what, timing }) => ({ what, figures: figuresOf(timing) })),
    verified: results.map(({ what, orders, timing }) => ({
      what: `events after ${what}`,
      expected: orders * (EVENTS_BEFORE + 1),
      found: timing.found,
    })),
    remarks: target ? [`64 in flight: ${perSecond(target.timing)} commands a second${aim}`] : [],
  };
};

const benchOn = (engine: LogEngine, extent: (quick: boolean) => Extent): Bench => ({
  name: `command-loop${engine.suffix}`,
  title: `Commands in process on goods orders of ten events${engine.how}, each recognised, decided and on disk when answered`,
  run: (options) => run(engine, extent(options.quick), options),
});

export const commandLoopBench = benchOn(embeddedEngine, (quick) => ({
  ...(quick ? { few: 500, many: 4_000 } : { few: 3_000, many: 20_000 }),
  aim: ' (aim: 6,000)',
}));

export const commandLoopEmulatorBench = benchOn(emulatorEngine, (quick) => ({
  ...(quick ? { few: 200, many: 1_000 } : { few: 1_000, many: 8_000 }),
  aim: '',
}));
