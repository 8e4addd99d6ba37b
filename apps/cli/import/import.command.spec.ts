import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import { openEngine } from '#libs/engine/engine';
import { orderStreamId } from '#libs/order-import/import-commands';
import { runCli } from '../program.ts';
import type { Terminal } from '../terminal.ts';

const mapping = `
source: honten
dates: yyyy/M/d
groupMark: ','
words: { 掛け: invoice, 代引: cashOnDelivery }
constants: { taxClass: reduced }
orders:
  file: juchu.csv
  number: 受注番号
  customer: 顧客コード
  customerName: 顧客名
  orderedOn: 受注日
  paymentTerms: 支払
  shipTo: { name: 顧客名, postalCode: 郵便番号, lines: [住所] }
lines: { sku: 品番, quantity: 数量, unitPrice: 単価 }
items: { file: items.csv, sku: 品番, name: 品名, unitPrice: 単価, onHand: 在庫 }
`;
const items = '品番,品名,単価,在庫\nTEA,煎茶,"1,200",10\nPOT,急須,4500,0\n';
const header = '受注番号,顧客コード,顧客名,受注日,支払,郵便番号,住所,品番,数量,単価';
const sakura = '101,C-1,株式会社さくら商店,2026/1/5,掛け,150-0002,渋谷2-1-1';
const ordersFile = (...rows: readonly string[]) => [header, ...rows].join('\r\n');
const twoOrders = ordersFile(
  `${sakura},TEA,3,"1,200"`,
  `${sakura},POT,1,4500`,
  '102,C-2,山田商事,2026/1/6,代引,530-0001,"梅田1-1\n3F",TEA,2,1150',
);

