import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { calendarOf } from '#libs/ordering/desk/desk.decider';
import { deskCatalogue } from '#libs/ordering/desk/desk.catalogue';
import { dayOf } from '#libs/read-models/query-description';
import { DESK_ID } from '#state-machines/desk/desk.id';
import type { CompanyCalendar, YearlyClosure } from '#state-machines/desk/desk.events';
import { calendarDate, examples, filledText, listOf } from '../command-options.ts';
import { CommandFailed } from '../failure.ts';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { calendarText, nextClosedDays } from './calendar-text.ts';
import { forActing, forQueue, type ActingOptions, type QueueOptions } from './queue-options.ts';
import { weekday } from './weekdays.ts';
import { failure, withDesk, type Desk } from './with-desk.ts';

/** Days shown that are closed next. */
const SHOWN = 10;

const showCalendar = async (terminal: Terminal, desk: Desk, { json, lang }: QueueOptions): Promise<void> => {
  const calendar = calendarOf(await desk.present());
  const closed = nextClosedDays(calendar, dayOf(desk.context, undefined), SHOWN);
  terminal.out(json ? JSON.stringify({ calendar, nextClosed: closed }, null, 2) : calendarText(calendar, closed, lang));
};

const showCommand = (terminal: Terminal): Command =>
  forQueue(
    terminal,
    new Command('show').description(
      bothLanguages({
        ja: '営業時間と休業日。次の休業日とその理由も',
        en: 'Hours and closures, and the next closed weekdays with their reasons',
      }),
    ),
  )
    .addHelpText('after', examples('queue calendar show', 'queue calendar show --lang ja'))
    .action((options: QueueOptions) => withDesk(terminal, options, (desk) => showCalendar(terminal, desk, options)));

const yearlyClosure = (text: string): YearlyClosure => {
  const [from, to = from, ...more] = text.split('/').map((day) => day.trim());
  if (from === undefined || to === undefined || more.length > 0)
    throw new InvalidArgumentError('It must be parts of the year, such as 12-29/01-03, or none.');
  return { from, to };
};

type Given = { readonly [Member in keyof CompanyCalendar]?: CompanyCalendar[Member] };

interface SetOptions extends ActingOptions {
  readonly opens?: string;
  readonly closes?: string;
  readonly closedWeekdays?: readonly number[];
  readonly holidays?: 'closed' | 'open';
  readonly closedEveryYear?: readonly YearlyClosure[];
  readonly closedDays?: readonly string[];
  readonly openDays?: readonly string[];
  readonly file?: string;
}

const givenIn = ({ opens, closes, holidays, ...options }: SetOptions): Given => {
  const { closedWeekdays, closedEveryYear, closedDays, openDays } = options;
  const given = {
    closedWeekdays,
    closedOnHolidays: holidays === undefined ? undefined : holidays === 'closed',
    closedEveryYear,
    closedDays,
    openDays,
    opensAt: opens,
    closesAt: closes,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
};

/** A calendar in a file, as JSON. Throws `CommandFailed` where it cannot be read. */
const inFile = async (file: string): Promise<object> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandFailed(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw new CommandFailed(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** The calendar of the desk, but for what is given; what others set meanwhile is not undone. */
const setMembers = async (desk: Desk, given: Given): Promise<void> => {
  const stream = await desk.engine.inspect(deskCatalogue.collection, DESK_ID);
  const calendar = { ...calendarOf(await desk.present()), ...given };
  await desk.send(deskCatalogue, 'SetCalendar', calendar, { streamId: DESK_ID, expectedRevision: stream?.revision });
};

const setCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('set')
      .description(
        bothLanguages({
          ja: '営業日カレンダーを変える。指定しない項目はそのまま',
          en: 'Change when the company works; what is not named stays as it is',
        }),
      )
      .option('--opens <time>', 'such as 09:00  始業', filledText)
      .option('--closes <time>', 'such as 18:00  終業', filledText)
      .option('--closed-weekdays <days>', 'such as Sun,Sat, or none  定休日', listOf(weekday))
      .addOption(new Option('--holidays <what>', 'on national holidays  祝日').choices(['closed', 'open']))
      .option(
        '--closed-every-year <days>',
        'all parts of the year, such as 12-29/01-03,08-13/08-15, or none  毎年の休業',
        listOf(yearlyClosure),
      )
      .option(
        '--closed-days <dates>',
        'all single days that are closed besides, or none  臨時休業',
        listOf(calendarDate),
      )
      .option(
        '--open-days <dates>',
        'all days that are worked although closed, or none  臨時営業',
        listOf(calendarDate),
      )
      .option(
        '--file <json>',
        'the whole calendar instead; what it leaves out is as usual in Japan  ファイル',
        filledText,
      ),
  )
    .addHelpText(
      'after',
      examples(
        'queue calendar set --opens 09:30 --closes 17:30',
        'queue calendar set --closed-days 2026-08-13,2026-08-14 --open-days 2026-12-29',
        'queue calendar set --file calendar.json',
      ),
    )
    .action(async (options: SetOptions) => {
      const { file, lang } = options;
      const given = givenIn(options);
      if ((file === undefined) === (Object.keys(given).length === 0))
        throw failure(lang, {
          ja: '変える項目か --file の一方を指定してください。',
          en: 'say what is to change, or name a --file: one of the two',
        });
      const calendar = file === undefined ? undefined : await inFile(file);
      await withDesk(terminal, options, async (desk) => {
        if (calendar === undefined) await setMembers(desk, given);
        else await desk.send(deskCatalogue, 'SetCalendar', calendar, { streamId: DESK_ID });
        await showCalendar(terminal, desk, options);
      });
    });

/** `juchu queue calendar` */
export const calendarCommand = (terminal: Terminal): Command =>
  new Command('calendar')
    .description(bothLanguages({ ja: '営業日カレンダー', en: 'When the company works' }))
    .addCommand(showCommand(terminal), { isDefault: true })
    .addCommand(setCommand(terminal));
