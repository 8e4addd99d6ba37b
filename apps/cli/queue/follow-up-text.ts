import { orderFactLabel } from '#libs/read-models/order-timeline/order-fact';
import { followUpStateLabel } from '#libs/ordering/follow-up/follow-up.state';
import type { FollowUpView } from '#libs/read-models/follow-ups/follow-up.view';
import { supportCaseFactLabel, supportCaseFactLabels } from '#libs/read-models/support-cases/support-case.fact-labels';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { Language } from '../language.ts';
import { shortened, textTable } from '../text-table.ts';
import { timeText } from '../time-text.ts';
import { outcomeLabel, priorityLabel, queueWords } from './queue-words.ts';

/** Characters of an id that people read and say; the rest hardly ever differs as well. */
const SHORT_ID = 8;
const WHAT_COLUMNS = 44;
const DAY_MS = 86_400_000;

/** As much of an id as people need. */
export const shortId = (id: string): string => id.slice(0, SHORT_ID);

/** What it is: the rule's name, or what somebody wrote. */
export const whatOf = ({ rule, task }: FollowUpView, language: Language): string =>
  shortened(rule?.name[language] ?? task?.[language] ?? '—', WHAT_COLUMNS);

/** What it is about: the order or the case, by its number where that is known. */
const aboutOf = ({ order, supportCase }: FollowUpView): string => {
  const matter = order ?? supportCase;
  return matter ? (matter.number ?? shortId(matter.id)) : '';
};

const hasEnded = ({ state }: FollowUpView): boolean => state === 'done' || state === 'dropped';

/** How many days it is past its day; 0 where it is in time, or has ended. */
const daysLate = (view: FollowUpView, today: CalendarDate): number =>
  hasEnded(view) ? 0 : Math.max(0, (Date.parse(today) - Date.parse(view.dueOn)) / DAY_MS);

const assigneeOf = ({ assignee, snoozedUntil }: FollowUpView, language: Language): string => {
  const rests = snoozedUntil === null ? '' : ` (${queueWords.until[language]} ${snoozedUntil})`;
  return `${assignee ?? ''}${rests}`;
};

/** Follow-ups as a table, in the order they come in; lateness as of a day. `states`: with a column for where each stands. */
export const followUpsTable = (
  views: readonly FollowUpView[],
  today: CalendarDate,
  language: Language,
  { states = false }: { readonly states?: boolean } = {},
): string => {
  const say = (word: keyof typeof queueWords): string => queueWords[word][language];
  const head = [say('id'), say('due'), say('late'), say('priority'), ...(states ? [say('state')] : [])];
  return textTable([
    [...head, say('what'), say('customer'), say('about'), say('assignee')],
    ...views.map((view) => [
      shortId(view.id),
      view.dueOn,
      daysLate(view, today) || '',
      priorityLabel(view.priority)[language],
      ...(states ? [followUpStateLabel(view.state)[language]] : []),
      whatOf(view, language),
      view.customerId,
      aboutOf(view),
      assigneeOf(view, language),
    ]),
  ]);
};

const words = {
  state: { ja: '状態', en: 'State' },
  task: { ja: 'すること', en: 'To do' },
  due: { ja: '期限', en: 'Due' },
  late: { ja: '日の遅れ', en: 'days late' },
  priority: { ja: '優先度', en: 'Priority' },
  customer: { ja: '得意先', en: 'Customer' },
  order: { ja: '受注', en: 'Order' },
  supportCase: { ja: '問い合わせ', en: 'Case' },
  part: { ja: '対象', en: 'Part' },
  team: { ja: 'チーム', en: 'Team' },
  assignee: { ja: '担当', en: 'Assignee' },
  since: { ja: 'から', en: 'since' },
  snoozed: { ja: '保留', en: 'Rests until' },
  opened: { ja: '登録', en: 'Opened' },
  rule: { ja: 'ルール', en: 'Rule' },
  byHand: { ja: '手入力', en: 'by hand' },
  cause: { ja: 'きっかけ', en: 'Cause' },
  ended: { ja: '終了', en: 'Ended' },
  outcome: { ja: '結果', en: 'Outcome' },
  answeredWith: { ja: '片付けた出来事', en: 'Answered by' },
  note: { ja: 'メモ', en: 'Note' },
} as const;

/** What people call a fact: that of a case or of an order has a name for them. */
const factName = ({ order, supportCase }: FollowUpView, type: string, language: Language): string => {
  if (supportCase && Object.hasOwn(supportCaseFactLabels, type)) return supportCaseFactLabel(type)[language];
  return order ? orderFactLabel(order.kind === 'service' ? 'service' : 'goods', type)[language] : type;
};

/** Everything that is known of a follow-up, for people. Times are Japan's. */
export const followUpText = (view: FollowUpView, today: CalendarDate, language: Language): string => {
  const say = (word: keyof typeof words): string => words[word][language];
  const late = daysLate(view, today);
  const { order, supportCase, cause, ended, rule } = view;
  const rows: readonly (readonly [string, string | null])[] = [
    [say('state'), followUpStateLabel(view.state)[language]],
    [say('task'), view.task?.[language] ?? null],
    [say('due'), late === 0 ? view.dueOn : `${view.dueOn}  (${late} ${say('late')})`],
    [say('priority'), priorityLabel(view.priority)[language]],
    [say('customer'), view.customerId],
    [say('order'), order && `${order.number ?? ''}  ${order.id}`.trim()],
    [say('supportCase'), supportCase && `${supportCase.number ?? ''}  ${supportCase.id}`.trim()],
    [say('part'), view.part],
    [say('team'), view.team],
    [
      say('assignee'),
      view.assignee &&
        `${view.assignee}${view.assignedAt === null ? '' : `  ${say('since')} ${timeText(view.assignedAt)}`}`,
    ],
    [say('snoozed'), view.snoozedUntil],
    [say('opened'), timeText(view.openedAt)],
    [say('rule'), rule ? `${rule.name[language]}  (${rule.id})` : say('byHand')],
    [say('cause'), cause && `${factName(view, cause.type, language)}  ${timeText(cause.happenedAt)}  ${cause.eventId}`],
    [say('ended'), ended && `${timeText(ended.at)}  ${ended.by}`],
    [say('outcome'), ended?.outcome ? outcomeLabel(ended.outcome)[language] : null],
    [say('answeredWith'), ended?.answeredWith ? factName(view, ended.answeredWith, language) : null],
    [say('note'), view.note],
  ];
  return [
    `${whatOf(view, language)}  ${view.id}`,
    textTable(rows.flatMap(([name, value]) => (value === null ? [] : [['', name, value]]))),
  ].join('\n');
};
