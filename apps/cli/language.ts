import type { Environment } from '#libs/engine/settings';
import type { Bilingual } from '#libs/kernel/decider';

export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

/** The language of the environment, in the order in which POSIX looks for it; English unless that is Japanese. */
export const languageOf = ({ LC_ALL, LC_MESSAGES, LANG }: Environment): Language => {
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((set) => set !== undefined && set !== '');
  return locale?.startsWith('ja') ? 'ja' : 'en';
};

/** A command's one line in `--help`, which shows both languages. */
export const bothLanguages = ({ ja, en }: Bilingual): string => `${en}  ${ja}`;
