import { Command } from 'commander';
import { openDesk } from '#libs/engine/open-desk';
import { deskCatalogue } from '#libs/ordering/desk/desk.catalogue';
import { followUpCountsQuery } from '#libs/read-models/follow-ups/follow-up-counts.query';
import { DESK_ID } from '#state-machines/desk/desk.id';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { calendarDate, examples } from '../command-options.ts';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { timeText } from '../time-text.ts';
import { forActing, forQueue, ruleArgument, type ActingOptions, type QueueOptions } from './queue-options.ts';
import { rulesTable, type RuleView } from './rules-text.ts';
import { processOfRule, takeUpPast } from './take-up-past.ts';
import { withDesk, type Desk } from './with-desk.ts';

const rulesOf = async (desk: Desk): Promise<readonly RuleView[]> => {
  const { rules } = await desk.present();
  const counts = await desk.ask(followUpCountsQuery, { by: 'rule' });
  const statuses = await desk.engine.processes.status();
  return followUpRules.map(({ id, name }) => {
    const status = statuses.find((process) => process.name === processOfRule(id));
    const known = status?.version === undefined ? undefined : status;
    return {
      id,
      name,
      switch: rules[id] ?? null,
      open: counts?.items.find(({ key }) => key === id)?.total ?? 0,
      process: known ? { status: known.status, failure: known.failure, owed: known.owed } : null,
    };
  });
};

const showRules = async (terminal: Terminal, desk: Desk, { json, lang }: QueueOptions): Promise<void> => {
  const rules = await rulesOf(desk);
  terminal.out(json ? JSON.stringify({ rules }, null, 2) : rulesTable(rules, lang));
};

const showRule = async (terminal: Terminal, desk: Desk, id: string, { json, lang }: QueueOptions): Promise<void> => {
  const rules = (await rulesOf(desk)).filter((rule) => rule.id === id);
  terminal.out(json ? JSON.stringify(rules[0], null, 2) : rulesTable(rules, lang));
};

const listCommand = (terminal: Terminal): Command =>
  forQueue(
    terminal,
    new Command('list').description(
      bothLanguages({
        ja: 'ルールの一覧。有効か、未完了の件数、自動処理の状態',
        en: 'Every rule: whether it is on, what of it is open, and how its process is',
      }),
    ),
  )
    .addHelpText('after', examples('queue rules list', 'queue rules list --lang ja'))
    .action((options: QueueOptions) => withDesk(terminal, options, (desk) => showRules(terminal, desk, options)));

type OnOptions = ActingOptions & { readonly since?: CalendarDate };

const onCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('on')
      .description(
        bothLanguages({
          ja: 'ルールを有効にする。--since を付けると過去の未対応も対象にする',
          en: 'Switch a rule on: for what happens from now on, or with --since for the past as well',
        }),
      )
      .addArgument(ruleArgument())
      .option(
        '--since <date>',
        'take up what began on this day or later and is still unanswered  対象の開始日',
        calendarDate,
      ),
  )
    .addHelpText(
      'after',
      examples('queue rules on next-proposal', 'queue rules on clarification-unanswered --since 2026-10-01'),
    )
    .action(async (rule: string, { since, ...options }: OnOptions) => {
      const { lang } = options;
      await withDesk(terminal, options, async (desk) => {
        // The desk may be older than the rule.
        await openDesk(desk.engine.loop);
        await desk.send(deskCatalogue, 'SwitchRuleOn', { rule, since }, { streamId: DESK_ID });
        const from = timeText((await desk.present()).rules[rule]?.since ?? desk.engine.clock.now());
        if (since === undefined)
          terminal.err(
            {
              ja: `${rule}: ${from} 以降の出来事が対象です。それより前の出来事は --since を付けると対象になります。`,
              en: `${rule}: counts for what happens since ${from}; with --since, what began before becomes follow-ups too`,
            }[lang],
          );
        else {
          terminal.err(
            {
              ja: `${rule}: ${from} 以降の出来事をログから読み直し、まだ片付いていないものをフォローアップにします。`,
              en: `${rule}: reads the log anew; what began since ${from} and is still unanswered becomes follow-ups`,
            }[lang],
          );
          await takeUpPast(desk, rule);
          await desk.catchUp('follow-ups');
        }
        await showRule(terminal, desk, rule, options);
      });
    });

const offCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('off')
      .description(
        bothLanguages({
          ja: 'ルールを無効にする。すでにあるフォローアップは残る',
          en: 'Switch a rule off; follow-ups that it has opened stay',
        }),
      )
      .addArgument(ruleArgument()),
  )
    .addHelpText('after', examples('queue rules off next-proposal'))
    .action(async (rule: string, options: ActingOptions) => {
      await withDesk(terminal, options, async (desk) => {
        await openDesk(desk.engine.loop);
        await desk.send(deskCatalogue, 'SwitchRuleOff', { rule }, { streamId: DESK_ID });
        await showRule(terminal, desk, rule, options);
      });
    });

/** `juchu queue rules` */
export const rulesCommand = (terminal: Terminal): Command =>
  new Command('rules')
    .description(
      bothLanguages({ ja: 'フォローアップを起こすルール', en: 'The rules by which what happens becomes follow-ups' }),
    )
    .addCommand(listCommand(terminal), { isDefault: true })
    .addCommand(onCommand(terminal))
    .addCommand(offCommand(terminal));
