import { Command, InvalidArgumentError, Option } from 'commander';
import { catalogues, processes } from '#libs/engine/catalogue';
import type { Engine } from '#libs/engine/engine';
import type { Bilingual } from '#libs/kernel/decider';
import { categoryOf, idOf } from '#libs/kernel/fact';
import type { OpenDeadline } from '#libs/kernel/processes/owed-status';
import { orderNumbersOf } from '#libs/read-models/order-status/order-numbers.query';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { endOfDay, inUtc, isCalendarDate, type Instant } from '#state-machines/vocabulary/dates';
import { catchUp } from './catch-up.ts';
import {
  dataOption,
  examples,
  jsonOption,
  languageOption,
  wholeNumber,
  type DataOption,
  type JsonOption,
  type LanguageOption,
} from './command-options.ts';
import { deadlinesTable, type DeadlineView } from './deadlines-text.ts';
import { bothLanguages } from './language.ts';
import { withInstallation } from './open-installation.ts';
import type { Terminal } from './terminal.ts';

interface DeadlinesOptions extends DataOption, LanguageOption, JsonOption {
  readonly until?: Instant;
  readonly process?: string;
  readonly limit: number;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i;

/** Reads the end of a day in Japan, or an instant. */
const dateOrInstant = (text: string): Instant => {
  if (isCalendarDate(text)) return endOfDay(text);
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return inUtc(text);
  throw new InvalidArgumentError('It must be a date such as 2026-11-22, or an instant such as 2026-11-22T14:00+09:00.');
};

/** What a process does then: the rule's name, or what the command does. */
const whatOf = ({ process, stream, command }: OpenDeadline): Bilingual => {
  const rule = followUpRules.find(({ id }) => process === `follow-up-${id}`);
  const catalogue = catalogues.find(({ streamType }) => streamType.category === categoryOf(stream));
  return rule?.name ?? catalogue?.commands[command]?.summary ?? { ja: command, en: command };
};

/** The stream that it is about. A rule opens a follow-up that is not there yet, about a matter that its deadline is called by. */
const aboutOf = ({ process, key, stream }: OpenDeadline): string =>
  followUpRules.some(({ id }) => process === `follow-up-${id}`) ? (key.split('/')[0] ?? key) : stream;

const viewsOf = async (
  { readDatabase, clock }: Engine,
  deadlines: readonly OpenDeadline[],
): Promise<readonly DeadlineView[]> => {
  const now = clock.now();
  const orders = deadlines.map(aboutOf).filter((stream) => /^(goods|service)Order-/.test(stream));
  const numbers = await orderNumbersOf(readDatabase, orders.map(idOf));
  return deadlines.map((deadline) => {
    const stream = aboutOf(deadline);
    const { process, dueAt, command } = deadline;
    const orderNumber = numbers.get(idOf(stream)) ?? null;
    return { dueAt, overdue: dueAt <= now, what: whatOf(deadline), command, stream, orderNumber, process };
  });
};

/** What happened since a process last ran sets deadlines that nobody knows yet. */
const behind = async ({ store, processes: runner }: Engine, wanted: string | undefined): Promise<number> => {
  const head = await store.head();
  const names = processes.map(({ name }) => name).filter((name) => wanted === undefined || wanted === name);
  const reached = await Promise.all(names.map((name) => runner.waitFor(name, head, 0)));
  return reached.filter((isThere) => !isThere).length;
};

/** How many wait for their time in all. */
const waiting = async ({ processes: runner }: Engine, wanted: string | undefined): Promise<number> =>
  (await runner.status())
    .filter(({ name }) => wanted === undefined || wanted === name)
    .reduce((sum, { owed }) => sum + owed.waiting, 0);

/** `juchu deadlines`: reads only. */
export const deadlinesCommand = (terminal: Terminal): Command =>
  new Command('deadlines')
    .description(
      bothLanguages({
        ja: '自動処理がいつ何をするか。期限の早い順に',
        en: 'What happens by itself, and when: soonest first',
      }),
    )
    .option('--until <date-or-instant>', 'only what is due by then  いつまで', dateOrInstant)
    .addOption(
      new Option('--process <name>', 'only of this process  自動処理').choices(processes.map(({ name }) => name)),
    )
    .option('--limit <number>', 'at most so many  件数', wholeNumber(1, 10_000), 100)
    .addOption(dataOption())
    .addOption(languageOption(terminal))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('deadlines', 'deadlines --until 2026-12-01 --lang ja', 'deadlines --process proposal-expiry --json'),
    )
    .action(async ({ data, lang, json, until, process, limit }: DeadlinesOptions) => {
      await withInstallation(terminal, data, { runProcesses: false }, async (engine) => {
        await catchUp(engine, ['order-status']);
        const found = (await engine.processes.deadlines(limit, process)).filter(
          ({ dueAt }) => until === undefined || dueAt <= until,
        );
        const views = await viewsOf(engine, found);
        const all = Math.max(views.length, await waiting(engine, process));
        terminal.out(
          json
            ? JSON.stringify({ all, deadlines: views }, null, 2)
            : deadlinesTable(views, all, engine.clock.now(), lang),
        );
        const late = await behind(engine, process);
        if (late > 0)
          terminal.err(
            {
              ja: `${late} 個の自動処理が最新の出来事をまだ見ていません。API または worker を起動すると追いつきます。`,
              en: `${late} processes have not seen what happened last: they catch up in the running API or worker`,
            }[lang],
          );
      });
    });
