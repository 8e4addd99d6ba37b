import { Command, Option } from 'commander';
import {
  followUpCountsQuery,
  type FollowUpCounts,
  type FollowUpCountsAnswer,
} from '#libs/read-models/follow-ups/follow-up-counts.query';
import { countedBy, type FollowUpCountsParameters } from '#libs/read-models/follow-ups/follow-ups.parameters';
import { followUpRuleOf } from '#state-machines/follow-up/follow-up-rules';
import { examples } from '../command-options.ts';
import { bothLanguages, type Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import type { Terminal } from '../terminal.ts';
import { requireKnownNames } from './known-names.ts';
import { filtered, forQueue, parametersOf, type QueueFilters, type QueueOptions } from './queue-options.ts';
import { priorityLabel, queueWords } from './queue-words.ts';
import { withDesk } from './with-desk.ts';

type CountedBy = FollowUpCountsParameters['by'];
type CountsOptions = QueueOptions & QueueFilters & { readonly by?: NonNullable<CountedBy> };

/** What the groups are called, and the group of those that have none. */
const groups = {
  assignee: { head: queueWords.member, none: queueWords.nobody },
  team: { head: queueWords.team, none: queueWords.everybody },
  rule: { head: queueWords.rule, none: queueWords.byHand },
  customer: { head: queueWords.customer, none: queueWords.nobody },
  priority: { head: queueWords.priority, none: queueWords.nobody },
} as const satisfies Record<NonNullable<CountedBy>, object>;

const groupName = ({ key }: FollowUpCounts, by: CountedBy, language: Language): string => {
  if (by === undefined) return queueWords.all[language];
  if (key === null) return groups[by].none[language];
  if (by === 'rule') return `${followUpRuleOf(key)?.name[language] ?? ''}  ${key}`.trim();
  return by === 'priority' ? priorityLabel(key)[language] : key;
};

const countsTable = ({ items }: FollowUpCountsAnswer, by: CountedBy, language: Language): string => {
  const say = (word: keyof typeof queueWords): string => queueWords[word][language];
  const ages = ['longOverdue', 'overdue', 'dueToday', 'dueSoon', 'later'] as const;
  return textTable([
    [
      by === undefined ? '' : groups[by].head[language],
      say('total'),
      ...ages.map(say),
      say('unassigned'),
      say('oldest'),
    ],
    ...items.map((counts) => [
      groupName(counts, by, language),
      counts.total,
      ...ages.map((age) => counts[age]),
      counts.unassigned,
      counts.oldestDueOn ?? '',
    ]),
  ]);
};

/** `juchu queue counts` */
export const countsCommand = (terminal: Terminal): Command =>
  forQueue(
    terminal,
    filtered(
      new Command('counts').description(
        bothLanguages({
          ja: '件数。遅れと期限までの日数ごと',
          en: 'How many there are: late, due today, due soon, later',
        }),
      ),
    ).addOption(new Option('--by <what>', 'a line for each of these  集計の単位').choices(countedBy)),
  )
    .addHelpText(
      'after',
      examples('queue counts', 'queue counts --by assignee', 'queue counts --by rule --team support --lang ja'),
    )
    .action(async ({ by, json, ...options }: CountsOptions) => {
      await withDesk(terminal, options, async (desk) => {
        await requireKnownNames(desk, options);
        const counts = await desk.ask(followUpCountsQuery, { ...parametersOf(options), by });
        const answer = counts ?? { asOf: '', items: [] };
        terminal.out(json ? JSON.stringify(answer, null, 2) : countsTable(answer, by, options.lang));
      });
    });
