import type { Refusal } from '#libs/kernel/decider';
import { isFixed, type Milestone } from '#state-machines/service-order/billing.data';
import type { ProjectData } from '#state-machines/service-order/project.data';
import type { BillingTrigger } from '#state-machines/service-order/service-order.terms';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import { ruleRefusal } from '../../refusal.ts';
import { refusalOfDayBeforeKickOff } from '../project/kick-off.policies.ts';

const awaited: Readonly<Record<BillingTrigger, Bilingual>> = {
  contractConclusion: { ja: '契約の締結', en: 'the conclusion of the contract' },
  acceptance: { ja: 'このマイルストーンの検収', en: 'its own acceptance' },
  finalAcceptance: { ja: '最終検収', en: 'the final acceptance' },
};

export const unknownMilestone = (field: string, milestoneId: string): Refusal =>
  ruleRefusal(
    'unknown-milestone',
    field,
    `マイルストーン「${milestoneId}」は契約にありません。`,
    `The contract has no milestone "${milestoneId}".`,
  );

/** Refuses the acceptance of a milestone that something else makes billable. */
export const refusalOfTrigger = ({ milestoneId, trigger }: Milestone): Refusal | undefined =>
  trigger === 'acceptance'
    ? undefined
    : ruleRefusal(
        'milestone-has-no-acceptance',
        'milestoneId',
        `マイルストーン「${milestoneId}」は個別に検収しません。${awaited[trigger].ja}で請求可能になります。`,
        `Milestone "${milestoneId}" is not accepted by itself; ${awaited[trigger].en} makes it billable.`,
      );

/** Refuses the acceptance of a milestone before the deliverables that it waits for. */
export const refusalOfAwaitedDeliverables = (
  { milestoneId, deliverableIds }: Milestone,
  { deliverables }: ProjectData,
): Refusal | undefined => {
  const missing = deliverableIds.filter((id) => deliverables[id]?.state !== 'accepted');
  return missing.length > 0
    ? ruleRefusal(
        'deliverables-not-accepted',
        'milestoneId',
        `マイルストーン「${milestoneId}」の成果物「${missing.join('」「')}」がまだ検収されていません。`,
        `Milestone "${milestoneId}" waits for the acceptance of ${missing.join(', ')}.`,
      )
    : undefined;
};

/** Refuses a day of acceptance before the work began, or before a deliverable of the milestone was accepted. */
export const refusalOfAcceptanceDay = (
  { milestoneId, deliverableIds }: Milestone,
  day: CalendarDate,
  project: ProjectData,
): Refusal | undefined => {
  const early = refusalOfDayBeforeKickOff('acceptedOn', day, project);
  if (early) return early;
  const later = deliverableIds.find((id) => day < (project.deliverables[id]?.since ?? ''));
  return later === undefined
    ? undefined
    : ruleRefusal(
        'accepted-before-deliverable',
        'acceptedOn',
        `マイルストーン「${milestoneId}」の成果物「${later}」の検収より前の日付です。`,
        `Deliverable "${later}" of milestone "${milestoneId}" was accepted later than that.`,
      );
};

/** Refuses to invoice a milestone before what makes it billable, or a second time. */
export const refusalOfBilling = (milestone: Milestone, field: string): Refusal | undefined => {
  const { milestoneId, trigger, invoiceNumber } = milestone;
  if (invoiceNumber !== null)
    return ruleRefusal(
      'milestone-invoiced-before',
      field,
      `マイルストーン「${milestoneId}」は請求書「${invoiceNumber}」で請求済みです。`,
      `Milestone "${milestoneId}" was invoiced as ${invoiceNumber}.`,
    );
  return isFixed(milestone)
    ? undefined
    : ruleRefusal(
        'milestone-not-billable',
        field,
        `マイルストーン「${milestoneId}」はまだ請求できません。${awaited[trigger].ja}を待っています。`,
        `Milestone "${milestoneId}" is not billable; it waits for ${awaited[trigger].en}.`,
      );
};

/** Refuses an invoice that is dated before the day on which something in it became billable. */
export const refusalOfIssueDate = (milestones: readonly Milestone[], issuedOn: CalendarDate): Refusal | undefined => {
  const later = milestones.find(({ billableOn }) => billableOn !== null && issuedOn < billableOn);
  return later
    ? ruleRefusal(
        'invoice-before-acceptance',
        'issuedOn',
        `マイルストーン「${later.milestoneId}」が請求可能になったのは ${later.billableOn ?? ''} です。それより前の日付では請求できません。`,
        `Milestone "${later.milestoneId}" became billable on ${later.billableOn ?? ''}; no invoice for it is dated before that day.`,
      )
    : undefined;
};
