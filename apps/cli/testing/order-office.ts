import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { configurationFrom } from '#libs/engine/configuration';
import { openEngine, type Engine } from '#libs/engine/engine';
import type { Instant } from '#state-machines/vocabulary/dates';
import { run, type Run } from './recording-terminal.ts';

/** A real installation in a folder of its own, as the API leaves it behind when it stops. */
export interface OrderOffice {
  readonly folder: string;
  /** Runs a command line on it. */
  readonly juchu: (...words: readonly string[]) => Promise<Run>;
  /** Works with the engine, processes and all, until what is due was done. */
  work(use: (engine: Engine) => Promise<void>): Promise<void>;
  close(): void;
}

/** What somebody did at an instant; now, where none is given. */
export const done = async (
  engine: Engine,
  collection: string,
  id: string | undefined,
  type: string,
  data: object,
  occurredAt?: Instant,
): Promise<string> => {
  const commandId = crypto.randomUUID();
  const actor = { id: 'sato', role: 'backOffice', via: 'spec' };
  const happened = occurredAt === undefined ? {} : { occurredAt };
  const context = { commandId, fresh: true, correlationId: commandId, actor, ...happened };
  const outcome = await engine.execute(collection, id, { type, data }, context);
  if (!outcome.accepted) throw new Error(`${type}: ${outcome.refusal.message.en}`);
  return outcome.id;
};

/** An order of three boxes of tea by a customer. */
export const ordered = (engine: Engine, customerId: string, occurredAt?: Instant): Promise<string> =>
  done(
    engine,
    'goods-orders',
    undefined,
    'ReceiveOrder',
    {
      channel: 'phone',
      customer: { id: customerId, name: '株式会社さくら商店' },
      paymentTerms: 'invoice',
      lines: [{ sku: 'TEA-001', quantity: 3 }],
      shipTo: { name: '田中 花子', postalCode: '150-0002', city: '渋谷区', lines: ['渋谷2-1-1'], country: 'JP' },
    },
    occurredAt,
  );

/** The number people use for an order. */
export const orderNumber = async (engine: Engine, id: string): Promise<string> =>
  (await engine.inspect('goods-orders', id))?.number ?? '';

/** Opens an office that sells tea and has none on its shelf. */
export const openOrderOffice = async (): Promise<OrderOffice> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'juchu-office-'));
  const work: OrderOffice['work'] = async (use) => {
    const engine = await openEngine(configurationFrom({ JUCHU_DATA: folder }));
    try {
      await use(engine);
      await engine.processes.idle();
    } finally {
      await engine.close();
    }
  };
  await work(async (engine) => {
    const tea = { sku: 'TEA-001', name: '煎茶 100g', unit: '箱', taxClass: 'reduced', unitPrice: 1200 };
    await done(engine, 'items', undefined, 'RegisterItem', tea);
    await done(engine, 'stock-items', undefined, 'RegisterStockItem', { sku: 'TEA-001', warehouse: 'MAIN' });
  });
  return {
    folder,
    work,
    juchu: (...words) => run([...words, '--data', folder]),
    close: () => rmSync(folder, { recursive: true }),
  };
};
