import type { DueBy, FactPattern, FollowUpRule, Opening } from '#state-machines/follow-up/follow-up-rule';
import { blocks, code, heading, table } from './markdown.ts';

const days = (count: number, what: string): string => `${String(count)} ${what}${count === 1 ? '' : 's'}`;

const openingText = (opens: Opening): string => {
  if (opens === 'atOnce') return 'at once';
  if ('days' in opens)
    return typeof opens.days === 'number' ? `${days(opens.days, 'day')} later` : `${code(opens.days.remembered)} later`;
  if ('before' in opens) return `${days(opens.businessDays, 'business day')} before ${code(opens.before)}`;
  const after = opens.after === undefined ? 'later' : `after ${code(opens.after)}`;
  const orElse = opens.orElse === undefined ? '' : `, or ${days(opens.orElse, 'business day')} later without it`;
  return `${days(opens.businessDays, 'business day')} ${after}${orElse}`;
};

const dueText = (due: DueBy): string => {
  if ('on' in due) return code(due.on);
  return due.businessDays === 0 ? 'the same business day' : `${days(due.businessDays, 'business day')} after that`;
};

const factText = ({ fact, part, when, onceOpen }: FactPattern): string =>
  [
    code(fact),
    part === undefined ? '' : ` per ${code(part)}`,
    when ? ' where it fits' : '',
    onceOpen ? ' since it showed up' : '',
  ].join('');

const factsText = (patterns: readonly FactPattern[]): string => [...new Set(patterns.map(factText))].join(', ');

/** The page of the rules by which something that is owed to a customer becomes a follow-up. */
export const followUpRulesPage = (rules: readonly FollowUpRule[]): string =>
  blocks(
    heading('フォローアップのルール – Follow-up rules'),
    'What begins a matter, when it shows up in the queue, by when it is to be seen to, and what answers it. Business days are those of the desk’s calendar. Of one matter there is one open follow-up at most.',
    table(
      ['rule', 'ルール', 'what is to be done', 'priority', 'begins with', 'shows up', 'due', 'answered by'],
      rules.map(({ id, name, task, priority, begins, opens, due, answers }) => [
        code(id),
        name.ja,
        `${task.en} / ${task.ja}`,
        priority,
        factsText(begins),
        openingText(opens),
        dueText(due),
        factsText(answers),
      ]),
    ),
  ).concat('\n');
