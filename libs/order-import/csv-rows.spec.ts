import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readCsvRows, type CsvFile } from './csv-rows.ts';
import { ImportInputError } from './import-input-error.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (content: string | Uint8Array, settings: Partial<CsvFile> = {}): CsvFile => {
  const filePath = path.join(folder, 'shop.csv');
  writeFileSync(filePath, content);
  return { path: filePath, encoding: 'utf-8', delimiter: ',', columns: new Map(), ...settings };
};

/** Line, cells of columns a and b, and what is wrong with the row. */
const rowsOf = async (csv: CsvFile) => {
  const rows: (readonly [number, string | undefined, string | undefined, boolean])[] = [];
  for await (const row of readCsvRows(csv)) rows.push([row.line, row.cell('a'), row.cell('b'), row.flaw !== undefined]);
  return rows;
};

describe('the rows of a CSV file', () => {
  it('have the line on which they begin, with blank lines and line breaks between quotes counted', async () => {
    const csv = file('\ufeffa,b\r\n1,"two\r\nlines"\r\n\r\n  ,\r\n2,"say ""hi"""\r\n3,last');
    expect(await rowsOf(csv)).toEqual([
      [2, '1', 'two\r\nlines', false],
      [6, '2', 'say "hi"', false],
      [7, '3', 'last', false],
    ]);
  });

  it('may end in any line ending, also in several', async () => {
    expect(await rowsOf(file('a,b\r\n1,x\n2,y\r3,z'))).toEqual([
      [2, '1', 'x', false],
      [3, '2', 'y', false],
      [4, '3', 'z', false],
    ]);
  });

  it('lose the spaces around their cells, and have no blank ones', async () => {
    expect(await rowsOf(file('a , b\n 1 ,   \n'))).toEqual([[2, '1', undefined, false]]);
  });

  it('say so when they have more or fewer cells than the header', async () => {
    expect(await rowsOf(file('a,b\n1\n1,2,3\n1,2\n'))).toEqual([
      [2, '1', undefined, true],
      [3, '1', '2', true],
      [4, '1', '2', false],
    ]);
  });

  it('keep a quote in the middle of a cell', async () => {
    expect(await rowsOf(file('a,b\n1,12" pipe\n'))).toEqual([[2, '1', '12" pipe', false]]);
  });

  it('are read in the encoding and with the delimiter that the mapping names', async () => {
    const shiftJis = Uint8Array.from([0x61, 0x09, 0x62, 0x0a, 0x31, 0x09, 0x90, 0xbc, 0x8e, 0xf3, 0x0a]);
    expect(await rowsOf(file(shiftJis, { encoding: 'shift_jis', delimiter: '\t' }))).toEqual([[2, '1', '西受', false]]);
  });

  it('are counted in bytes as they are read', async () => {
    let bytes = 0;
    await rowsOf(file('a,b\n1,é\n', { onBytes: (read) => (bytes += read) }));
    expect(bytes).toBe(9);
  });

  it.each([
    [
      'no column of that name',
      'a,b\n1,2\n',
      { columns: new Map([['orders.number', 'id']]) },
      'shop.csv has no column "id" (orders.number); it has a, b',
    ],
    ['two columns of one name', 'a,a\n1,2\n', {}, 'shop.csv has two columns called "a"; rename one'],
    ['nothing in it', '\ufeff\n \n', {}, 'shop.csv is empty: its first row must name the columns'],
    ['a quote that is never closed', 'a,b\n1,"x\n2,y\n', {}, 'shop.csv has a quote that is never closed'],
    ['a cell without an end', `a,b\n1,"${'x'.repeat(2_000_000)}`, {}, 'shop.csv has a quote that is never closed'],
    ['another encoding', Uint8Array.from([0x61, 0x2c, 0x62, 0x0a, 0x90, 0xbc]), {}, 'shop.csv is not written in utf-8'],
  ])('cannot be read from a file with %s', async (_fault, content, settings, message) => {
    const reading = rowsOf(file(content, settings));
    await expect(reading).rejects.toThrow(ImportInputError);
    await expect(reading).rejects.toThrow(message);
  });

  it('cannot be read from a file that is not there, or that is a folder', async () => {
    const there = file('a,b\n');
    await expect(rowsOf({ ...there, path: path.join(folder, 'nowhere.csv') })).rejects.toThrow(
      'nowhere.csv is not there',
    );
    await expect(rowsOf({ ...there, path: folder })).rejects.toThrow('is a folder, not a file');
  });
});
