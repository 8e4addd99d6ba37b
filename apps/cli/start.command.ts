import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { dataOption, examples, wholeNumber, type DataOption } from './command-options.ts';
import { CommandFailed, ProgramEnded } from './failure.ts';
import { bothLanguages } from './language.ts';
import { configurationOf } from './open-installation.ts';
import type { Terminal } from './terminal.ts';

interface StartOptions extends DataOption {
  readonly port?: number;
}

/** Signals that end the API; it finishes what is under way. */
const forwarded = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const satisfies readonly NodeJS.Signals[];

/** Resolves to the exit code; as shells do, 128 and the signal's number where a signal ended it. */
const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new CommandFailed(`the API cannot be started: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });

/** Runs a program in the foreground, in the place of this one. */
export const runInForeground = async (program: string, environment: NodeJS.ProcessEnv): Promise<number> => {
  const child = spawn(process.execPath, [program], { stdio: 'inherit', env: environment });
  const forward = (signal: NodeJS.Signals): void => {
    // From the keyboard it reaches both programs anyhow, and a second one would make the API give up at once.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, forward);
  try {
    return await exitOf(child);
  } finally {
    for (const signal of forwarded) process.off(signal, forward);
  }
};

/** `juchu start` */
export const startCommand = (terminal: Terminal): Command =>
  new Command('start')
    .description(bothLanguages({ ja: 'API を起動する', en: 'Start the API' }))
    .option('--port <number>', 'port of the API, instead of the configured one  ポート番号', wholeNumber(0, 65_535))
    .addOption(dataOption())
    .addHelpText('after', examples('start', 'start --port 8080', 'start --data ./var/demo'))
    .action(async ({ port, data }: StartOptions) => {
      // A wrong setting is said before anything is started.
      configurationOf(terminal, data);
      const environment = {
        ...terminal.environment,
        ...(port === undefined ? {} : { JUCHU_PORT: String(port) }),
        ...(data === undefined ? {} : { JUCHU_DATA: data }),
      };
      const code = await runInForeground(fileURLToPath(new URL('../api/main.js', import.meta.url)), environment);
      if (code !== 0) throw new ProgramEnded(code);
    });
