import { setup } from 'xstate';
import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';
import { initialSupportCaseData, type SupportCaseData } from './support-case.data.ts';
import type { SupportCaseFact } from './support-case.events.ts';

/** What changes no state as long as somebody works on the case. */
const whileOpen = { CaseAmended: recorded, CustomerContacted: recorded } as const;

/** 問い合わせ案件: a question, a complaint, a repair or maintenance, from the customer's first word to the end of it. */
export const supportCaseMachine = setup({
  types: { context: {} as SupportCaseData, events: {} as SupportCaseFact },
  actions: { recorded: () => undefined },
}).createMachine({
  id: 'supportCase',
  context: initialSupportCaseData,
  initial: 'unopened',
  states: {
    unopened: {
      meta: meta('backOffice', ['未受付', 'Unopened'], ['まだ受け付けていない', 'Nobody has opened it yet.']),
      on: { CaseOpened: 'opened' },
    },
    opened: {
      meta: meta(
        'backOffice',
        ['受付済み', 'Opened'],
        ['受け付けたが、まだ誰も対応していない', 'It was taken down, and nobody works on it yet.'],
      ),
      on: {
        ...whileOpen,
        CaseTaken: 'inProgress',
        CaseAnswered: 'inProgress',
        InformationRequested: 'awaitingCustomer',
        CaseResolved: 'resolved',
      },
    },
    inProgress: {
      meta: meta(
        'backOffice',
        ['対応中', 'In progress'],
        ['担当者が対応している', 'Somebody works on what the customer needs.'],
      ),
      on: {
        ...whileOpen,
        CaseTaken: recorded,
        CaseAnswered: recorded,
        InformationRequested: 'awaitingCustomer',
        CaseResolved: 'resolved',
      },
    },
    awaitingCustomer: {
      meta: meta(
        'customer',
        ['お客様回答待ち', 'Awaiting the customer'],
        ['お客様に確認していることがある', 'The customer was asked for something that the case needs.'],
      ),
      on: {
        ...whileOpen,
        CaseTaken: recorded,
        CaseAnswered: recorded,
        InformationRequested: recorded,
        InformationReceived: 'inProgress',
        CaseResolved: 'resolved',
      },
    },
    resolved: {
      meta: meta(
        'backOffice',
        ['解決済み', 'Resolved'],
        [
          '対応は済んだ。お客様に異存がなければ完了にする',
          'What could be done was done; it is closed where the customer does not object.',
        ],
      ),
      on: { CustomerContacted: recorded, CaseClosed: 'closed', CaseReopened: 'inProgress' },
    },
    closed: {
      meta: meta(
        'nobody',
        ['完了', 'Closed'],
        ['終わった。必要なら再開できる', 'It is over, and can be reopened where the matter is not settled after all.'],
      ),
      on: { CustomerContacted: recorded, CaseReopened: 'inProgress' },
    },
  },
});
