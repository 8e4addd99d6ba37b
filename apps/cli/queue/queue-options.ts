import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { followUpStates } from '#libs/read-models/follow-ups/follow-ups.table';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { priorities } from '#state-machines/vocabulary/priority';
import {
  calendarDate,
  dataOption,
  filledText,
  jsonOption,
  languageOption,
  type DataOption,
  type JsonOption,
  type LanguageOption,
} from '../command-options.ts';
import type { Terminal } from '../terminal.ts';

/** What every command of the queue takes. */
export type QueueOptions = DataOption & LanguageOption & JsonOption;

/** What every command that changes something takes besides: who does it. */
export interface ActingOptions extends QueueOptions {
  readonly as?: string;
}

/** Which follow-ups. */
export interface QueueFilters {
  readonly assignee?: string;
  readonly unassigned?: true;
  readonly team?: string;
  readonly rule?: string;
  readonly customer?: string;
  readonly order?: string;
  readonly case?: string;
  readonly state?: string;
  readonly priority?: string;
  readonly dueFrom?: CalendarDate;
  readonly dueTo?: CalendarDate;
  readonly overdue?: true;
  readonly asOf?: CalendarDate;
}

const rules = followUpRules.map(({ id }) => id);

/** Opened by hand instead of by a rule, as the queries call it. */
const BY_HAND = 'manual';

/** Reads the beginning of a follow-up's id. */
const beginningOfId = (text: string): string => {
  if (/^[0-9a-f-]{4,36}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError(
    'It must be the first characters of a follow-up\'s id, as "juchu queue list" shows it.',
  );
};

const joined = (text: string, before: readonly string[] = []): readonly string[] => [...before, beginningOfId(text)];

export const idArgument = (): Argument =>
  new Argument('<id>', 'follow-up, by the beginning of its id  フォローアップ（ID の先頭）').argParser(beginningOfId);

export const idsArgument = (): Argument =>
  new Argument('<id...>', 'follow-ups, by the beginnings of their ids  フォローアップ（ID の先頭、複数可）').argParser(
    joined,
  );

export const memberArgument = (): Argument =>
  new Argument('<member>', 'member of the desk  担当者').argParser(filledText);

export const ruleArgument = (): Argument => new Argument('<rule>', 'rule  ルール').choices(rules);

export const asOption = (): Option =>
  new Option('--as <member>', 'who does it; you, as the system knows you, without  操作する人').argParser(filledText);

/** Adds what every command of the queue takes. */
export const forQueue = (terminal: Terminal, command: Command): Command =>
  command.addOption(dataOption()).addOption(languageOption(terminal)).addOption(jsonOption());

/** Adds what every command takes that changes something. */
export const forActing = (terminal: Terminal, command: Command): Command =>
  forQueue(terminal, command.addOption(asOption()));

export const teamOption = (): Option => new Option('--team <team>', 'team  チーム').argParser(filledText);
export const customerOption = (): Option =>
  new Option('--customer <number>', 'customer number  得意先番号').argParser(filledText);
export const priorityOption = (): Option =>
  new Option('--priority <priority>', 'how urgent  優先度').choices(priorities);
export const ruleOption = (): Option =>
  new Option('--rule <rule>', 'rule that opened it  起こしたルール').choices(rules);
export const asOfOption = (): Option =>
  new Option('--as-of <date>', 'day to judge lateness by; today without  基準日').argParser(calendarDate);

/** Adds what narrows a queue down. */
export const filtered = (command: Command): Command =>
  command
    .option('--assignee <member>', 'who has them  担当者', filledText)
    .option('--unassigned', 'only those that nobody has  担当なしのみ')
    .addOption(teamOption())
    .addOption(
      new Option('--rule <rule>', `rule that opened them, or ${BY_HAND}  起こしたルール`).choices([...rules, BY_HAND]),
    )
    .addOption(customerOption())
    .option('--order <id-or-number>', 'order that they are about  受注', filledText)
    .option('--case <id-or-number>', 'support case that they are about  問い合わせ', filledText)
    .addOption(
      new Option('--state <state>', 'state; active is open or assigned  状態')
        .choices([...followUpStates, 'active', 'all'])
        .default('active'),
    )
    .addOption(priorityOption())
    .option('--due-from <date>', 'due on this day or later  期限（から）', calendarDate)
    .option('--due-to <date>', 'due on this day or earlier  期限（まで）', calendarDate)
    .option('--overdue', 'only what is past its day  期限切れのみ')
    .addOption(asOfOption());

/** The same in the words of the queries. */
export const parametersOf = ({
  assignee,
  unassigned,
  team,
  rule,
  customer,
  order,
  case: supportCase,
  state,
  priority,
  dueFrom,
  dueTo,
  overdue,
  asOf,
}: QueueFilters): object => ({
  ...{ assignee, unassigned, team, rule, customerId: customer, order, supportCase, state, priority, dueFrom, dueTo },
  ...{ overdue, asOf },
});
