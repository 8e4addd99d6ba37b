import { unfinishedTasks, type ProjectData } from '#state-machines/service-order/project.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import { everyOf, onlyIf, type Condition } from '../../availability.ts';
import { received } from '../../order/hold-and-care.availability.ts';
import type { DeliveryCommand } from './delivery.commands.ts';
import { notHeld, whileIn } from '../engagement-place.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

const working = everyOf<ServiceOrderState>(received, whileIn('delivering', 'reviewing'));

const inProject = (
  holds: (project: ProjectData) => boolean,
  code: string,
  ja: string,
  en: string,
): Condition<ServiceOrderState> => onlyIf(({ project }: ServiceOrderData) => holds(project), code, ja, en);

const someTaskIsUnfinished = inProject(
  (project) => unfinishedTasks(project).length > 0,
  'no-unfinished-task',
  '未完了の作業がありません。',
  'No task of the plan is unfinished.',
);

const someTaskWasBegun = inProject(
  ({ tasks }) => Object.keys(tasks).length > 0,
  'no-task-begun',
  '着手した作業がありません。',
  'No task was begun yet.',
);

const somethingIsPaidByTime = onlyIf(
  ({ contracting }: ServiceOrderData) =>
    contracting.current?.items.some(({ pricing }) => pricing === 'timeAndMaterial') ?? false,
  'nothing-paid-by-time',
  '契約に工数精算の項目がありません。',
  'Nothing in the contract is paid by time.',
);

const someTimeWasReported = inProject(
  ({ minutes }) => Object.values(minutes).some((worked) => worked > 0),
  'no-time-reported',
  '報告された作業時間がありません。',
  'No time was reported.',
);

const somethingIsToBeDelivered = inProject(
  ({ deliverables }) => Object.keys(deliverables).length > 0,
  'no-deliverables',
  '契約に成果物がありません。',
  'The contract has no deliverables.',
);

const somethingWasSubmitted = inProject(
  ({ deliverables }) => Object.values(deliverables).some(({ submissions }) => submissions > 0),
  'nothing-submitted',
  '提出した成果物がありません。',
  'No deliverable was submitted yet.',
);

const somePointWasRaised = inProject(
  ({ points }) => Object.keys(points).length > 0,
  'no-points',
  'お客様からの指摘がありません。',
  'The customer has raised no point.',
);

const someIssueWasRaised = inProject(
  ({ issues }) => Object.keys(issues).length > 0,
  'no-issues',
  '課題もリスクも挙がっていません。',
  'No issue and no risk was raised.',
);

/** What refuses every command of the delivery in a state, whatever its payload. */
export const deliveryAvailability: Readonly<Record<DeliveryCommand['type'], Condition<ServiceOrderState>>> = {
  StartTask: everyOf<ServiceOrderState>(working, someTaskIsUnfinished, notHeld),
  CompleteTask: everyOf(working, someTaskWasBegun),
  ReportTime: everyOf<ServiceOrderState>(working, somethingIsPaidByTime),
  WithdrawTime: everyOf(working, someTimeWasReported),
  SubmitDeliverable: everyOf(working, somethingIsToBeDelivered),
  AcceptDeliverable: everyOf(working, somethingWasSubmitted),
  RefuseDeliverable: everyOf(working, somethingWasSubmitted),
  ResolvePoint: everyOf(working, somePointWasRaised),
  ReportProgress: working,
  RaiseIssue: working,
  ResolveIssue: everyOf(working, someIssueWasRaised),
  MarkAtRisk: working,
  MarkOnTrack: working,
};
