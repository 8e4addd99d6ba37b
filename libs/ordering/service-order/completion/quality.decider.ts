import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { openReviews, type Review } from '#state-machines/service-order/quality.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { notBeforeToday, today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import { nextId, refusalOfIds, refusalOfTakenId, withIds } from '../terms/ids.policies.ts';
import type {
  CloseImprovement,
  ConcludeReview,
  ImprovementPayload,
  PlanImprovement,
  QualityCommand,
  StartReview,
  WaiveImprovement,
} from './quality.commands.ts';
import type { ServiceOrderState } from '../service-order.state.ts';
import { firstRefusal, unknownDeliverable } from '../terms/terms.policies.ts';

/** Which facts a command about quality leads to; that it is available has been decided. */
export const decideQuality = (
  command: QualityCommand,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'StartReview':
      return startReview(command.data, data);
    case 'ConcludeReview':
      return concludeReview(command.data, data, context);
    case 'PlanImprovement':
      return planImprovement(command.data, data, context);
    case 'CloseImprovement':
      return closeImprovement(command.data, data, context);
    case 'WaiveImprovement':
      return waiveImprovement(command.data, data);
    case 'ResumeDelivery':
      return [{ type: 'DeliveryResumed', data: { ...command.data } }];
  }
};

const startReview = (
  { reviewId, subject, deliverableIds = [], criteria }: Plain<StartReview>,
  { quality, project }: ServiceOrderData,
): Decision<ServiceOrderFact> => {
  const taken = Object.keys(quality.reviews);
  return (
    refusalOfTakenId('reviewId', reviewId, taken) ??
    firstRefusal(deliverableIds, (id, index) =>
      Object.hasOwn(project.deliverables, id) ? undefined : unknownDeliverable(`deliverableIds[${String(index)}]`, id),
    ) ??
    refusalOfIds(criteria, 'criterionId', 'criteria') ?? [
      {
        type: 'ReviewStarted',
        data: {
          reviewId: reviewId ?? nextId('R', taken),
          subject,
          deliverableIds,
          criteria: withIds(criteria, 'criterionId', 'K'),
        },
      },
    ]
  );
};

const unknownReview = (reviewId: string): Refusal =>
  ruleRefusal(
    'unknown-review',
    'reviewId',
    `レビュー「${reviewId}」がありません。`,
    `The order has no review "${reviewId}".`,
  );

const concludeReview = (
  command: Plain<ConcludeReview>,
  { quality, project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const open = openReviews(quality);
  const reviewId = command.reviewId ?? (open.length === 1 ? open[0] : undefined);
  if (reviewId === undefined)
    return ruleRefusal(
      'which-review',
      'reviewId',
      `進行中のレビューは ${String(open.length)} 件です。どれを終えるか指定してください。`,
      `${String(open.length)} reviews are open; say which one this concludes.`,
    );
  const review = quality.reviews[reviewId];
  if (!review) return unknownReview(reviewId);
  if (review.passed !== null) return [];
  const { met, findings = [], improvements = [] } = command;
  const taken = Object.keys(quality.improvements);
  return (
    refusalOfMet(met, review, improvements.length) ??
    refusalOfIds(findings, 'findingId', 'findings') ??
    refusalOfIds(improvements, 'actionId', 'improvements', taken) ??
    firstRefusal(improvements, (improvement, index) =>
      refusalOfImprovement(improvement, { project }, context, `improvements[${String(index)}].`),
    ) ?? [
      {
        type: 'ReviewConcluded',
        data: { reviewId, met, findings: withIds(findings, 'findingId', 'F'), concludedOn: today(context) },
      },
      ...withIds(improvements, 'actionId', 'A', taken).map((improvement) => ({
        type: 'ImprovementPlanned' as const,
        data: { ...improvement, reviewId },
      })),
    ]
  );
};

/** Refuses criteria that the review does not have, and a review that is not passed and changes nothing. */
const refusalOfMet = (
  met: readonly string[],
  { criterionIds: ids }: Review,
  improvements: number,
): Refusal | undefined => {
  const unmet = ids.filter((id) => !met.includes(id));
  return (
    firstRefusal(met, (id, index) =>
      ids.includes(id)
        ? undefined
        : ruleRefusal(
            'unknown-criterion',
            `met[${String(index)}]`,
            `このレビューに基準「${id}」はありません。`,
            `The review has no criterion "${id}".`,
          ),
    ) ??
    (unmet.length > 0 && improvements === 0
      ? ruleRefusal(
          'improvement-needed',
          'improvements',
          `満たされていない基準（${unmet.join('、')}）があります。改善を一つ以上計画してください。`,
          `Criteria are not met (${unmet.join(', ')}); plan at least one improvement.`,
        )
      : undefined)
  );
};

/** Refuses an improvement that falls to somebody who is not on the project, or was due before today. */
const refusalOfImprovement = (
  { assignee, dueOn }: Plain<ImprovementPayload>,
  { project }: Pick<ServiceOrderData, 'project'>,
  context: DecisionContext,
  path = '',
): Refusal | undefined =>
  (assignee !== undefined && !project.plan.members.some(({ memberId }) => memberId === assignee)
    ? ruleRefusal(
        'unknown-member',
        `${path}assignee`,
        `「${assignee}」はこのプロジェクトのメンバーではありません。`,
        `"${assignee}" is not a member of the project.`,
      )
    : undefined) ?? notBeforeToday(`${path}dueOn`, dueOn, context);

const planImprovement = (
  command: Plain<PlanImprovement>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { actionId, reviewId } = command;
  const taken = Object.keys(data.quality.improvements);
  if (reviewId !== undefined && !data.quality.reviews[reviewId]) return unknownReview(reviewId);
  return (
    refusalOfTakenId('actionId', actionId, taken) ??
    refusalOfImprovement(command, data, context) ?? [
      { type: 'ImprovementPlanned', data: { ...command, actionId: actionId ?? nextId('A', taken) } },
    ]
  );
};

/** Decides about an improvement that is open; nothing where it is what it is to become, and refused where it ended otherwise. */
const decideImprovement = (
  { quality }: ServiceOrderData,
  actionId: string,
  reached: 'closed' | 'waived',
  fact: ServiceOrderFact,
): Decision<ServiceOrderFact> => {
  const state = quality.improvements[actionId];
  if (state === undefined)
    return ruleRefusal(
      'unknown-improvement',
      'actionId',
      `改善「${actionId}」がありません。`,
      `The order has no improvement "${actionId}".`,
    );
  if (state === reached) return [];
  return state === 'open'
    ? [fact]
    : ruleRefusal(
        'improvement-not-open',
        'actionId',
        `改善「${actionId}」はすでに${state === 'closed' ? '完了しています' : '免除されています'}。`,
        `Improvement "${actionId}" is ${state} already.`,
      );
};

const closeImprovement = (
  { actionId, result }: Plain<CloseImprovement>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> =>
  decideImprovement(data, actionId, 'closed', {
    type: 'ImprovementClosed',
    data: { actionId, closedOn: today(context), result },
  });

const waiveImprovement = (command: Plain<WaiveImprovement>, data: ServiceOrderData): Decision<ServiceOrderFact> =>
  decideImprovement(data, command.actionId, 'waived', { type: 'ImprovementWaived', data: { ...command } });
