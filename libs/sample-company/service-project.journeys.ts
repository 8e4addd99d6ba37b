import { nextDay, wait, type JourneyStep } from './journey.ts';
import { milestonesOf } from './sample-engagements.ts';
import { send, sendFrom, type ServiceJourney } from './service-journey.ts';
import {
  completed,
  completionReported,
  finallyAccepted,
  firstAccepted,
  firstHandedOver,
  improving,
  inReview,
  invoiced,
  kickedOff,
  paid,
  planned,
  reviewed,
  teamNamed,
  workDone,
} from './service-journey-stretches.ts';

/** An engagement under contract. */
const project = (
  name: string,
  [ja, en]: readonly [string, string],
  endsIn: ServiceJourney['endsIn'],
  share: number,
  steps: readonly JourneyStep[],
): ServiceJourney => ({ name, title: { ja, en }, endsIn, style: 'project', share, steps });

const changeRequested: readonly JourneyStep[] = [
  ...firstAccepted,
  nextDay,
  send('RequestChange', { title: '帳票の追加', description: '月次の帳票を一つ増やしたい。', by: 'customer' }),
];
const changeQuoted: readonly JourneyStep[] = [
  ...changeRequested,
  nextDay,
  sendFrom('QuoteChange', ({ order: { engagement }, inDays }) => ({
    items: [
      ...engagement.items,
      { itemId: 'I9', pricing: 'fixedPrice', description: '帳票の追加', amount: 200_000, taxClass: 'standard' },
    ],
    billing: milestonesOf(engagement).map((milestone) =>
      milestone.milestoneId === 'M3' ? { ...milestone, amount: milestone.amount + 200_000 } : { ...milestone },
    ),
    validUntil: inDays(10),
  })),
];

