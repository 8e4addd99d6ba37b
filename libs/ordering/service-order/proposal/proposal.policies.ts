import type { DecisionContext, Refusal } from '#libs/kernel/decider';
import type { ProposalVersion } from '#state-machines/service-order/proposals.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ProposalContent } from '#state-machines/service-order/service-order.terms';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { notBeforeToday, today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import { refusalOfDeliverables, refusalOfItems, refusalOfSchedule } from '../terms/terms.policies.ts';

/** Refuses a content that cannot be proposed; the total is taken with the tax of the day on which the order came in. */
export const refusalOfContent = (
  { deliverables, items, schedule, validUntil }: ProposalContent,
  receivedOn: CalendarDate,
  context: DecisionContext,
): Refusal | undefined =>
  refusalOfDeliverables(deliverables) ??
  refusalOfItems(items, receivedOn) ??
  refusalOfSchedule(schedule) ??
  notBeforeToday('validUntil', validUntil, context);

/** Refuses another version than the newest one; no version named means the newest. */
export const refusalOfVersion = (version: number | undefined, newest: ProposalVersion): Refusal | undefined => {
  if (version === undefined || version === newest.version) return undefined;
  return version > newest.version
    ? ruleRefusal(
        'unknown-proposal',
        'version',
        `第 ${version} 版はありません。最新は第 ${newest.version} 版です。`,
        `There is no version ${version}; the newest is version ${newest.version}.`,
      )
    : ruleRefusal(
        'proposal-superseded',
        'version',
        `第 ${version} 版は第 ${newest.version} 版に置き換えられました。第 ${newest.version} 版を指定してください。`,
        `Version ${version} was superseded by version ${newest.version}; name that one.`,
      );
};

/** True once the last day on which a version can be accepted has passed, whether or not that has been recorded. */
export const validityHasPassed = ({ content }: ProposalVersion, context: DecisionContext): boolean =>
  content.validUntil < today(context);

/** Refuses a version whose validity has passed. */
export const refusalOfExpired = (newest: ProposalVersion, context: DecisionContext): Refusal | undefined =>
  validityHasPassed(newest, context)
    ? ruleRefusal(
        'proposal-expired',
        'version',
        `第 ${newest.version} 版の有効期限は ${newest.content.validUntil} でした。有効期限を改めた次の版を作ってください。`,
        `Version ${newest.version} was valid until ${newest.content.validUntil}; revise the proposal with a new validity.`,
      )
    : undefined;

/** Refuses a submission before the order came in, or before a version that was submitted earlier. */
export const refusalOfEarlySubmission = (
  day: CalendarDate,
  { receivedOn, proposing }: ServiceOrderData,
): Refusal | undefined => {
  if (day < receivedOn)
    return ruleRefusal(
      'before-receipt',
      'submittedOn',
      `受付日 ${receivedOn} より前の日付では提出できません。`,
      `The order came in on ${receivedOn}; no proposal for it was submitted before that day.`,
    );
  const later = proposing.versions.findLast(({ submittedOn }) => submittedOn !== null && day < submittedOn);
  return later
    ? ruleRefusal(
        'before-earlier-version',
        'submittedOn',
        `第 ${later.version} 版を提出したのは ${later.submittedOn ?? ''} です。それより前の日付では提出できません。`,
        `Version ${later.version} was submitted on ${later.submittedOn ?? ''}; the one after it was not submitted before that day.`,
      )
    : undefined;
};

/** Refuses an acceptance before the customer got the version. */
export const refusalOfEarlyAcceptance = (
  day: CalendarDate,
  { version, submittedOn }: ProposalVersion,
): Refusal | undefined =>
  submittedOn !== null && day < submittedOn
    ? ruleRefusal(
        'accepted-before-submitted',
        'acceptedOn',
        `第 ${version} 版を提出したのは ${submittedOn} です。それより前の日付では合意できません。`,
        `Version ${version} was submitted on ${submittedOn}; it was not accepted before that day.`,
      )
    : undefined;
