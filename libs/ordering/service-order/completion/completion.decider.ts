import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { CompletionData } from '#state-machines/service-order/completion.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { notAfterToday, notBeforeToday, today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import type {
  AcceptCompletion,
  CompletionCommand,
  EvaluateEngagement,
  RecordNextOpportunity,
  RefuseCompletion,
  ReportCompletion,
} from './completion.commands.ts';
import { refusalOfEarlyReport } from './completion.policies.ts';
import { nextId, refusalOfTakenId } from '../terms/ids.policies.ts';
import { withPoints } from '../terms/points.policies.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

/** Which facts a command about the end of the work leads to; that it is available has been decided. */
export const decideCompletion = (
  command: CompletionCommand,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'ReportCompletion':
      return reportCompletion(command.data, data, context);
    case 'AcceptCompletion':
      return acceptCompletion(command.data, data, context);
    case 'RefuseCompletion':
      return refuseCompletion(command.data, data, context);
    case 'EvaluateEngagement':
      return evaluateEngagement(command.data, context);
    case 'RecordNextOpportunity':
      return recordNextOpportunity(command.data, data, context);
  }
};

const reportCompletion = (
  command: Plain<ReportCompletion>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { summary, reportedOn = today(context) } = command;
  return (
    notAfterToday('reportedOn', reportedOn, context) ??
    refusalOfEarlyReport(reportedOn, data) ?? [
      { type: 'CompletionReported', data: { reportNumber: data.completion.reports + 1, reportedOn, summary } },
    ]
  );
};

const refusalOfEarlyAcceptance = (acceptedOn: CalendarDate, { reportedOn }: CompletionData): Refusal | undefined =>
  reportedOn !== null && acceptedOn < reportedOn
    ? ruleRefusal(
        'accepted-before-report',
        'acceptedOn',
        `完了が報告されたのは ${reportedOn} です。それより前の日付では検収できません。`,
        `Completion was reported on ${reportedOn}; it is not accepted before that day.`,
      )
    : undefined;

const acceptCompletion = (
  command: Plain<AcceptCompletion>,
  { completion }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const acceptedOn = command.acceptedOn ?? today(context);
  return (
    notAfterToday('acceptedOn', acceptedOn, context) ??
    refusalOfEarlyAcceptance(acceptedOn, completion) ?? [
      { type: 'CompletionAccepted', data: { ...command, reportNumber: completion.reports, acceptedOn } },
    ]
  );
};

const refuseCompletion = (
  { points }: Plain<RefuseCompletion>,
  { project, completion }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> =>
  withPoints(points, project, (numbered) => [
    {
      type: 'CompletionRefused',
      data: { reportNumber: completion.reports, refusedOn: today(context), points: numbered },
    },
  ]);

/** The evaluation is the last step: with it the engagement is completed. */
const evaluateEngagement = (
  { lessons, quality, schedule, cost, collaboration }: Plain<EvaluateEngagement>,
  context: DecisionContext,
): Decision<ServiceOrderFact> => [
  { type: 'EngagementEvaluated', data: { scores: { quality, schedule, cost, collaboration }, lessons } },
  { type: 'EngagementCompleted', data: { completedOn: today(context) } },
];

const recordNextOpportunity = (
  command: Plain<RecordNextOpportunity>,
  { completion }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { opportunityId, expectedOn } = command;
  const taken = completion.opportunityIds;
  return (
    refusalOfTakenId('opportunityId', opportunityId, taken) ??
    notBeforeToday('expectedOn', expectedOn, context) ?? [
      { type: 'NextOpportunityRecorded', data: { ...command, opportunityId: opportunityId ?? nextId('O', taken) } },
    ]
  );
};