/** Steps 4 to 7: launched, worked on, reviewed, accepted, and everything that can go wrong on the way. */
export const projectJourneys: readonly ServiceJourney[] = [
  project(
    'team-named',
    ['体制を決定、計画中', 'Team named, planning'],
    { engagement: 'launching.planning', billing: 'billable' },
    1,
    teamNamed,
  ),
  project(
    'ready-to-kick-off',
    ['計画完了、着手金を請求済み', 'Ready to kick off; the advance is invoiced'],
    { engagement: 'launching.ready', billing: 'invoiced' },
    1,
    [...planned, ...invoiced(1, ['M1'])],
  ),
  project(
    'kicked-off',
    ['着手金入金済み、順調に進行', 'The advance is paid; on track'],
    { engagement: 'delivering.onTrack', billing: 'scheduled' },
    2,
    [
      ...planned,
      ...invoiced(1, ['M1']),
      nextDay,
      ...paid(1, ['M1']),
      send('KickOffProject', {}),
      nextDay,
      send('RecordContact', { medium: 'meeting', direction: 'outbound', summary: 'キックオフの議事録をお渡しした。' }),
      wait(6),
    ],
  ),
  project(
    'at-risk',
    ['遅延のおそれ', 'At risk of being late'],
    { engagement: 'delivering.atRisk', billing: 'partlyPaid' },
    1,
    [
      ...kickedOff,
      ...invoiced(1, ['M1']),
      nextDay,
      ...paid(1, ['M1'], 0.5),
      send('RaiseIssue', { kind: 'risk', severity: 'high', title: '担当者の不足' }),
      send('MarkAtRisk', { causes: ['resources', 'schedule'], note: '担当者が他案件と重なっている。' }),
    ],
  ),
  project(
    'advance-overdue',
    ['着手金の支払遅延', 'The advance is overdue'],
    { engagement: 'delivering.onTrack', billing: 'overdue' },
    1,
    [
      ...planned,
      sendFrom('IssueInvoice', ({ order, inDays }) => ({
        invoiceNumber: `INV-S-${order.reference}-1`,
        milestoneIds: ['M1'],
        dueOn: inDays(2),
      })),
      nextDay,
      send('KickOffProject', {}),
      wait(5),
    ],
  ),
  project(
    'deliverable-refused',
    ['成果物に指摘あり', 'A deliverable was refused'],
    { engagement: 'delivering.onTrack', billing: 'billable' },
    1,
    [
      ...firstHandedOver,
      nextDay,
      send('RefuseDeliverable', { deliverableId: 'D1', points: [{ description: '画面の一覧が足りない' }] }),
    ],
  ),
  project(
    'change-requested',
    ['変更の依頼あり', 'A change was asked for'],
    { engagement: 'delivering.onTrack', billing: 'billable', change: 'requested' },
    1,
    changeRequested,
  ),
  project(
    'change-quoted',
    ['変更を見積もり済み', 'A change is quoted'],
    { engagement: 'delivering.onTrack', billing: 'billable', change: 'quoted' },
    1,
    changeQuoted,
  ),
  project(
    'change-agreed',
    ['変更に合意', 'A change was agreed'],
    { engagement: 'delivering.onTrack', billing: 'billable', change: 'agreed' },
    1,
    [...changeQuoted, nextDay, send('AgreeChange', {})],
  ),
  project(
    'change-declined',
    ['変更を見送り', 'A change was declined'],
    { engagement: 'delivering.onTrack', billing: 'billable', change: 'declined' },
    1,
    [...changeQuoted, nextDay, send('DeclineChange', { by: 'customer', reason: '予算が足りない。' })],
  ),
  project(
    'in-review',
    ['品質レビュー中', 'In review'],
    { engagement: 'reviewing.inReview', billing: 'billable' },
    1,
    inReview,
  ),
  project(
    'improving',
    ['指摘を改善中', 'Improving'],
    { engagement: 'reviewing.improving', billing: 'billable' },
    1,
    improving,
  ),
  project(
    'reviewed',
    ['レビュー済み', 'Reviewed'],
    { engagement: 'reviewing.reviewed', billing: 'billable' },
    1,
    reviewed,
  ),
  project(
    'completion-reported',
    ['完了を報告、検収待ち', 'Completion reported'],
    { engagement: 'finalising.awaitingAcceptance', billing: 'billable' },
    2,
    completionReported,
  ),
  project(
    'completion-refused',
    ['最終検収で指摘あり', 'The final acceptance was refused'],
    { engagement: 'delivering.onTrack', billing: 'billable' },
    1,
    [
      ...completionReported,
      nextDay,
      send('RefuseCompletion', { points: [{ description: '操作説明がまだない' }] }),
      send('RecordFeedback', { score: 2, comment: '最後の詰めが甘い。' }),
    ],
  ),
  project(
    'finally-accepted',
    ['検収済み、評価待ち', 'Accepted; to be evaluated'],
    { engagement: 'finalising.accepted', billing: 'billable' },
    1,
    finallyAccepted,
  ),
  project(
    'completed-and-paid',
    ['完了し、全額入金済み', 'Completed and paid'],
    { engagement: 'completed', billing: 'paid' },
    5,
    [...completed, ...invoiced(1, ['M1', 'M2', 'M3']), wait(3), ...paid(1, ['M1', 'M2', 'M3'])],
  ),
  project(
    'terminated-with-settlement',
    ['中途解約、精算の請求待ち', 'Terminated; the settlement is to be invoiced'],
    { engagement: 'terminated', billing: 'billable' },
    1,
    [
      ...firstAccepted,
      wait(2),
      send('TerminateContract', {
        by: 'customer',
        reason: '事業の方針が変わった。',
        settlement: { amount: 150_000, name: '仕掛かり分の精算' },
      }),
    ],
  ),
  {
    ...project(
      'service-ended',
      ['保守を更新せずに終了', 'A recurring service that ended'],
      { engagement: 'completed', billing: 'paid' },
      2,
      [
        ...workDone,
        send('EndService', { by: 'customer', reason: '内製に切り替える。' }),
        send('ReportCompletion', { summary: '最終月まで運用した。' }),
        nextDay,
        send('AcceptCompletion', {}),
        send('EvaluateEngagement', { quality: 5, schedule: 5, cost: 4, collaboration: 5 }),
        ...invoiced(1, ['M1', 'M2', 'M3']),
        wait(3),
        ...paid(1, ['M1', 'M2', 'M3']),
      ],
    ),
    style: 'recurring',
  },
];
