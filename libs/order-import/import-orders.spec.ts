import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Command } from '#libs/kernel/decider';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';
import { CommandError } from '#libs/kernel/outcome';
import { findInput } from './import-input.ts';
import { importOrders, validateOrders } from './import-orders.ts';
import type { ImportPorts } from './import-ports.ts';
import { mappingFrom } from './mapping.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mapping = {
  source: 'shop',
  dates: 'yyyy/M/d',
  groupMark: ',',
  words: { 掛売: 'invoice', 軽減: 'reduced' },
  constants: { currency: 'USD' },
  orders: {
    file: 'orders.csv',
    number: 'No',
    customer: 'Customer',
    orderedOn: 'Date',
    shippedOn: 'Shipped',
    carrier: 'Carrier',
    paymentTerms: 'Terms',
    shipTo: { name: 'Customer', lines: ['Street'] },
    charges: [{ kind: 'shipping', amount: 'Freight' }],
  },
  lines: {
    file: 'lines.csv',
    order: 'No',
    sku: 'SKU',
    quantity: 'Qty',
    unitPrice: 'Price',
    discount: 'Off',
    discountAs: 'percent',
  },
  items: { file: 'items.csv', sku: 'SKU', name: 'Name', unitPrice: 'Price', onHand: 'Stock', taxClass: 'Tax' },
};

const items = 'SKU,Name,Price,Stock,Tax\nTEA,Tea,"1,234.5",10,軽減\nPOT,Pot,20,0,standard\n';
const header = 'No,Customer,Date,Shipped,Carrier,Terms,Street,Freight';
const linesHeader = 'No,SKU,Qty,Price,Off';

const optionsFor = async (orders: readonly string[], lines: readonly string[], itemsFile = items) => {
  writeFileSync(path.join(folder, 'orders.csv'), [header, ...orders].join('\n'));
  writeFileSync(path.join(folder, 'lines.csv'), [linesHeader, ...lines].join('\n'));
  writeFileSync(path.join(folder, 'items.csv'), itemsFile);
  return { input: await findInput(mappingFrom(mapping), folder), lastDay: '2026-01-31' };
};

const problemsWith = async (orders: readonly string[], lines: readonly string[], itemsFile?: string) => {
  const report = await validateOrders(await optionsFor(orders, lines, itemsFile), () => []);
  return {
    read: report.orders.read,
    refused: report.orders.refused,
    problems: report.problems.map(({ file, line, order, field, code }) => [`${file}:${line}`, order, field, code]),
  };
};

const good = '1,ACME,2026/1/5,2026/1/7,Yamato,掛売,Street 1,5.00';
const goodLine = '1,TEA,2,"1,000.05",5';

