import { InvalidArgumentError } from 'commander';
import type { Language } from '../language.ts';

/** 0 is Sunday. */
const names = {
  ja: ['日', '月', '火', '水', '木', '金', '土'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const satisfies Record<Language, readonly string[]>;

/** What people call a weekday; 0 is Sunday. */
export const weekdayName = (day: number, language: Language): string => names[language][day] ?? String(day);

/** Reads a weekday as people write it: Sun, sunday, 日 or 日曜日. */
export const weekday = (text: string): number => {
  const day = [
    names.en.findIndex((name) => /^[a-z]{3,9}$/i.test(text) && text.toLowerCase().startsWith(name.toLowerCase())),
    names.ja.findIndex((name) => [name, `${name}曜`, `${name}曜日`].includes(text)),
  ].find((found) => found >= 0);
  if (day !== undefined) return day;
  throw new InvalidArgumentError('It must be weekdays with commas between, such as Sun,Sat or 日,土, or none.');
};
