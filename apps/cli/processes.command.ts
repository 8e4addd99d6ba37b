import { Argument, Command } from 'commander';
import { processes } from '#libs/engine/catalogue';
import type { Engine } from '#libs/engine/engine';
import type { OwedRow } from '#libs/kernel/processes/owed-rows';
import type { ProcessStatus } from '#libs/kernel/processes/process-runner';
import { dataOption, examples, filledText, jsonOption, type DataOption, type JsonOption } from './command-options.ts';
import { CommandFailed } from './failure.ts';
import { bothLanguages } from './language.ts';
import { withInstallation } from './open-installation.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

const names = processes.map(({ name }) => name);

const whyStuck = ({ refusal, problem }: OwedRow): string => {
  const message = refusal?.['message'];
  const en = typeof message === 'object' && message !== null && 'en' in message ? message['en'] : undefined;
  return typeof en === 'string' ? en : (problem ?? 'unknown');
};

const statusTable = (statuses: readonly ProcessStatus[]): string =>
  textTable([
    ['NAME', 'STATUS', 'OPEN', 'WAITING', 'STUCK'],
    ...statuses.map(({ name, status, owed }) => [name, status, owed.open, owed.waiting, owed.stuck]),
    ...statuses.flatMap(({ name, failure, stuck }) => [
      ...(failure ? [[`${name} stopped at ${failure.type} of ${failure.stream}: ${failure.error}`]] : []),
      ...stuck.map((row) => [
        `${row.command_id}  ${row.command.type} to ${row.category}-${row.target_id}: ${whyStuck(row)}`,
      ]),
    ]),
  ]);

const statusCommand = (terminal: Terminal): Command =>
  new Command('status')
    .description(
      bothLanguages({
        ja: '自動処理の状態、期限を待つ指示の数、止まっている指示を見る',
        en: 'Show what each process owes, how much of it waits for its time, and what is stuck',
      }),
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('processes status', 'processes status --json'))
    .action(({ data, json }: DataOption & JsonOption) =>
      withInstallation(terminal, data, { runProjections: false, runProcesses: false }, async (engine) => {
        const statuses = await engine.processes.status();
        terminal.out(json ? JSON.stringify({ processes: statuses }, null, 2) : statusTable(statuses));
      }),
    );

/** Commands to send again: one that is named, or all that are stuck. */
const stuckCommands = async (engine: Engine, wanted: string | undefined): Promise<readonly string[]> => {
  if (wanted !== undefined && !names.includes(wanted)) return [wanted];
  const statuses = await engine.processes.status();
  return statuses
    .filter(({ name }) => wanted === undefined || wanted === name)
    .flatMap(({ stuck }) => stuck.map(({ command_id }) => command_id));
};

const retry = async (engine: Engine, terminal: Terminal, wanted: string | undefined): Promise<void> => {
  const { processes: runner } = engine;
  const commands = await stuckCommands(engine, wanted);
  let retried = 0;
  for (const name of names)
    if (wanted === undefined || wanted === name) retried += (await runner.retryFact(name)) ? 1 : 0;
  for (const command of commands) retried += (await runner.retry(command)) ? 1 : 0;
  if (retried === 0)
    throw new CommandFailed(
      wanted === undefined
        ? 'no process is stuck: there is nothing to retry'
        : `${wanted} is neither a process nor a command that is stuck: see "juchu processes status"`,
    );
  await runner.idle();
  const left = (await runner.status()).flatMap(({ stuck }) => stuck).filter((row) => commands.includes(row.command_id));
  for (const row of left) terminal.err(`${row.command_id} ${row.command.type}: ${whyStuck(row)}`);
  if (left.length > 0) throw new CommandFailed(`${left.length} of ${commands.length} commands are stuck again`);
  terminal.err(`retried: ${retried}`);
};

const retryCommand = (terminal: Terminal): Command =>
  new Command('retry')
    .description(
      bothLanguages({
        ja: '止まっている指示を送り直す',
        en: 'Send stuck commands again, and let a stopped process go on',
      }),
    )
    .addArgument(
      new Argument(
        '[process-or-command-id]',
        'one process or one command; all without  自動処理または指示 ID',
      ).argParser(filledText),
    )
    .addOption(dataOption())
    .addHelpText('after', examples('processes retry', 'processes retry allocation'))
    .action((wanted: string | undefined, { data }: DataOption) =>
      withInstallation(terminal, data, { runProjections: false }, (engine) => retry(engine, terminal, wanted)),
    );

const skipCommand = (terminal: Terminal): Command =>
  new Command('skip')
    .description(
      bothLanguages({
        ja: '止まった原因の事実を飛ばす。理由は記録される',
        en: 'Pass over the fact at which a process has stopped; the reason is recorded',
      }),
    )
    .addArgument(new Argument('<process>', 'the process  自動処理').choices(names))
    .requiredOption('--reason <text>', 'why it may be passed over  理由', filledText)
    .addOption(dataOption())
    .addHelpText('after', examples('processes skip dispatch --reason "counted by hand on 11-22"'))
    .action((name: string, { data, reason }: DataOption & { readonly reason: string }) =>
      withInstallation(
        terminal,
        data,
        { runProjections: false, runProcesses: false },
        async ({ processes: runner }) => {
          if (!(await runner.skipFact(name, reason)))
            throw new CommandFailed(`${name} has not stopped: there is nothing to skip`);
          terminal.err(`${name}: goes on, in the running API or at its next start`);
        },
      ),
    );

/** `juchu processes` */
export const processesCommand = (terminal: Terminal): Command =>
  new Command('processes')
    .description(
      bothLanguages({
        ja: '自動処理を見る・再開する',
        en: 'Look at what follows by itself',
      }),
    )
    .addCommand(statusCommand(terminal))
    .addCommand(retryCommand(terminal))
    .addCommand(skipCommand(terminal));
