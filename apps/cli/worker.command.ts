import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { configurationFrom } from '#libs/engine/configuration';
import { dataOption, examples, wholeNumber, type DataOption } from './command-options.ts';
import { ProgramEnded } from './failure.ts';
import { bothLanguages } from './language.ts';
import { environmentOf } from './open-installation.ts';
import { runInForeground } from './run-in-foreground.ts';
import type { Terminal } from './terminal.ts';

interface WorkerOptions extends DataOption {
  readonly healthPort?: number;
}

/** `juchu worker` */
export const workerCommand = (terminal: Terminal): Command =>
  new Command('worker')
    .description(
      bothLanguages({
        ja: 'ワーカーを起動する（リードモデルの更新と自動処理。API は JUCHU_WORKER=apart で起動）',
        en: 'Start a worker, which keeps read models and processes going for APIs with JUCHU_WORKER=apart',
      }),
    )
    .option(
      '--health-port <number>',
      'port of its health, instead of the configured one  ヘルスチェックのポート番号',
      wholeNumber(0, 65_535),
    )
    .addOption(dataOption())
    .addHelpText('after', examples('worker', 'worker --health-port 3002'))
    .action(async ({ healthPort, data }: WorkerOptions) => {
      const environment = {
        ...environmentOf(terminal, data),
        ...(healthPort === undefined ? {} : { JUCHU_WORKER_PORT: String(healthPort) }),
      };
      // A wrong setting is said before anything is started.
      configurationFrom(environment);
      const code = await runInForeground(fileURLToPath(new URL('../worker/main.js', import.meta.url)), environment);
      if (code !== 0) throw new ProgramEnded(code);
    });