describe('the rows of orders', () => {
  it('are taken where nothing is wrong with them', async () => {
    expect(await problemsWith([good], [goodLine])).toEqual({ read: 1, refused: 0, problems: [] });
  });

  it.each([
    [
      'a date that does not exist',
      '2,ACME,2026/2/29,,,,Street 1,',
      '2,TEA,1,1,0',
      ['orders.csv:3', '2', 'Date', 'no-such-date'],
    ],
    ['no date', '2,ACME,,,,,Street 1,', '2,TEA,1,1,0', ['orders.csv:3', '2', 'Date', 'blank']],
    [
      'a date to come',
      '2,ACME,2026/2/1,,,,Street 1,',
      '2,TEA,1,1,0',
      ['orders.csv:3', '2', undefined, 'in-the-future'],
    ],
    [
      'a shipment before the order',
      '2,ACME,2026/1/5,2026/1/4,Yamato,,Street 1,',
      '2,TEA,1,1,0',
      ['orders.csv:3', '2', 'Shipped', 'shipped-before-ordered'],
    ],
    [
      'a shipment without a carrier',
      '2,ACME,2026/1/5,2026/1/6,,,Street 1,',
      '2,TEA,1,1,0',
      ['orders.csv:3', '2', 'Carrier', 'no-carrier'],
    ],
    [
      'an unknown word',
      '2,ACME,2026/1/5,,,barter,Street 1,',
      '2,TEA,1,1,0',
      ['orders.csv:3', '2', 'Terms', 'unknown-word'],
    ],
    ['no address', '2,ACME,2026/1/5,,,,,', '2,TEA,1,1,0', ['orders.csv:3', '2', 'Street', 'blank']],
    [
      'a charge with too many decimals',
      '2,ACME,2026/1/5,,,,Street 1,0.005',
      '2,TEA,1,1,0',
      ['orders.csv:3', '2', 'Freight', 'too-many-decimals'],
    ],
    [
      'a cell too few',
      '2,ACME,2026/1/5,,,,Street 1',
      '2,TEA,1,1,0',
      ['orders.csv:3', '2', undefined, 'wrong-number-of-cells'],
    ],
    ['no quantity', '2,ACME,2026/1/5,,,,Street 1,', '2,TEA,,1,0', ['lines.csv:3', '2', 'Qty', 'blank']],
    [
      'a negative quantity',
      '2,ACME,2026/1/5,,,,Street 1,',
      '2,TEA,-1,1,0',
      ['lines.csv:3', '2', 'Qty', 'wrong-quantity'],
    ],
    ['half a piece', '2,ACME,2026/1/5,,,,Street 1,', '2,TEA,0.5,1,0', ['lines.csv:3', '2', 'Qty', 'wrong-quantity']],
    [
      'a huge quantity',
      '2,ACME,2026/1/5,,,,Street 1,',
      '2,TEA,10000000000000000000000,1,0',
      ['lines.csv:3', '2', 'Qty', 'wrong-quantity'],
    ],
    [
      'a huge price',
      '2,ACME,2026/1/5,,,,Street 1,',
      '2,TEA,1,99999999999999999,0',
      ['lines.csv:3', '2', 'Price', 'wrong-amount'],
    ],
    [
      'a negative price',
      '2,ACME,2026/1/5,,,,Street 1,',
      '2,TEA,1,-0.01,0',
      ['lines.csv:3', '2', 'Price', 'wrong-amount'],
    ],
    [
      'a price that is a word',
      '2,ACME,2026/1/5,,,,Street 1,',
      '2,TEA,1,free,0',
      ['lines.csv:3', '2', 'Price', 'not-a-number'],
    ],
    [
      'a discount beyond the price',
      '2,ACME,2026/1/5,,,,Street 1,',
      '2,TEA,1,1,101',
      ['lines.csv:3', '2', 'Off', 'wrong-discount'],
    ],
    [
      'a discount finer than a basis point',
      '2,ACME,2026/1/5,,,,Street 1,',
      '2,TEA,1,1,33.333',
      ['lines.csv:3', '2', 'Off', 'wrong-discount'],
    ],
    ['an unknown SKU', '2,ACME,2026/1/5,,,,Street 1,', '2,CUP,1,1,0', ['lines.csv:3', '2', 'SKU', 'unknown-sku']],
  ])('with %s refuse their order, and no other', async (_fault, order, line, problem) => {
    expect(await problemsWith([good, order], [goodLine, line])).toEqual({ read: 2, refused: 1, problems: [problem] });
  });

  it('are all told at once, also several of one order', async () => {
    const { refused, problems } = await problemsWith(['1,,2026-01-05,,,,,'], ['1,CUP,0,x,-1']);
    expect(refused).toBe(1);
    expect(problems).toHaveLength(8);
  });

  it('without lines, without an order, without a number or with one used twice are told', async () => {
    const orders = [
      good,
      '2,ACME,2026/1/5,,,,Street 1,',
      ',ACME,2026/1/5,,,,Street 1,',
      good.replace('1,', '3,'),
      good.replace('1,', '3,'),
    ];
    expect(await problemsWith(orders, ['9,TEA,1,1,0', goodLine, ',TEA,1,1,0', '3,TEA,1,1,0'])).toEqual({
      read: 2,
      refused: 1,
      problems: expect.arrayContaining([
        ['orders.csv:3', '2', undefined, 'no-lines'],
        ['orders.csv:4', undefined, 'No', 'blank'],
        ['orders.csv:5', '3', 'No', 'duplicate-order'],
        ['orders.csv:6', '3', 'No', 'duplicate-order'],
        ['lines.csv:2', '9', undefined, 'unknown-order'],
        ['lines.csv:4', undefined, 'No', 'blank'],
      ]),
    });
  });

  it('of an item that is refused, or listed twice, refuse the orders of that item only', async () => {
    const wrongItems = 'SKU,Name,Price,Stock,Tax\nTEA,Tea,1,10,\nPOT,Pot,cheap,0,\nTEA,Other tea,2,0,\n';
    expect(await problemsWith([good, good.replace('1,', '2,')], [goodLine, '2,POT,1,1,0'], wrongItems)).toEqual({
      read: 2,
      refused: 1,
      problems: [
        ['items.csv:3', undefined, 'Price', 'not-a-number'],
        ['items.csv:4', undefined, undefined, 'duplicate-id'],
        ['lines.csv:3', '2', 'SKU', 'unknown-sku'],
      ],
    });
  });

  it('may lie anywhere in their file', async () => {
    const orders = [good, good.replace('1,', '2,'), good.replace('1,', '3,')];
    const lines = ['3,TEA,1,1,0', '1,TEA,1,1,0', '2,TEA,1,1,0', '3,POT,1,1,0', '1,POT,1,1,0'];
    expect(await problemsWith(orders, lines)).toEqual({ read: 3, refused: 0, problems: [] });
  });
});

