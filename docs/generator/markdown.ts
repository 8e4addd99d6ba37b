/** A cell of a table: on one line, with the bars that would end it escaped. */
const cell = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** A table in Markdown; empty where it would have no rows. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : [row(headings), row(headings.map(() => '---')), ...rows.map(row)].join('\n');

/** Text as code, also in a cell. */
export const code = (text: string): string => `\`${text}\``;

/** Paragraphs, headings and tables with a blank line between; empty ones are left out. */
export const blocks = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');

/** `everyUnitIsPromised` → `every unit is promised`. */
export const inWords = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();

/** First lines of every generated page. */
export const heading = (title: string): string =>
  `# ${title}\n\n<!-- Made from the code by \`npm run docs\`: do not edit. -->`;
