import type { ProcessStatus } from '#libs/kernel/processes/process-runner';
import type { RuleSwitch } from '#state-machines/desk/desk.data';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import type { Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import { timeText } from '../time-text.ts';

/** A rule as the desk and its process have it. */
export interface RuleView {
  readonly id: string;
  readonly name: Bilingual;
  /** Null where the desk has not been opened with this rule yet. */
  readonly switch: RuleSwitch | null;
  /** Follow-ups of this rule that are open or assigned. */
  readonly open: number;
  /** Its process; null where it has never run. */
  readonly process: Pick<ProcessStatus, 'status' | 'failure' | 'owed'> | null;
}

const words = {
  id: { ja: 'ID', en: 'ID' },
  name: { ja: '名前', en: 'NAME' },
  on: { ja: '有効', en: 'ON' },
  since: { ja: '対象', en: 'SINCE' },
  open: { ja: '未完了', en: 'OPEN' },
  process: { ja: '自動処理', en: 'PROCESS' },
  yes: { ja: '有効', en: 'on' },
  no: { ja: '無効', en: 'off' },
  new: { ja: '未導入', en: 'new' },
  stuck: { ja: '件が停止', en: 'stuck' },
  stopped: { ja: '停止:', en: 'stopped at' },
} as const;

const processText = ({ process }: RuleView, language: Language): string => {
  if (!process) return '-';
  const { stuck } = process.owed;
  return stuck === 0 ? process.status : `${process.status}, ${stuck} ${words.stuck[language]}`;
};

const switchText = ({ switch: present }: RuleView, language: Language): string => {
  if (!present) return words.new[language];
  return present.on ? words.yes[language] : words.no[language];
};

/** Every rule in a line, and below them why a process has stopped. Times are Japan's. */
export const rulesTable = (rules: readonly RuleView[], language: Language): string => {
  const head = ['id', 'name', 'on', 'since', 'open', 'process'] as const;
  return [
    textTable([
      head.map((word) => words[word][language]),
      ...rules.map((rule) => [
        rule.id,
        rule.name[language],
        switchText(rule, language),
        rule.switch ? timeText(rule.switch.since) : '-',
        rule.open,
        processText(rule, language),
      ]),
    ]),
    ...rules.flatMap(({ id, process }) => {
      const failure = process?.failure;
      return failure ? [`${id} ${words.stopped[language]} ${failure.type} (${failure.stream}): ${failure.error}`] : [];
    }),
  ].join('\n');
};
