import type { Refusal } from '#libs/kernel/decider';
import { isFixed } from '#state-machines/service-order/billing.data';
import { openChange } from '#state-machines/service-order/change.data';
import { openPoints, unacceptedDeliverables, unfinishedTasks } from '#state-machines/service-order/project.data';
import { openImprovements, openReviews } from '#state-machines/service-order/quality.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import type { Condition } from '../../availability.ts';
import { ruleRefusal, stateRefusal } from '../../refusal.ts';

/** A kind of thing that has to be settled before the work can be reported as complete, with what of it is still open. */
interface Obstacle {
  readonly kind: Bilingual;
  readonly open: (data: ServiceOrderData) => readonly string[];
  /** Of the refusal where nothing else is open. */
  readonly code?: string;
}

const openIssues = ({ issues }: ServiceOrderData['project']): readonly string[] =>
  Object.entries(issues)
    .filter(([, { resolved }]) => !resolved)
    .map(([issueId]) => issueId);

const unacceptedMilestones = ({ milestones }: ServiceOrderData['billing']): readonly string[] =>
  Object.values(milestones)
    .filter((milestone) => milestone.trigger === 'acceptance' && !isFixed(milestone))
    .map(({ milestoneId }) => milestoneId);

/** A recurring service goes on until it is agreed that it ends. */
const endlessServices = ({ current, serviceEndsOn }: ServiceOrderData['contracting']): readonly string[] =>
  serviceEndsOn === null
    ? (current?.items ?? []).filter(({ pricing }) => pricing === 'recurring').map(({ itemId }) => itemId)
    : [];

const obstacles: readonly Obstacle[] = [
  { kind: { ja: '未完了の作業', en: 'unfinished tasks' }, open: ({ project }) => unfinishedTasks(project) },
  {
    kind: { ja: '未検収の成果物', en: 'deliverables that are not accepted' },
    open: ({ project }) => unacceptedDeliverables(project),
  },
  { kind: { ja: '未対応の指摘', en: 'points that are not resolved' }, open: ({ project }) => openPoints(project) },
  { kind: { ja: '未解決の課題・リスク', en: 'open issues and risks' }, open: ({ project }) => openIssues(project) },
  { kind: { ja: '進行中のレビュー', en: 'open reviews' }, open: ({ quality }) => openReviews(quality) },
  { kind: { ja: '未完了の改善', en: 'open improvements' }, open: ({ quality }) => openImprovements(quality) },
  {
    kind: { ja: '合意も見送りもされていない変更', en: 'a change that is neither agreed nor declined' },
    open: ({ change }) => {
      const open = openChange(change);
      return open ? [open.changeId] : [];
    },
  },
  {
    kind: { ja: '未検収のマイルストーン', en: 'milestones that are not accepted' },
    open: ({ billing }) => unacceptedMilestones(billing),
  },
  {
    kind: {
      ja: '更新か終了かの決まっていない継続サービス',
      en: 'recurring services that are neither renewed nor ended',
    },
    open: ({ contracting }) => endlessServices(contracting),
    code: 'service-end-undecided',
  },
];

/** Refuses, in plain words, as long as something keeps the work from being reported as complete: everything that does, with its ids. */
export const workIsSettled: Condition<{ readonly data: ServiceOrderData }> = ({ data }) => {
  const found = obstacles
    .map((obstacle) => ({ ...obstacle, ids: obstacle.open(data) }))
    .filter(({ ids }) => ids.length > 0);
  const [first, another] = found;
  if (first === undefined) return undefined;
  const ja = found.map(({ kind, ids }) => `${kind.ja}（${ids.join('、')}）`).join('、');
  const en = found.map(({ kind, ids }) => `${kind.en} (${ids.join(', ')})`).join('; ');
  return stateRefusal(
    (another === undefined ? first.code : undefined) ?? 'not-ready-for-completion',
    `完了を報告する前に、次のものを片付けてください: ${ja}`,
    `Before the work can be reported as complete, see to these: ${en}.`,
  );
};

/** Every day on which something of the work happened that a completion report comes after. */
const daysOfWork = ({ project, billing, completion }: ServiceOrderData): readonly CalendarDate[] =>
  [
    project.kickedOffOn,
    ...Object.values(project.tasks).map(({ doneOn }) => doneOn),
    ...Object.values(project.deliverables).map(({ since }) => since),
    ...Object.values(billing.milestones).map(({ billableOn }) => billableOn),
    completion.refusedOn,
  ].filter((day) => day !== null);

/** Refuses a report before the last of the work was done or accepted, or before an earlier report was refused. */
export const refusalOfEarlyReport = (reportedOn: CalendarDate, data: ServiceOrderData): Refusal | undefined => {
  const later = daysOfWork(data).toSorted().at(-1);
  return later !== undefined && reportedOn < later
    ? ruleRefusal(
        'reported-before-work-ended',
        'reportedOn',
        `作業・検収・不合格の記録のうち最後のものは ${later} です。それより前の日付では完了を報告できません。`,
        `The last of the work, of its acceptances and of its refusals was on ${later}; completion was not reported before that day.`,
      )
    : undefined;
};
