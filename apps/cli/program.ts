import { Command, CommanderError } from 'commander';
import { demoCommand } from './demo/demo.command.ts';
import { lineOf } from './failure.ts';
import { bothLanguages } from './language.ts';
import type { Terminal } from './terminal.ts';

/** Exit codes: 0 done, 1 failed, 2 called in a wrong way. */
const FAILED = 1;
const MISUSED = 2;

const program = (terminal: Terminal): Command => {
  const juchu = new Command('juchu')
    .description(bothLanguages({ ja: '受注管理エンジン', en: 'The order-management engine' }))
    .helpOption('-h, --help', 'show what can be said here  使い方')
    .helpCommand('help [command]', 'show the help of a command  コマンドの使い方');
  for (const command of [demoCommand(terminal)]) juchu.addCommand(command);
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
    terminal.err(lineOf(error));
    return FAILED;
  }
};
