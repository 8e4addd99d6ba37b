import { nextDay, sendToCase, wait, type JourneyStep } from './journey.ts';
import { send, sendFrom, type ServiceJourney } from './service-journey.ts';
import {
  contractConcluded,
  contractDrafted,
  needsConfirmed,
  proposalAccepted,
  proposalDrafted,
  proposalRevised,
  proposalSubmitted,
  revisionRequested,
} from './service-journey-stretches.ts';
import { memberInTurn } from './sample-desk.ts';

/** An engagement without a contract. */
const wish = (
  name: string,
  [ja, en]: readonly [string, string],
  engagement: string,
  share: number,
  steps: readonly JourneyStep[],
): ServiceJourney => ({
  name,
  title: { ja, en },
  endsIn: { engagement, billing: 'unscheduled' },
  style: 'project',
  share,
  steps,
});

/** Steps 1 to 3: what the customer wants, what it would cost, and what was agreed. */
export const proposalJourneys: readonly ServiceJourney[] = [
  wish('wish-heard', ['要望を聞いたところ', 'A wish was heard'], 'hearing.gathering', 2, []),
  wish('needs-confirmed', ['要望を確認済み', 'Needs confirmed'], 'hearing.confirmed', 1, [
    ...needsConfirmed,
    sendFrom('RecordContact', ({ inDays }) => ({
      medium: 'meeting',
      direction: 'inbound',
      summary: '似た事例を知りたいとのこと。',
      promise: '事例集をお送りする。',
      replyDue: inDays(2),
    })),
  ]),
  wish('proposal-drafted', ['提案書を作成中', 'Proposal being drafted'], 'proposing.drafting', 1, proposalDrafted(20)),
  wish(
    'proposal-submitted',
    ['提案を提出済み、返事なし', 'Proposal submitted, no word yet'],
    'proposing.submitted',
    2,
    [...proposalSubmitted(), wait(6)],
  ),
  {
    ...wish(
      'proposal-submitted-again',
      ['第二版を提出、質問あり', 'Version 2 submitted; a question is open'],
      'proposing.submitted',
      1,
      [
        ...proposalRevised,
        send('OpenInquiry', { about: '費用', question: '分割払いはできますか。', askedVia: 'email' }),
        nextDay,
        sendToCase('TakeCase', ({ order }) => ({ assignee: memberInTurn('support', order.number) })),
      ],
    ),
    endsIn: { engagement: 'proposing.submitted', billing: 'unscheduled', care: 'inquiryOpen' },
  },
  wish(
    'revision-requested',
    ['提案の修正を依頼された', 'A revision was asked for'],
    'proposing.revisionRequested',
    1,
    revisionRequested,
  ),
  wish('proposal-agreed', ['提案に合意', 'Proposal agreed'], 'proposing.agreed', 1, proposalAccepted),
  wish('contract-drafted', ['契約書を確認いただいている', 'Contract drafted'], 'contracting.drafted', 1, [
    ...contractDrafted,
    sendFrom('RecordContact', ({ inDays }) => ({
      medium: 'email',
      direction: 'outbound',
      summary: '契約書案をお送りし、ご確認をお願いした。',
      replyDue: inDays(1),
    })),
    wait(3),
  ]),
  {
    ...wish(
      'contract-concluded',
      ['契約を締結、着手金の請求待ち', 'Contract concluded; the advance is to be invoiced'],
      'contracting.concluded',
      1,
      [...contractConcluded, send('HoldOrder', { reason: 'credit', note: '与信の再確認中' })],
    ),
    endsIn: { engagement: 'contracting.concluded', billing: 'billable', hold: 'held' },
  },
  wish('proposal-declined', ['価格で失注', 'Lost on price'], 'lost.declined', 1, [
    ...proposalSubmitted(),
    wait(3),
    send('DeclineProposal', { version: 1, reason: 'price' }),
  ]),
  wish('proposal-expired', ['回答なく期限切れ', 'Expired without an answer'], 'lost.expired', 1, [
    ...proposalSubmitted(4),
    wait(7),
  ]),
  wish('wish-withdrawn', ['要望の取り下げ', 'The wish was withdrawn'], 'lost.withdrawn', 1, [
    ...needsConfirmed,
    wait(2),
    send('GiveUpEngagement', { by: 'customer', reason: 'budget' }),
  ]),
];
