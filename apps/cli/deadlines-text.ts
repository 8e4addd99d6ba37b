import { idOf } from '#libs/kernel/fact';
import type { Instant } from '#state-machines/vocabulary/dates';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import type { Language } from './language.ts';
import { textTable } from './text-table.ts';
import { timeText } from './time-text.ts';

/** Something that happens by itself at a time. */
export interface DeadlineView {
  readonly dueAt: Instant;
  readonly overdue: boolean;
  readonly what: Bilingual;
  /** The type of the command. */
  readonly command: string;
  /** The stream that it is about. */
  readonly stream: string;
  /** Null where that is no order. */
  readonly orderNumber: string | null;
  readonly process: string;
}

const words = {
  when: { ja: '日時', en: 'WHEN' },
  away: { ja: 'あと', en: 'IN' },
  what: { ja: '内容', en: 'WHAT' },
  about: { ja: '対象', en: 'ABOUT' },
  process: { ja: '自動処理', en: 'PROCESS' },
  overdue: { ja: '期限切れ', en: 'overdue' },
} as const;

const MINUTE_MS = 60_000;
const units = [
  { minutes: 1440, ja: '日', en: 'd' },
  { minutes: 60, ja: '時間', en: 'h' },
  { minutes: 1, ja: '分', en: 'min' },
] as const;

/** How long until then, in the two greatest units. */
const awayText = ({ dueAt, overdue }: DeadlineView, now: Instant, language: Language): string => {
  if (overdue) return words.overdue[language];
  let left = Math.ceil((Date.parse(dueAt) - Date.parse(now)) / MINUTE_MS);
  const parts = units.map((unit) => {
    const count = Math.floor(left / unit.minutes);
    left -= count * unit.minutes;
    return { count, text: `${count} ${unit[language]}` };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ text }) => text)
    .join(' ');
};

const aboutText = ({ orderNumber, stream }: DeadlineView): string => {
  if (orderNumber !== null) return orderNumber;
  return stream.startsWith('followUp-') ? `followUp-${idOf(stream).slice(0, 8)}` : stream;
};

/** Deadlines in a line each, and how many there are in all. Times are Japan's. */
export const deadlinesTable = (
  views: readonly DeadlineView[],
  all: number,
  now: Instant,
  language: Language,
): string => {
  const head = (['when', 'away', 'what', 'about', 'process'] as const).map((word) => words[word][language]);
  const count = { ja: `全 ${all} 件のうち ${views.length} 件`, en: `${views.length} of ${all}` }[language];
  return [
    textTable([
      head,
      ...views.map((view) => [
        timeText(view.dueAt),
        awayText(view, now, language),
        view.what[language],
        aboutText(view),
        view.process,
      ]),
    ]),
    count,
  ].join('\n');
};
