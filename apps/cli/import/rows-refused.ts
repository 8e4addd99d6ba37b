import { CommandFailed } from '../failure.ts';

/** The import is done, but for some rows; the report says which and why. */
export class RowsRefused extends CommandFailed {
  override readonly exitCode = 3;
  constructor(rows: number) {
    super(`${rows} ${rows === 1 ? 'row was' : 'rows were'} refused: mend them as the report says and import again`);
    this.name = 'RowsRefused';
  }
}
