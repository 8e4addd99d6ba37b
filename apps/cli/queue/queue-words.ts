import type { Bilingual } from '#libs/kernel/decider';
import type { FollowUpOutcome } from '#state-machines/follow-up/follow-up.events';
import type { Priority } from '#state-machines/vocabulary/priority';

/** What people call how urgent something is. */
const priorityWords: Readonly<Record<Priority, Bilingual>> = {
  low: { ja: '低', en: 'low' },
  normal: { ja: '普通', en: 'normal' },
  high: { ja: '高', en: 'high' },
  urgent: { ja: '至急', en: 'urgent' },
};

const outcomeWords: Readonly<Record<FollowUpOutcome, Bilingual>> = {
  reached: { ja: '連絡がついた', en: 'reached' },
  answered: { ja: '回答をいただいた', en: 'answered' },
  agreed: { ja: '合意した', en: 'agreed' },
  promised: { ja: '約束をいただいた', en: 'promised' },
  noAnswer: { ja: '連絡がつかない', en: 'no answer' },
  notNeeded: { ja: '不要になった', en: 'not needed' },
  other: { ja: 'その他', en: 'other' },
};

const wordFor = (words: Readonly<Record<string, Bilingual>>, name: string): Bilingual =>
  words[name] ?? { ja: name, en: name };

/** What people call a priority. */
export const priorityLabel = (priority: string): Bilingual => wordFor(priorityWords, priority);

/** What people call what came of a follow-up. */
export const outcomeLabel = (outcome: string): Bilingual => wordFor(outcomeWords, outcome);

/** The columns and rows of the queue's tables. */
export const queueWords = {
  id: { ja: 'ID', en: 'ID' },
  due: { ja: '期限', en: 'DUE' },
  late: { ja: '遅れ(日)', en: 'DAYS LATE' },
  priority: { ja: '優先度', en: 'PRIORITY' },
  state: { ja: '状態', en: 'STATE' },
  what: { ja: '内容', en: 'WHAT' },
  customer: { ja: '得意先', en: 'CUSTOMER' },
  about: { ja: '受注・問い合わせ', en: 'ORDER' },
  assignee: { ja: '担当', en: 'ASSIGNEE' },
  until: { ja: '保留', en: 'until' },
  total: { ja: '件数', en: 'TOTAL' },
  longOverdue: { ja: '8日以上遅れ', en: '8+ DAYS LATE' },
  overdue: { ja: '7日以内の遅れ', en: 'LATE' },
  dueToday: { ja: '今日', en: 'TODAY' },
  dueSoon: { ja: '7日以内', en: 'WITHIN 7 DAYS' },
  later: { ja: 'それ以降', en: 'LATER' },
  unassigned: { ja: '担当なし', en: 'UNASSIGNED' },
  oldest: { ja: '最も早い期限', en: 'OLDEST DUE' },
  all: { ja: 'すべて', en: 'ALL' },
  nobody: { ja: '（担当なし）', en: '(nobody)' },
  everybody: { ja: '（全員）', en: '(everybody)' },
  byHand: { ja: '（手入力）', en: '(by hand)' },
  member: { ja: '担当者', en: 'MEMBER' },
  team: { ja: 'チーム', en: 'TEAM' },
  teams: { ja: 'チーム', en: 'TEAMS' },
  rule: { ja: 'ルール', en: 'RULE' },
} as const satisfies Record<string, Bilingual>;
