import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { riskCauses } from '#state-machines/service-order/service-order.terms';
import { today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import type { MarkAtRisk, MarkOnTrack, RaiseIssue, ReportProgress, ResolveIssue } from './delivery.commands.ts';
import { nextId, refusalOfTakenId } from '../terms/ids.policies.ts';

export const reportProgress = (
  { percent, summary, risks }: Plain<ReportProgress>,
  { project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => [
  {
    type: 'ProgressReported',
    data: { reportNumber: project.progressReports + 1, percent, reportedOn: today(context), summary, risks },
  },
];

export const raiseIssue = (
  { issueId, ...issue }: Plain<RaiseIssue>,
  { project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const taken = Object.keys(project.issues);
  return (
    refusalOfTakenId('issueId', issueId, taken) ?? [
      {
        type: 'IssueRaised',
        data: { ...issue, issueId: issueId ?? nextId('I', taken), raisedOn: today(context) },
      },
    ]
  );
};

export const resolveIssue = (
  { issueId, resolution }: Plain<ResolveIssue>,
  { project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const issue = project.issues[issueId];
  if (!issue)
    return ruleRefusal(
      'unknown-issue',
      'issueId',
      `課題・リスク「${issueId}」がありません。`,
      `There is no issue and no risk "${issueId}".`,
    );
  return issue.resolved ? [] : [{ type: 'IssueResolved', data: { issueId, resolvedOn: today(context), resolution } }];
};

/** The causes as they are from now on; the same ones again, in whatever order, change nothing. */
export const markAtRisk = (
  { causes, note }: Plain<MarkAtRisk>,
  { project }: ServiceOrderData,
): Decision<ServiceOrderFact> => {
  const named = riskCauses.filter((cause) => causes.includes(cause));
  const isSame = riskCauses.every((cause) => named.includes(cause) === project.riskCauses.includes(cause));
  return isSame ? [] : [{ type: 'ProjectBecameAtRisk', data: { causes: named, note } }];
};

export const markOnTrack = ({ note }: Plain<MarkOnTrack>, { project }: ServiceOrderData): Decision<ServiceOrderFact> =>
  project.riskCauses.length === 0 ? [] : [{ type: 'ProjectCameBackOnTrack', data: { note } }];
