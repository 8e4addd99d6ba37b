/** Characters that terminals draw two columns wide: East Asian wide and fullwidth ones (Unicode Standard Annex 11). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** How many columns a text takes on a terminal. */
export const displayWidth = (text: string): number => text.length + (text.match(WIDE)?.length ?? 0);

/** The beginning of a text's first line, in at most so many columns, with an ellipsis where something is left out. */
export const shortened = (text: string, columns: number): string => {
  const [line = '', ...more] = text.trim().split('\n');
  if (more.length === 0 && displayWidth(line) <= columns) return line;
  let kept = '';
  for (const character of line) {
    if (displayWidth(kept + character) > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
};

const padded = (cell: string | number, width: number): string => {
  const gap = ' '.repeat(Math.max(0, width - displayWidth(String(cell))));
  return typeof cell === 'number' ? `${gap}${cell}` : `${cell}${gap}`;
};

/** Rows in columns that line up, Japanese ones too; numbers stand to the right. The first row is the head where there is one. */
export const textTable = (rows: readonly (readonly (string | number)[])[], gap = '  '): string => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(String(row[column] ?? '')))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join(gap)
        .trimEnd(),
    )
    .join('\n');
};
