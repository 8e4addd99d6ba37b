import path from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { isCalendarDate, type CalendarDate } from '#state-machines/vocabulary/dates';
import { languageOf, languages, type Language } from './language.ts';
import type { Terminal } from './terminal.ts';

/** Reads a whole number; commander names the option in front of what is said here. */
export const wholeNumber =
  (minimum: number, maximum: number) =>
  (text: string): number => {
    if (/^\d{1,12}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
  };

/** Reads a text that says something. */
export const filledText = (text: string): string => {
  if (text.trim() !== '') return text.trim();
  throw new InvalidArgumentError('It must not be empty.');
};

/** Reads a date that exists. */
export const calendarDate = (text: string): CalendarDate => {
  if (isCalendarDate(text)) return text;
  throw new InvalidArgumentError('It must be a date that exists, such as 2026-11-22.');
};

/** Reads entries with commas between, or `none`; said several times, the entries of all. */
export const listOf =
  <Entry>(entry: (text: string) => Entry) =>
  (text: string, before: readonly Entry[] = []): readonly Entry[] =>
    text.trim() === 'none' ? [] : [...before, ...text.split(',').map((part) => entry(filledText(part)))];

/** Reads the path of a folder. */
const folder = (text: string): string => {
  if (text !== '' && !text.includes('\0')) return path.resolve(text);
  throw new InvalidArgumentError('It must be the path of a folder.');
};

/** `--data DIR`: which installation. */
export const dataOption = (): Option =>
  new Option('--data <folder>', 'data folder, instead of the configured one (JUCHU_DATA)  データフォルダー').argParser(
    folder,
  );

/** `--json`: for programs instead of people. */
export const jsonOption = (): Option => new Option('--json', 'JSON on standard output  JSON で出力');

/** `--lang ja|en`. */
export const languageOption = (terminal: Terminal): Option =>
  new Option('--lang <language>', 'language of the output  出力の言語')
    .choices(languages)
    .default(languageOf(terminal.environment), 'from LANG');

export interface LanguageOption {
  readonly lang: Language;
}
export interface DataOption {
  readonly data?: string;
}
export interface JsonOption {
  readonly json?: true;
}

/** Examples below a command's help. */
export const examples = (...lines: readonly string[]): string =>
  ['', 'Examples  例:', ...lines.map((line) => `  $ juchu ${line}`)].join('\n');
