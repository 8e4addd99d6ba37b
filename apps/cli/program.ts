import { Command, CommanderError } from 'commander';
import { errorLine } from '#libs/service/error-line';
import { auditCommand } from './audit.command.ts';
import { examples } from './command-options.ts';
import { copyKeysCommand } from './copy/copy-keys.command.ts';
import { copyCommand } from './copy/copy.command.ts';
import { deadlinesCommand } from './deadlines.command.ts';
import { demoCommand } from './demo/demo.command.ts';
import { eventStoreCommand } from './event-store/event-store.command.ts';
import { CommandFailed, ProgramEnded } from './failure.ts';
import { importCommand } from './import/import.command.ts';
import { bothLanguages } from './language.ts';
import { orderCommand } from './order/order.command.ts';
import { processesCommand } from './processes.command.ts';
import { projectionsCommand } from './projections.command.ts';
import { queueCommand } from './queue/queue.command.ts';
import { startCommand } from './start.command.ts';
import type { Terminal } from './terminal.ts';
import { workerCommand } from './worker.command.ts';

/** Exit codes: 0 done, 1 failed, 2 called in a wrong way. */
const FAILED = 1;
const MISUSED = 2;

/** Everything that can be said, with its words. */
const program = (terminal: Terminal): Command => {
  const juchu = new Command('juchu')
    .description(bothLanguages({ ja: '受注管理エンジン', en: 'The order-management engine' }))
    .addHelpText(
      'after',
      examples('start', 'demo --orders 2000', 'order GO-2026-000123 --data ./var/demo', 'help demo'),
    );
  for (const command of [
    startCommand,
    workerCommand,
    demoCommand,
    orderCommand,
    queueCommand,
    deadlinesCommand,
    auditCommand,
    copyCommand,
    copyKeysCommand,
    importCommand,
    projectionsCommand,
    processesCommand,
    eventStoreCommand,
  ])
    juchu.addCommand(command(terminal));
  return juchu;
};

/** Commander's settings hold for one command only: every command of the tree gets them. */
const prepare = (command: Command, terminal: Terminal): void => {
  const oneLine = (text: string): string =>
    text
      .trim()
      .replace(/^error: /, '')
      .replaceAll('\n', ' ');
  command
    .exitOverride()
    .helpOption('-h, --help', 'show what can be said here  使い方')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      outputError: (text) => terminal.err(`juchu: ${oneLine(text)} (see "${nameOf(command)} --help")`),
    });
  if (command.commands.length > 0)
    command.helpCommand('help [command]', 'show the help of a command  コマンドの使い方');
  for (const inner of command.commands) prepare(inner, terminal);
};

const nameOf = (command: Command): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

/** Runs a command line, without the program's name. Resolves to the exit code; never rejects. */
export const runCli = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    const juchu = program(terminal);
    prepare(juchu, terminal);
    await juchu.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said by then what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
    if (error instanceof ProgramEnded) return error.exitCode;
    terminal.err(errorLine(error));
    return error instanceof CommandFailed ? error.exitCode : FAILED;
  }
};
