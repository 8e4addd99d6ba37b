import { Command, Option } from 'commander';
import { followUpOutcomes, type FollowUpOutcome } from '#state-machines/follow-up/follow-up.events';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { calendarDate, examples, filledText } from '../command-options.ts';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { changeFollowUp } from './change-follow-up.ts';
import { forActing, idArgument, type ActingOptions } from './queue-options.ts';

interface SnoozeOptions extends ActingOptions {
  readonly until: CalendarDate;
  readonly reason?: string;
}

interface DueOptions extends ActingOptions {
  readonly to: CalendarDate;
  readonly reason?: string;
}

interface DoneOptions extends ActingOptions {
  readonly outcome: FollowUpOutcome;
  readonly note?: string;
}

const snoozeCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('snooze')
      .description(
        bothLanguages({
          ja: '指定した日まで寝かせる。その日に担当者に戻る',
          en: 'Let one rest until a day, on which it comes back to whoever has it',
        }),
      )
      .addArgument(idArgument())
      .requiredOption('--until <date>', 'day on which it comes back  戻る日', calendarDate)
      .option('--reason <text>', 'why  理由', filledText),
  )
    .addHelpText('after', examples('queue snooze 6f1c7b5e --until 2026-12-01 --reason "away until then" --as sato'))
    .action((beginning: string, { until, reason, ...options }: SnoozeOptions) =>
      changeFollowUp(terminal, options, beginning, 'SnoozeFollowUp', { until, reason }),
    );

const dueCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('due')
      .description(bothLanguages({ ja: '期日を変更する', en: 'Change the day by which one is to be done' }))
      .addArgument(idArgument())
      .requiredOption('--to <date>', 'last day on which it is in time  新しい期日', calendarDate)
      .option('--reason <text>', 'why  理由', filledText),
  )
    .addHelpText('after', examples('queue due 6f1c7b5e --to 2026-12-08 --reason "the customer asked for it" --as sato'))
    .action((beginning: string, { to, reason, ...options }: DueOptions) =>
      changeFollowUp(terminal, options, beginning, 'RescheduleFollowUp', { dueOn: to, reason }),
    );

const wakeCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('wake')
      .description(bothLanguages({ ja: '寝かせたものを今戻す', en: 'Take up one that rests, before its day' }))
      .addArgument(idArgument()),
  )
    .addHelpText('after', examples('queue wake 6f1c7b5e --as sato'))
    .action((beginning: string, options: ActingOptions) =>
      changeFollowUp(terminal, options, beginning, 'WakeFollowUp', {}),
    );

const doneCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('done')
      .description(bothLanguages({ ja: '対応を終える', en: 'Say that one is done, and what came of it' }))
      .addArgument(idArgument())
      .addOption(
        new Option('--outcome <outcome>', 'what came of it  結果').choices(followUpOutcomes).makeOptionMandatory(),
      )
      .option('--note <text>', 'what was said  メモ', filledText),
  )
    .addHelpText(
      'after',
      examples(
        'queue done 6f1c7b5e --outcome reached --note "agreed on Friday" --as sato',
        'queue done 6f1c7b5e --outcome noAnswer',
      ),
    )
    .action((beginning: string, { outcome, note, ...options }: DoneOptions) =>
      changeFollowUp(terminal, options, beginning, 'CompleteFollowUp', { outcome, note }),
    );

const dropCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('drop')
      .description(bothLanguages({ ja: '対応しないことにする', en: 'Decide that one is not to be done' }))
      .addArgument(idArgument())
      .requiredOption('--reason <text>', 'why  理由', filledText),
  )
    .addHelpText('after', examples('queue drop 6f1c7b5e --reason "entered twice" --as sato'))
    .action((beginning: string, { reason, ...options }: ActingOptions & { readonly reason: string }) =>
      changeFollowUp(terminal, options, beginning, 'DropFollowUp', { reason }),
    );

/** What becomes of one. */
export const workCommands = [dueCommand, snoozeCommand, wakeCommand, doneCommand, dropCommand] as const;