describe('juchu import orders', () => {
  let folder: string;
  let data: string;
  let output: string[];
  let errors: string[];
  const file = (name: string) => path.join(folder, name);
  const terminal = (): Terminal => ({
    environment: {},
    out: (text) => void output.push(text),
    err: (text) => void errors.push(text),
    progressStream: undefined,
  });
  const juchu = (...words: readonly string[]): Promise<number> => {
    output = [];
    errors = [];
    return runCli(['import', ...words], terminal());
  };
  const importOrders = (...words: readonly string[]) =>
    juchu('orders', folder, '--mapping', file('shop.yaml'), '--data', data, ...words);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-shop-'));
    data = file('data');
    writeFileSync(file('shop.yaml'), mapping);
    writeFileSync(file('items.csv'), items);
    writeFileSync(file('juchu.csv'), `\ufeff${twoOrders}`);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const look = async <Result>(use: (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<Result>) => {
    const engine = await openEngine(configurationFrom({ JUCHU_DATA: data }), {
      runProjections: false,
      runProcesses: false,
    });
    try {
      return await use(engine);
    } finally {
      await engine.close();
    }
  };
  const head = () => look(({ store }) => store.head());

  it('receives and confirms the orders of a shop, whose lines stand in one file with them', async () => {
    expect(await importOrders('--json')).toBe(0);
    expect(JSON.parse(output.join(''))).toMatchObject({
      orders: { read: 2, lines: 3, received: 2, confirmed: 2, refused: 0 },
      open: [
        { state: 'allocating.dateToPropose', orders: ['101'] },
        { state: 'allocating.promised', orders: ['102'] },
      ],
    });
    const order = await look((engine) => engine.inspect('goods-orders', orderStreamId('honten', '101')));
    expect(order?.state).toMatchObject({ total: Math.floor(((3 * 1200 + 4500) * 108) / 100) });
  });

  it('changes nothing when it is repeated, and adds what is new', async () => {
    await importOrders();
    const before = await head();
    expect(await importOrders('--json')).toBe(0);
    expect(await head()).toBe(before);
    expect(JSON.parse(output.join(''))).toMatchObject({ orders: { received: 2, knownBefore: 2 } });
    writeFileSync(file('juchu.csv'), `${twoOrders}\r\n103,C-2,山田商事,2026/1/7,,,梅田1-1,TEA,1,1200\r\n`);
    expect(await importOrders('--json')).toBe(0);
    expect(JSON.parse(output.join(''))).toMatchObject({ orders: { received: 3, knownBefore: 2 } });
  });

  it('refuses bad rows with their order, reports them with file and line, and ends with exit code 3', async () => {
    writeFileSync(
      file('juchu.csv'),
      ordersFile(
        `${sakura},TEA,3,1200`,
        `${sakura},CUP,1,500`,
        '102,C-2,山田商事,2026/1/6,,,梅田1-1,TEA,2,1150',
        `103,C-3,${'長'.repeat(201)},2026/1/6,,,梅田1-1,TEA,1,1`,
      ),
    );
    expect(await importOrders('--report', file('refused.csv'))).toBe(3);
    expect(errors.join('\n')).toContain('2 rows were refused');
    expect(output.join('\n')).toMatch(/orders refused +2\n/);
    const report = readFileSync(file('refused.csv'), 'utf8').split('\r\n');
    expect(report.slice(0, 2)).toEqual([
      '\ufeff"file","line","order","field","code","message"',
      '"juchu.csv","3","101","品番","unknown-sku","SKU ""CUP"" is not in the items\' file, or was refused there"',
    ]);
    expect(report[2]).toMatch(/^"juchu.csv","5","103","(customer|shipTo)\.name","invalid",/);
    expect(await look((engine) => engine.inspect('goods-orders', orderStreamId('honten', '101')))).toBeUndefined();
  });

  it('reads Shift_JIS where the mapping says so, and nothing else for it', async () => {
    writeFileSync(file('shop.yaml'), `encoding: shift_jis\n${mapping}`);
    expect(await importOrders('--dry-run')).toBe(1);
    expect(errors).toEqual([expect.stringMatching(/^juchu: items.csv is not written in shift_jis/)]);
  });

  it('validates everything in a dry run, and writes nothing', async () => {
    writeFileSync(file('juchu.csv'), ordersFile(`${sakura},TEA,-3,1200`));
    expect(await importOrders('--dry-run', '--report', file('refused.json'))).toBe(3);
    expect(existsSync(data)).toBe(false);
    expect(JSON.parse(readFileSync(file('refused.json'), 'utf8'))).toMatchObject({
      dryRun: true,
      problems: [{ file: 'juchu.csv', line: 2, order: '101', code: 'wrong-quantity' }],
    });
  });

  it('lives the days of the data again in a simulation, which a real store does not become', async () => {
    expect(await importOrders('--simulate')).toBe(0);
    const { events } = await look(({ store }) => store.readAll());
    expect(events[0]?.metadata).toMatchObject({ recordedAt: '2026-01-05T00:00:00.000Z' });
    const [opened] = events.filter(({ type }) => type === 'DeskOpened');
    expect(opened?.data).toEqual({ openedAt: '2026-01-05T00:00:00.000Z' });
    const owed = events.filter(({ type }) => type === 'FollowUpOpened').map(({ data }) => data);
    expect(owed).toMatchObject([{ origin: { rule: 'shortage-to-tell' }, dueOn: '2026-01-05' }]);
    data = file('real');
    await importOrders();
    const before = await head();
    expect(await importOrders('--simulate')).toBe(1);
    expect(errors).toHaveLength(1);
    expect(await head()).toBe(before);
  });

  it.each([
    ['a mapping that is wrong', 'source: honten\n', 'shop.yaml: orders is missing'],
    [
      'a column that is not there',
      mapping.replace('顧客コード', '得意先'),
      'juchu.csv has no column "得意先" (orders.customer)',
    ],
    ['a file that is not there', mapping.replace('items.csv', 'shohin.csv'), 'shohin.csv is not in'],
  ])('ends with one line and exit code 1 at %s', async (_fault, text, message) => {
    writeFileSync(file('shop.yaml'), text);
    expect(await importOrders()).toBe(1);
    expect(errors).toEqual([expect.stringContaining(message)]);
    expect(output).toEqual([]);
  });

  it('wants a mapping, and explains what goes into one', async () => {
    expect(await juchu('orders', folder)).toBe(2);
    expect(errors.join('\n')).toContain('--mapping');
    expect(await juchu('mapping')).toBe(0);
    expect(output.join('\n')).toContain('orderedOn: name of the column with the date of the order');
  });
});
