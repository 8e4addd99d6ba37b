import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { columnsOf, describeMapping, mappingFrom } from './mapping.ts';
import { readMappingFile } from './mapping-file.ts';

const smallest = {
  source: 'shop',
  orders: {
    file: 'orders.csv',
    number: 'No',
    customer: 'Customer',
    orderedOn: 'Date',
    shipTo: { name: 'Name', lines: ['Town', 'Street'] },
  },
  lines: { sku: 'SKU', quantity: 'Qty' },
};

describe('a mapping', () => {
  it('needs little, and has defaults for the rest', () => {
    expect(mappingFrom(smallest)).toMatchObject({
      encoding: 'utf-8',
      delimiter: ',',
      dates: 'yyyy-MM-dd',
      tooManyDecimals: 'refuse',
      constants: {
        currency: 'JPY',
        channel: 'import',
        paymentTerms: 'invoice',
        taxClass: 'standard',
        warehouse: 'MAIN',
      },
      lines: { discountAs: 'fraction' },
      customers: undefined,
    });
  });

  it('names every column with the member that names it, so that a missing one can be told', () => {
    const mapping = mappingFrom({
      ...smallest,
      orders: { ...smallest.orders, charges: { kind: 'shipping', amount: 'Freight' } },
    });
    expect([...columnsOf(mapping, 'orders')]).toEqual([
      ['orders.number', 'No'],
      ['orders.customer', 'Customer'],
      ['orders.orderedOn', 'Date'],
      ['orders.shipTo.name', 'Name'],
      ['orders.shipTo.lines[0]', 'Town'],
      ['orders.shipTo.lines[1]', 'Street'],
      ['orders.charges[0].amount', 'Freight'],
    ]);
    expect([...columnsOf(mapping, 'customers')]).toEqual([]);
  });

  it.each([
    ['a missing member', { ...smallest, source: undefined }, 'source is missing: name of where the data comes from'],
    ['a missing section', { source: 'shop', orders: smallest.orders }, 'lines is missing: the lines of the orders'],
    [
      'a misspelt member',
      { ...smallest, orders: { ...smallest.orders, nubmer: 'No' } },
      'orders.nubmer is not a member of a mapping',
    ],
    ['an inherited name', JSON.parse('{"__proto__": {}, "source": "shop"}'), '__proto__ is not a member of a mapping'],
    [
      'a wrong kind',
      { ...smallest, orders: { ...smallest.orders, number: ['No'] } },
      'orders.number must be a text, not ["No"]',
    ],
    [
      'a list inside',
      { ...smallest, orders: { ...smallest.orders, shipTo: { name: 'Name', lines: [' '] } } },
      'orders.shipTo.lines[0] must be a text',
    ],
    [
      'an unknown word',
      { ...smallest, constants: { taxClass: 'none' } },
      'constants.taxClass must be one of standard, reduced, exempt, not "none"',
    ],
    [
      'an unknown encoding',
      { ...smallest, encoding: 'klingon' },
      'encoding must be an encoding such as utf-8 or shift_jis',
    ],
    ['a wrong delimiter', { ...smallest, delimiter: ';;' }, 'delimiter must be a single character'],
    ['a wrong date pattern', { ...smallest, dates: 'DD/MM/YY' }, 'dates must be made of yyyy, MM or M, dd or d'],
    [
      'lines apart without a key',
      { ...smallest, lines: { ...smallest.lines, file: 'lines.csv' } },
      'lines.order is missing',
    ],
    ['a text', 'orders', 'the mapping must hold source, encoding'],
  ])('with %s is refused by one line that names the member', (_fault, value, message) => {
    expect(() => mappingFrom(value)).toThrow(message);
  });

  it('is documented member by member', () => {
    expect(describeMapping()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^source: name of where the data comes from/),
        expect.stringMatching(/^ {2}shippedOn: name of the column with the date the order left.*\(optional\)$/),
        expect.stringMatching(/^ {4}postalCode: /),
      ]),
    );
  });
});

describe('a mapping file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'juchu-mapping-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const written = (text: string): string => {
    const file = path.join(folder, 'shop.yaml');
    writeFileSync(file, text);
    return file;
  };

  it('is YAML or JSON', async () => {
    const fromJson = await readMappingFile(written(JSON.stringify(smallest)));
    const fromYaml = await readMappingFile(
      written(
        'source: shop\norders: {file: orders.csv, number: No, customer: Customer, orderedOn: Date, shipTo: {name: Name, lines: [Town, Street]}}\nlines: {sku: SKU, quantity: Qty}\n',
      ),
    );
    expect(fromYaml).toEqual(fromJson);
  });

  it.each([
    ['source: [', 'shop.yaml is neither YAML nor JSON'],
    ['source: shop\nsource: shop\n', 'shop.yaml is neither YAML nor JSON'],
    ['source: shop\n', 'shop.yaml: orders is missing'],
    ['', 'shop.yaml: the mapping is missing'],
  ])('that holds %j is refused by one line that names it', async (text, message) => {
    await expect(readMappingFile(written(text))).rejects.toThrow(message);
  });

  it('that is not there is refused', async () => {
    await expect(readMappingFile(path.join(folder, 'none.yaml'))).rejects.toThrow('none.yaml cannot be read');
  });
});
