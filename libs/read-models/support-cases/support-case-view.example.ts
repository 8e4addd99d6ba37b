import type { SupportCaseDetailView, SupportCaseView } from './support-case.view.ts';

/** A case as a list may answer it, for the API's documentation. */
export const supportCaseExample: SupportCaseView = {
  id: '7c2c9c3e-2f2a-5f0c-8a55-0d0f0f3f7f21',
  caseNumber: 'SC-2026-000012',
  customerId: 'C-1001',
  order: {
    orderId: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11',
    orderKind: 'goods',
    orderNumber: 'GO-2026-000123',
    lineId: null,
    shipmentId: 'S1',
  },
  inquiryId: null,
  category: 'complaint',
  priority: 'high',
  title: '箱がつぶれていた',
  state: 'inProgress',
  nextActor: 'backOffice',
  open: true,
  assignee: 'sato',
  openedVia: 'phone',
  openedAt: '2026-11-27T03:00:00.000Z',
  firstAnswer: { due: '2026-11-27T05:00:00.000Z', reachedAt: '2026-11-27T04:10:00.000Z', inTime: true },
  resolution: { due: '2026-12-01T03:00:00.000Z', reachedAt: null, inTime: null },
  nextTarget: '2026-12-01T03:00:00.000Z',
  overdue: false,
  answerDue: null,
  outcome: null,
  closedAt: null,
  reopened: 0,
  lastContactAt: '2026-11-27T04:10:00.000Z',
  revision: '2',
  position: '00000000000000001842',
  updatedAt: '2026-11-27T04:10:00.000Z',
};

/** The same case by itself. */
export const supportCaseDetailExample: SupportCaseDetailView = {
  ...supportCaseExample,
  description: '三箱のうち一箱の角がつぶれていたとのこと。',
};
