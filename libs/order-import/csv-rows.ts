import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline, Transform, type TransformCallback } from 'node:stream';
import { parse, type Info } from 'csv-parse';
import { ImportInputError } from './import-input-error.ts';

/** Where something stands in the input, for people: the file's name, and the line counted from 1, header included. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
}

/** One row of a CSV file. */
export interface CsvRow extends RowPlace {
  /** The cell of a column without the spaces around it; undefined where it is blank or the column is not mapped. */
  cell(column: string | undefined): string | undefined;
  /** What is wrong with the row as a whole. */
  readonly flaw: string | undefined;
}

export interface CsvFormat {
  /** A label of the Encoding Standard, such as `utf-8` or `shift_jis`. */
  readonly encoding: string;
  readonly delimiter: string;
}

export interface CsvFile extends CsvFormat {
  readonly path: string;
  /** Columns that must be there, by the mapping's member that names them. */
  readonly columns: ReadonlyMap<string, string>;
  /** Told of every piece that is read, in bytes. */
  readonly onBytes?: (bytes: number) => void;
}

/** A record beyond this is a quote that nobody closed. */
const MAX_RECORD_BYTES = 1_048_576;

interface Header {
  readonly titles: readonly string[];
  /** Where each title stands. */
  readonly places: ReadonlyMap<string, number>;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: Pick<Info, 'lines'>;
}

/**
 * Reads a CSV file (RFC 4180, any line ending, with or without a byte order mark) row by row; memory does not grow with the file. Blank rows are passed over.
 * Throws `ImportInputError` where the file cannot be read, lacks a column, has two of one name, or where a quote stays open.
 */
export async function* readCsvRows(file: CsvFile): AsyncGenerator<CsvRow> {
  const name = path.basename(file.path);
  let header: Header | undefined;
  let insideQuotes = 0;
  try {
    for await (const { record, info } of recordsOf(file, name)) {
      const breaks = record.map(lineBreaks);
      // csv-parse counts a CRLF between quotes as two lines.
      insideQuotes += breaks.reduce((sum, { pairs }) => sum + pairs, 0);
      const line = info.lines - insideQuotes - breaks.reduce((sum, { lines }) => sum + lines, 0);
      if (record.every((cell) => cell.trim() === '')) continue;
      if (header === undefined) header = headerOf(record, file, name);
      else yield rowOf(record, header, { file: name, line });
    }
  } catch (error) {
    throw error instanceof ImportInputError ? error : unreadable(name, error);
  }
  if (header === undefined) throw new ImportInputError(`${name} is empty: its first row must name the columns`);
}

const recordsOf = (
  { path: filePath, encoding, delimiter, onBytes }: CsvFile,
  name: string,
): AsyncIterable<ParsedRecord> => {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    max_record_size: MAX_RECORD_BYTES,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  // What fails on the way destroys the parser with the error, which whoever iterates over it is thrown.
  pipeline(createReadStream(filePath), decoding(encoding, name, onBytes), parser, () => undefined);
  return parser;
};

/** Bytes to text, refusing what the encoding does not know: a wrong encoding must not become question marks in an order. */
const decoding = (encoding: string, name: string, onBytes: CsvFile['onBytes']): Transform => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk: Buffer | undefined, done: TransformCallback): void => {
    try {
      done(null, chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
    } catch (error) {
      const message = `${name} is not written in ${encoding}; say in the mapping which encoding it has`;
      done(new ImportInputError(message, { cause: error }));
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes?.(chunk.length);
      decode(chunk, done);
    },
    flush: (done) => decode(undefined, done),
  });
};

const lineBreaks = (cell: string): { readonly lines: number; readonly pairs: number } => {
  if (!cell.includes('\n') && !cell.includes('\r')) return { lines: 0, pairs: 0 };
  const found = cell.match(/\r\n|\n|\r/g) ?? [];
  return { lines: found.length, pairs: found.filter((lineBreak) => lineBreak === '\r\n').length };
};

const headerOf = (record: readonly string[], { columns }: CsvFile, name: string): Header => {
  const titles = record.map((title) => title.trim());
  const twice = titles.find((title, index) => title !== '' && titles.indexOf(title) !== index);
  if (twice !== undefined) throw new ImportInputError(`${name} has two columns called "${twice}"; rename one`);
  for (const [member, column] of columns)
    if (!titles.includes(column))
      throw new ImportInputError(`${name} has no column "${column}" (${member}); it has ${titles.join(', ')}`);
  return { titles, places: new Map(titles.map((title, index) => [title, index])) };
};

const rowOf = (record: readonly string[], { titles, places }: Header, place: RowPlace): CsvRow => ({
  ...place,
  cell(column) {
    const index = column === undefined ? undefined : places.get(column);
    const cell = index === undefined ? undefined : record[index]?.trim();
    return cell === '' ? undefined : cell;
  },
  flaw:
    record.length === titles.length
      ? undefined
      : `the row has ${record.length} cells where the header names ${titles.length} columns`,
});

const unreadable = (name: string, error: unknown): ImportInputError => {
  const { code, message, lines } = error as { code?: string; message?: string; lines?: number };
  const says = (what: string) => new ImportInputError(`${name} ${what}`, { cause: error });
  if (code === 'ENOENT') return says('is not there');
  if (code === 'EACCES' || code === 'EPERM') return says('may not be read by this user');
  if (code === 'EISDIR') return says('is a folder, not a file');
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE')
    return says(`has a quote that is never closed, in the record that ends at line ${lines ?? 0}`);
  return says(message ?? 'cannot be read');
};
