import { send, type CaseJourney, type CaseJourneyStep } from './case-journey.ts';
import { nextDay, wait } from './journey.ts';

// Stretches that several journeys share, each from where the one before it ends.

type Stretch = readonly CaseJourneyStep[];

const taken: Stretch = [nextDay, send('TakeCase', ({ assignee }) => ({ assignee }))];
const answered: Stretch = [
  ...taken,
  send('AnswerCase', ({ topic }) => ({ answer: topic.answer, answeredVia: 'phone' })),
];
const asked: Stretch = [
  ...taken,
  send('RequestInformation', ({ topic, inDays }) => ({
    question: topic.question,
    askedVia: 'email',
    answerDue: inDays(1),
  })),
];
const resolved: Stretch = [
  ...asked,
  nextDay,
  send('RecordInformation', () => ({ answer: 'お送りします。', answeredVia: 'email' })),
  wait(2),
  send('ResolveCase', ({ topic: { outcome, resolution } }) => ({ outcome, resolution, answeredVia: 'email' })),
];
const closed: Stretch = [
  ...resolved,
  nextDay,
  send('RecordContact', () => ({
    medium: 'phone',
    direction: 'outbound',
    summary: 'その後の様子を伺い、問題ないとのこと。',
  })),
  wait(2),
  send('CloseCase', () => ({})),
];
const reopened: Stretch = [
  ...closed,
  wait(4),
  send('ReopenCase', () => ({ reason: '同じことがまた起きたとのご連絡。' })),
];

/** Every journey of a support case; together they end in each state in which a case can rest. */
export const caseJourneys: readonly CaseJourney[] = [
  {
    name: 'just-opened',
    title: { ja: '受け付けたばかり', en: 'Just opened' },
    endsIn: { state: 'opened', reopened: 0 },
    steps: [],
  },
  {
    name: 'left-alone',
    title: { ja: '回答が遅れている', en: 'Nobody has answered for days' },
    endsIn: { state: 'opened', reopened: 0 },
    steps: [wait(5)],
  },
  {
    name: 'in-progress',
    title: { ja: '対応中、回答を約束', en: 'In progress; an answer was promised' },
    endsIn: { state: 'inProgress', reopened: 0 },
    steps: [
      ...taken,
      send('AmendCase', ({ topic }) => ({ priority: 'high', description: `${topic.description}至急とのこと。` })),
      send('RecordContact', ({ inDays }) => ({
        medium: 'phone',
        direction: 'inbound',
        summary: '急いでいるとのこと。',
        promise: '明後日までに見通しをお伝えする。',
        replyDue: inDays(2),
      })),
    ],
  },
  {
    name: 'answered',
    title: { ja: '一次回答済み', en: 'The customer has heard something' },
    endsIn: { state: 'inProgress', reopened: 0 },
    steps: answered,
  },
  {
    name: 'awaiting-the-customer',
    title: { ja: 'お客様の回答待ち、期限切れ', en: 'Asked back; the answer is late' },
    endsIn: { state: 'awaitingCustomer', reopened: 0 },
    steps: [...asked, wait(3)],
  },
  {
    name: 'resolved',
    title: { ja: '解決済み', en: 'Resolved' },
    endsIn: { state: 'resolved', reopened: 0 },
    steps: resolved,
  },
  { name: 'closed', title: { ja: '完了', en: 'Closed' }, endsIn: { state: 'closed', reopened: 0 }, steps: closed },
  {
    name: 'reopened',
    title: { ja: '再発により再開', en: 'Reopened: it happened again' },
    endsIn: { state: 'inProgress', reopened: 1 },
    steps: reopened,
  },
  {
    name: 'reopened-and-closed',
    title: { ja: '再開のうえ完了', en: 'Reopened, and closed at last' },
    endsIn: { state: 'closed', reopened: 1 },
    steps: [
      ...reopened,
      nextDay,
      send('ResolveCase', ({ topic }) => ({ outcome: 'compensated', resolution: topic.resolution })),
      wait(2),
      send('CloseCase', () => ({})),
    ],
  },
];
