import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { configurationFrom } from '#libs/engine/configuration';
import { dataOption, examples, wholeNumber, type DataOption } from './command-options.ts';
import { ProgramEnded } from './failure.ts';
import { bothLanguages } from './language.ts';
import { environmentOf } from './open-installation.ts';
import { runInForeground } from './run-in-foreground.ts';
import type { Terminal } from './terminal.ts';

interface StartOptions extends DataOption {
  readonly port?: number;
}

/** `juchu start` */
export const startCommand = (terminal: Terminal): Command =>
  new Command('start')
    .description(bothLanguages({ ja: 'API を起動する', en: 'Start the API' }))
    .option('--port <number>', 'port of the API, instead of the configured one  ポート番号', wholeNumber(0, 65_535))
    .addOption(dataOption())
    .addHelpText('after', examples('start', 'start --port 8080', 'start --data ./var/demo'))
    .action(async ({ port, data }: StartOptions) => {
      const environment = {
        ...environmentOf(terminal, data),
        ...(port === undefined ? {} : { JUCHU_PORT: String(port) }),
      };
      // A wrong setting is said before anything is started.
      configurationFrom(environment);
      const code = await runInForeground(fileURLToPath(new URL('../api/main.js', import.meta.url)), environment);
      if (code !== 0) throw new ProgramEnded(code);
    });