describe('an import', () => {
  /** An engine that accepts everything but what it is told to refuse. */
  const recording = (refuse: (command: Command) => Outcome | Error | undefined = () => undefined) => {
    const sent: (readonly [Command, CommandContext])[] = [];
    const ports: ImportPorts = {
      check: () => [],
      settle: () => Promise.resolve(),
      stateOf: () => Promise.resolve({ fulfilment: 'allocating.promised' }),
      execute: (_collection, streamId, command, context) => {
        sent.push([command, context]);
        const id = streamId ?? 'new';
        const refused = refuse(command);
        if (refused instanceof Error) return Promise.reject(refused);
        const accepted = {
          accepted: true,
          id,
          stream: id,
          revision: 0n,
          position: '1',
          state: {},
          facts: [],
          repeated: false,
        } as const;
        return Promise.resolve(refused ?? accepted);
      },
    };
    return { ports, sent };
  };
  const typesOf = (sent: readonly (readonly [Command, CommandContext])[]) => sent.map(([{ type }]) => type);

  it('turns prices, discounts and charges into whole units exactly', async () => {
    const { ports, sent } = recording();
    await importOrders(await optionsFor([good], [goodLine]), ports);
    expect(sent.find(([{ type }]) => type === 'ReceiveOrder')?.[0].data).toMatchObject({
      customerReference: '1',
      paymentTerms: 'invoice',
      lines: [
        { lineId: '1', sku: 'TEA', quantity: 2, unitPrice: 100_005, discountBasisPoints: 500, taxClass: 'reduced' },
      ],
      charges: [{ kind: 'shipping', amount: 500, taxClass: 'standard' }],
    });
    expect(sent.find(([{ type }]) => type === 'RegisterItem')?.[0].data).toMatchObject({
      sku: 'TEA',
      unitPrice: 123_450,
    });
  });

  it('sends the same commands under the same ids in every run, each with the day it happened', async () => {
    const runs = [recording(), recording()] as const;
    for (const { ports } of runs) await importOrders(await optionsFor([good], [goodLine]), ports);
    const [first, second] = runs;
    expect(second.sent).toEqual(first.sent);
    expect(new Set(first.sent.map(([, { commandId }]) => commandId)).size).toBe(first.sent.length);
    expect(first.sent.map(([{ type }, { occurredAt }]) => [type, occurredAt]).slice(-7)).toEqual([
      ['RegisterOrder', '2026-01-05T06:00:00.000Z'],
      ...['PlanShipment', 'PickShipment', 'PackShipment', 'LabelShipment', 'BookCarrier', 'DispatchShipment'].map(
        (type) => [type, '2026-01-07T06:00:00.000Z'],
      ),
    ]);
  });

  it('takes an order no further than the first step that is refused, and goes on with the others', async () => {
    const { ports, sent } = recording(({ type, data }) =>
      type === 'ReceiveOrder' && 'customerReference' in data && data.customerReference === '1'
        ? {
            accepted: false,
            id: 'new',
            refusal: {
              refused: 'rule',
              code: 'unknown-item',
              message: { ja: '無し', en: 'no such item' },
              field: 'lines[0].sku',
            },
            state: {},
            revision: undefined,
          }
        : undefined,
    );
    const report = await importOrders(
      await optionsFor([good, good.replace('1,', '2,')], [goodLine, '2,TEA,1,1,0']),
      ports,
    );
    expect(typesOf(sent).filter((type) => type === 'ConfirmOrder')).toHaveLength(1);
    expect(report.orders).toMatchObject({ read: 2, refused: 1, received: 1, shipped: 1 });
    expect(report.problems).toEqual([
      {
        file: 'orders.csv',
        line: 2,
        order: '1',
        field: 'lines[0].sku',
        code: 'unknown-item',
        message: 'ReceiveOrder: no such item',
      },
    ]);
  });

  it('tells an order that was imported before with other content, and leaves items as they are', async () => {
    const { ports } = recording(({ type }) =>
      type === 'ReceiveOrder' || type === 'RegisterItem' ? new CommandError('commandReused', 'used before') : undefined,
    );
    const { problems } = await importOrders(await optionsFor([good], [goodLine]), ports);
    expect(problems.map(({ order, code }) => [order, code])).toEqual([['1', 'imported-differently']]);
  });

  it('ends where the store fails, since nothing is known of the rest', async () => {
    const { ports } = recording(({ type }) =>
      type === 'ConfirmOrder' ? new CommandError('unavailable', 'the disk is full') : undefined,
    );
    await expect(importOrders(await optionsFor([good], [goodLine]), ports)).rejects.toThrow('the disk is full');
  });

  it('finds its files beside the orders, and says which is missing', async () => {
    await optionsFor([good], [goodLine]);
    const { paths } = await findInput(mappingFrom(mapping), path.join(folder, 'orders.csv'));
    expect(paths.lines).toBe(path.join(folder, 'lines.csv'));
    rmSync(path.join(folder, 'items.csv'));
    await expect(findInput(mappingFrom(mapping), folder)).rejects.toThrow(`items.csv is not in ${folder}`);
    await expect(findInput(mappingFrom(mapping), path.join(folder, 'nowhere'))).rejects.toThrow('is not there');
  });
});
