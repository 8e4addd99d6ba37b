import type { SupportCaseFact, SupportCaseFactOf } from '#state-machines/support-case/support-case.events';
import { PERSON } from './goods-order-samples.ts';

/** Data that each fact of a support case may have, with all that is personal in it. */
export const supportCaseSamples: { readonly [Type in SupportCaseFact['type']]: SupportCaseFactOf<Type>['data'] } = {
  CaseOpened: {
    caseNumber: 'SC-2026-000001',
    category: 'question',
    priority: 'normal',
    customerId: 'C-1',
    openedVia: 'phone',
    openedAt: '2026-11-20T00:00:00.000Z',
    firstAnswerDue: '2026-11-24T00:00:00.000Z',
    resolutionDue: '2026-11-26T00:00:00.000Z',
    title: `${PERSON}様から`,
    description: `${PERSON}様が請求書の宛名を直してほしいとのこと`,
  },
  CaseAmended: {
    category: 'complaint',
    priority: 'high',
    firstAnswerDue: '2026-11-20T02:00:00.000Z',
    resolutionDue: '2026-11-25T00:00:00.000Z',
    title: `${PERSON}様のご不満`,
  },
  CaseTaken: { assignee: 'sato' },
  CaseAnswered: { answer: `${PERSON}様へお返事`, answeredVia: 'phone' },
  InformationRequested: { question: `${PERSON}様でよろしいですか`, askedVia: 'email', answerDue: '2026-11-25' },
  InformationReceived: { answer: PERSON, answeredVia: 'email' },
  CustomerContacted: { contactId: 'c1', medium: 'phone', direction: 'inbound', summary: PERSON, promise: PERSON },
  CaseResolved: { outcome: 'other', resolution: PERSON },
  CaseClosed: {},
  CaseReopened: {
    reason: PERSON,
    reopenedAt: '2026-11-27T00:00:00.000Z',
    resolutionDue: '2026-12-02T00:00:00.000Z',
  },
};
