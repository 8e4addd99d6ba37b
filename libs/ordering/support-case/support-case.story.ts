import type { CaseOrder, SupportCaseFact } from '#state-machines/support-case/support-case.events';
import { pathIn } from '../chart-words.ts';
import { usualCalendar } from '../desk/business-calendar.ts';
import { createStoryTeller, type StoryOf } from '../story-teller.ts';
import type { PreparedOpenCase, PreparedOpenCaseOfInquiry, SupportCaseCommand } from './support-case.commands.ts';
import { supportCaseStateAfter, type SupportCaseState } from './support-case.state.ts';
import { supportCaseStream } from './support-case.stream.ts';

/** A case's story so far. */
export type Story = StoryOf<SupportCaseState, SupportCaseFact>;

/** A Friday noon in Japan. */
export const STORY_TIME = '2026-11-27T03:00:00.000Z';

/** Tells the stories of cases, at one moment. */
export const { told, story, continued } = createStoryTeller(supportCaseStream, STORY_TIME, 'case-1');

/** The state of the story's case, as `stateAfter` shows it. */
export const stateOf = ({ state }: Story): string => pathIn(supportCaseStateAfter(state), 'state');

export const calendar = usualCalendar;

export const tea: CaseOrder = { orderId: 'order-1', orderKind: 'goods', orderNumber: 'GO-2026-000001' };

export const openCase = (more: Partial<PreparedOpenCase> = {}): SupportCaseCommand => ({
  type: 'OpenCase',
  data: {
    caseNumber: 'SC-2026-000001',
    calendar,
    customerId: 'C-1',
    category: 'question',
    openedVia: 'phone',
    title: '請求書の宛名',
    ...more,
  },
});

export const openOfInquiry = (more: Partial<PreparedOpenCaseOfInquiry> = {}): SupportCaseCommand => ({
  type: 'OpenCaseOfInquiry',
  data: {
    caseNumber: 'SC-2026-000002',
    calendar,
    customerId: 'C-1',
    ...tea,
    inquiryId: 'i-1',
    askedVia: 'email',
    openedAt: STORY_TIME,
    ...more,
  },
});

export const take = (assignee = 'sato'): SupportCaseCommand => ({ type: 'TakeCase', data: { assignee } });
export const answer: SupportCaseCommand = {
  type: 'AnswerCase',
  data: { answer: '本日お直しします', answeredVia: 'phone' },
};
export const ask: SupportCaseCommand = {
  type: 'RequestInformation',
  data: { question: '宛名は?', askedVia: 'email', answerDue: '2026-12-01' },
};
export const inform: SupportCaseCommand = {
  type: 'RecordInformation',
  data: { answer: '株式会社さくら商店', answeredVia: 'email' },
};
export const contact: SupportCaseCommand = {
  type: 'RecordContact',
  data: { medium: 'phone', direction: 'inbound', summary: '催促' },
};
export const resolve: SupportCaseCommand = {
  type: 'ResolveCase',
  data: { outcome: 'other', resolution: '再発行した' },
};
export const settle: SupportCaseCommand = { type: 'SettleCase', data: {} };
export const close: SupportCaseCommand = { type: 'CloseCase', data: {} };
export const reopen: SupportCaseCommand = { type: 'ReopenCase', data: { reason: '宛名がまだ違う', calendar } };
export const amend = (
  more: Partial<Extract<SupportCaseCommand, { type: 'AmendCase' }>['data']>,
): SupportCaseCommand => ({ type: 'AmendCase', data: { calendar, ...more } });
