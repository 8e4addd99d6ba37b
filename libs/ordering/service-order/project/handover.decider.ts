import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { openPoints, type DeliverableProgress } from '#state-machines/service-order/project.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import { notAfterToday, repeated, today } from '../../dates.policies.ts';
import { ruleRefusal, stateRefusal } from '../../refusal.ts';
import type { AcceptDeliverable, RefuseDeliverable, ResolvePoint, SubmitDeliverable } from './delivery.commands.ts';
import { refusalOfDayBeforeKickOff } from './kick-off.policies.ts';
import { withPoints } from '../terms/points.policies.ts';
import { unknownDeliverable } from '../terms/terms.policies.ts';

type DeliverableState = DeliverableProgress['state'];

const stateNames: Readonly<Record<DeliverableState, Bilingual>> = {
  pending: { ja: '未提出', en: 'not submitted' },
  submitted: { ja: '提出済み', en: 'submitted' },
  accepted: { ja: '検収済み', en: 'accepted' },
  refused: { ja: '検収不合格', en: 'refused' },
};

interface Transition {
  readonly from: readonly DeliverableState[];
  readonly reached?: DeliverableState;
  /** The day that the command gives, with its field. */
  readonly day?: { readonly field: string; readonly given: CalendarDate | undefined };
}

/** Decides about one deliverable: refused where the contract has none such or it is in none of the states `from`; one that is `reached` needs nothing, unless another day is given than the recorded one. */
const decideDeliverable = (
  { project }: ServiceOrderData,
  deliverableId: string,
  { from, reached, day }: Transition,
  facts: (progress: DeliverableProgress) => Decision<ServiceOrderFact>,
): Decision<ServiceOrderFact> => {
  const progress = project.deliverables[deliverableId];
  if (!progress) return unknownDeliverable('deliverableId', deliverableId);
  if (progress.state === reached) return day ? repeated(day.field, day.given, progress.since ?? '') : [];
  if (from.includes(progress.state)) return facts(progress);
  const now = stateNames[progress.state];
  const allowed = from.map((state) => stateNames[state]);
  return stateRefusal(
    'deliverable-not-in-this-state',
    `成果物「${deliverableId}」は「${now.ja}」です。この操作は「${allowed.map(({ ja }) => ja).join('」「')}」の間だけ行えます。`,
    `Deliverable "${deliverableId}" is ${now.en}; this is possible only while it is ${allowed.map(({ en }) => en).join(' or ')}.`,
  );
};

const refusalOfOpenPoints = ({ project }: ServiceOrderData, deliverableId: string): Refusal | undefined => {
  const open = openPoints(project, deliverableId);
  return open.length === 0
    ? undefined
    : stateRefusal(
        'points-open',
        `成果物「${deliverableId}」に未対応の指摘があります: ${open.join('、')}。先に対応してください。`,
        `Points of deliverable "${deliverableId}" are open: ${open.join(', ')}; resolve them first.`,
      );
};

/** Refuses a new submission before the day on which the one before it was refused. */
const refusalOfEarlySubmission = (
  deliverableId: string,
  submittedOn: CalendarDate,
  { since }: DeliverableProgress,
): Refusal | undefined =>
  since !== null && submittedOn < since
    ? ruleRefusal(
        'submitted-before-refusal',
        'submittedOn',
        `成果物「${deliverableId}」が検収不合格になったのは ${since} です。それより前に提出し直すことはできません。`,
        `Deliverable "${deliverableId}" was refused on ${since}; it was not submitted again before that.`,
      )
    : undefined;

export const submitDeliverable = (
  command: Plain<SubmitDeliverable>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { deliverableId, note, submittedOn = today(context) } = command;
  return decideDeliverable(
    data,
    deliverableId,
    {
      from: ['pending', 'refused'],
      reached: 'submitted',
      day: { field: 'submittedOn', given: command.submittedOn },
    },
    (progress) =>
      refusalOfOpenPoints(data, deliverableId) ??
      notAfterToday('submittedOn', submittedOn, context) ??
      refusalOfDayBeforeKickOff('submittedOn', submittedOn, data.project) ??
      refusalOfEarlySubmission(deliverableId, submittedOn, progress) ?? [
        {
          type: 'DeliverableSubmitted',
          data: { deliverableId, submission: progress.submissions + 1, submittedOn, note },
        },
      ],
  );
};

export const acceptDeliverable = (
  command: Plain<AcceptDeliverable>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { deliverableId, acceptedBy, acceptedOn = today(context) } = command;
  return decideDeliverable(
    data,
    deliverableId,
    { from: ['submitted'], reached: 'accepted', day: { field: 'acceptedOn', given: command.acceptedOn } },
    ({ submissions, since }) => {
      if (since !== null && acceptedOn < since)
        return ruleRefusal(
          'accepted-before-submitted',
          'acceptedOn',
          `成果物「${deliverableId}」を提出したのは ${since} です。それより前に検収することはできません。`,
          `Deliverable "${deliverableId}" was submitted on ${since}; it was not accepted before that.`,
        );
      return (
        notAfterToday('acceptedOn', acceptedOn, context) ?? [
          { type: 'DeliverableAccepted', data: { deliverableId, submission: submissions, acceptedOn, acceptedBy } },
        ]
      );
    },
  );
};

export const refuseDeliverable = (
  { deliverableId, points }: Plain<RefuseDeliverable>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> =>
  decideDeliverable(data, deliverableId, { from: ['submitted'] }, ({ submissions }) =>
    withPoints(points, data.project, (named) => [
      {
        type: 'DeliverableRefused',
        data: { deliverableId, submission: submissions, refusedOn: today(context), points: named },
      },
    ]),
  );

/** A point of a deliverable, or of a completion that was refused. */
export const resolvePoint = (
  { pointId, resolution }: Plain<ResolvePoint>,
  { project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const point = project.points[pointId];
  if (!point)
    return ruleRefusal(
      'unknown-point',
      'pointId',
      `指摘「${pointId}」がありません。`,
      `The customer has raised no point "${pointId}".`,
    );
  return point.resolved ? [] : [{ type: 'PointResolved', data: { pointId, resolvedOn: today(context), resolution } }];
};
