import { Argument, Command } from 'commander';
import type { Engine } from '#libs/engine/engine';
import type { ProjectionStatus } from '#libs/kernel/projections/projection-runner';
import { projections } from '#libs/read-models/catalogue';
import { dataOption, examples, filledText, jsonOption, type DataOption, type JsonOption } from './command-options.ts';
import { catchUp } from './catch-up.ts';
import { countEvents } from './count-events.ts';
import { CommandFailed } from './failure.ts';
import { bothLanguages } from './language.ts';
import { withInstallation } from './open-installation.ts';
import { openProgressBar } from './progress-bar.ts';
import type { Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

const names = projections.map(({ name }) => name);
const nameArgument = (): Argument => new Argument('<name>', 'read model  リードモデル').choices(names);

/** Reads only: neither read models nor processes are moved on from here. */
const looking = { runProjections: false, runProcesses: false } as const;

const statusTable = (statuses: readonly ProjectionStatus[], head: string): string =>
  textTable([
    ['NAME', 'VERSION', 'STATUS', 'POSITION', 'UPDATED'],
    ...statuses.map(({ name, version, status, position, updatedAt }) => [
      name,
      version === undefined ? '-' : String(version),
      status === 'running' && position < head ? 'behind' : status,
      position === '' ? '-' : position,
      updatedAt ?? '-',
    ]),
    ...statuses.flatMap(({ name, failure }) =>
      failure ? [[`${name} stopped at ${failure.type} of ${failure.stream}: ${failure.error}`]] : [],
    ),
  ]);

const statusCommand = (terminal: Terminal): Command =>
  new Command('status')
    .description(bothLanguages({ ja: 'リードモデルの状態を見る', en: 'Show how far each read model has got' }))
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('projections status', 'projections status --json --data ./var/demo'))
    .action(({ data, json }: DataOption & JsonOption) =>
      withInstallation(terminal, data, looking, async ({ store, projections: runner }) => {
        const [head, statuses] = [await store.head(), await runner.status()];
        terminal.out(json ? JSON.stringify({ head, projections: statuses }, null, 2) : statusTable(statuses, head));
      }),
    );

const rebuild = async (engine: Engine, terminal: Terminal, wanted: readonly string[]): Promise<void> => {
  const bar = openProgressBar(terminal);
  try {
    for (const { name, categories } of projections.filter((projection) => wanted.includes(projection.name))) {
      const total = terminal.progressStream
        ? await countEvents(engine, categories === 'all' ? undefined : categories)
        : 0;
      let applied = 0;
      bar.begin(name, total);
      await engine.projections.rebuild(name, ({ events }) => {
        bar.advance(events - applied);
        applied = events;
      });
      bar.end();
      terminal.err(`${name}: rebuilt from ${applied} events`);
    }
  } finally {
    bar.end();
  }
};

const rebuildCommand = (terminal: Terminal): Command =>
  new Command('rebuild')
    .description(
      bothLanguages({
        ja: 'ログからリードモデルを作り直し、入れ替える',
        en: 'Build read models anew from the log and swap them in, without a gap in service',
      }),
    )
    .addArgument(new Argument('[name]', 'one read model; all of them without  リードモデル').choices(names))
    .addOption(dataOption())
    .addHelpText('after', examples('projections rebuild', 'projections rebuild order-status --data ./var/demo'))
    .action((name: string | undefined, { data }: DataOption) =>
      withInstallation(terminal, data, looking, (engine) =>
        rebuild(engine, terminal, name === undefined ? names : [name]),
      ),
    );

/** Lets a stopped read model go on, and waits until it is at the end of the log or has stopped again. */
const goOn = async (
  terminal: Terminal,
  data: string | undefined,
  name: string,
  act: (engine: Engine) => Promise<boolean>,
): Promise<void> => {
  await withInstallation(terminal, data, { runProcesses: false }, async (engine) => {
    if (!(await act(engine))) throw new CommandFailed(`${name} has not stopped: there is nothing to retry or to skip`);
    await catchUp(engine, [name]);
    terminal.err(`${name}: has caught up`);
  });
};

const retryCommand = (terminal: Terminal): Command =>
  new Command('retry')
    .description(
      bothLanguages({
        ja: '止まったリードモデルを、同じ事実から再開する',
        en: 'Try the fact again at which a read model has stopped',
      }),
    )
    .addArgument(nameArgument())
    .addOption(dataOption())
    .addHelpText('after', examples('projections retry inventory'))
    .action((name: string, { data }: DataOption) =>
      goOn(terminal, data, name, (engine) => engine.projections.retry(name)),
    );

const skipCommand = (terminal: Terminal): Command =>
  new Command('skip')
    .description(
      bothLanguages({
        ja: '止まった原因の事実を飛ばす。理由は記録される',
        en: 'Pass over the fact at which a read model has stopped; the reason is recorded',
      }),
    )
    .addArgument(nameArgument())
    .requiredOption('--reason <text>', 'why it may be passed over  理由', filledText)
    .addOption(dataOption())
    .addHelpText('after', examples('projections skip inventory --reason "wrong unit, corrected by hand on 11-22"'))
    .action((name: string, { data, reason }: DataOption & { readonly reason: string }) =>
      goOn(terminal, data, name, (engine) => engine.projections.skip(name, reason)),
    );

/** `juchu projections` */
export const projectionsCommand = (terminal: Terminal): Command =>
  new Command('projections')
    .description(bothLanguages({ ja: 'リードモデルを見る・作り直す', en: 'Look at the read models, rebuild them' }))
    .addCommand(statusCommand(terminal))
    .addCommand(rebuildCommand(terminal))
    .addCommand(retryCommand(terminal))
    .addCommand(skipCommand(terminal));
