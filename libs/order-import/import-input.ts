import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readCsvRows, type CsvRow } from './csv-rows.ts';
import { ImportInputError } from './import-input-error.ts';
import { columnsOf, linesAreApart, type FileSection, type OrderMapping } from './mapping.ts';

/** The files of one import. */
export interface ImportInput {
  readonly mapping: OrderMapping;
  /** Paths of the files that the mapping names. */
  readonly paths: Readonly<Partial<Record<FileSection, string>>>;
  /** How much there is to read in all, in bytes; what is read twice counts twice. */
  readonly totalBytes: number;
}

/** Told of every piece that is read, in bytes. */
export type OnBytes = (bytes: number) => void;

/**
 * Finds the files of a mapping in a folder; where a file is given instead, it is the orders' file and the others are beside it.
 * Throws `ImportInputError` where one of them is not there.
 */
export const findInput = async (mapping: OrderMapping, folderOrFile: string): Promise<ImportInput> => {
  const given = await stat(folderOrFile).catch((cause: unknown) => {
    throw new ImportInputError(`${folderOrFile} is not there; give the folder or the orders' file`, { cause });
  });
  const folder = given.isDirectory() ? folderOrFile : path.dirname(folderOrFile);
  const inFolder = (name: string | undefined) => (name === undefined ? undefined : path.join(folder, name));
  const ordersPath = given.isDirectory() ? path.join(folder, mapping.orders.file) : folderOrFile;
  const paths = {
    orders: ordersPath,
    lines: linesAreApart(mapping) ? inFolder(mapping.lines.file) : ordersPath,
    customers: inFolder(mapping.customers?.file),
    items: inFolder(mapping.items?.file),
    carriers: inFolder(mapping.carriers?.file),
  };
  const sizes = await Promise.all([paths.orders, paths.orders, ...otherFiles(paths, mapping)].map(sizeOf));
  return { mapping, paths, totalBytes: sizes.reduce((sum, size) => sum + size, 0) };
};

const otherFiles = (
  { lines, customers, items, carriers }: Readonly<Partial<Record<FileSection, string>>>,
  mapping: OrderMapping,
): readonly string[] => {
  const linesTwice = linesAreApart(mapping) ? [lines, lines] : [];
  return [...linesTwice, customers, items, carriers].filter((file) => file !== undefined);
};

const sizeOf = async (file: string): Promise<number> => {
  const found = await stat(file).catch((cause: unknown) => {
    throw new ImportInputError(`${path.basename(file)} is not in ${path.dirname(file)}`, { cause });
  });
  if (!found.isFile()) throw new ImportInputError(`${file} is not a file`);
  return found.size;
};

/** The rows of a section's file; none where the mapping has no such section. In the orders' file the columns of inline lines are looked for too. */
export const sectionRows = (input: ImportInput, section: FileSection, onBytes: OnBytes): AsyncIterable<CsvRow> => {
  const { mapping, paths } = input;
  const file = paths[section];
  if (file === undefined) return noRows();
  const inline = section === 'orders' && !linesAreApart(mapping) ? columnsOf(mapping, 'lines') : [];
  const columns = new Map([...columnsOf(mapping, section), ...inline]);
  return readCsvRows({ path: file, encoding: mapping.encoding, delimiter: mapping.delimiter, columns, onBytes });
};

async function* noRows(): AsyncGenerator<CsvRow> {
  // A section that is not mapped has nothing to give.
}
