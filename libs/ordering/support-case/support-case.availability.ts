import { isResolved, wasOpened } from '#state-machines/support-case/support-case.data';
import { everyOf, onlyIf, type Condition } from '../availability.ts';
import { stateRefusal } from '../refusal.ts';
import type { SupportCaseCommand } from './support-case.commands.ts';
import type { SupportCaseState } from './support-case.state.ts';

const opened = onlyIf(
  wasOpened,
  'no-such-case',
  'この案件は存在しません。ID を確かめてください。',
  'There is no such case: check the id.',
);

const notOpenedBefore = onlyIf(
  (data: Parameters<typeof wasOpened>[0]) => !wasOpened(data),
  'already-opened',
  'この案件はすでに受け付けられています。内容を変えるには amend-case を使ってください。',
  'This case was opened before; use amend-case to change it.',
);

const notOver = onlyIf(
  (data: Parameters<typeof isResolved>[0]) => !isResolved(data),
  'case-over',
  'この案件は解決済みです。続けるには先に再開してください（reopen-case）。',
  'The case is resolved; to go on with it, reopen it first (reopen-case).',
);

const resolved = (code: string, ja: string, en: string): Condition<SupportCaseState> =>
  everyOf<SupportCaseState>(opened, onlyIf(isResolved, code, ja, en));

const awaitsCustomer: Condition<SupportCaseState> = ({ value }) =>
  value === 'awaitingCustomer'
    ? undefined
    : stateRefusal(
        'nothing-asked',
        'お客様に確認していることがありません。ご連絡があったことは record-contact で記録してください。',
        'The customer was not asked for anything; record what they said as a contact (record-contact).',
      );

const whileOpen = everyOf<SupportCaseState>(opened, notOver);

/** What refuses every command of a type in a state, whatever its payload; it also answers "what is possible now?". */
export const supportCaseAvailability: Readonly<Record<SupportCaseCommand['type'], Condition<SupportCaseState>>> = {
  OpenCase: notOpenedBefore,
  OpenCaseOfInquiry: () => undefined,
  AmendCase: whileOpen,
  TakeCase: whileOpen,
  AnswerCase: whileOpen,
  RequestInformation: whileOpen,
  RecordInformation: everyOf<SupportCaseState>(opened, notOver, awaitsCustomer),
  RecordContact: opened,
  ResolveCase: whileOpen,
  SettleCase: opened,
  CloseCase: resolved(
    'not-resolved',
    'まだ解決していません。先に解決内容を記録してください（resolve-case）。',
    'The case is not resolved; record what came of it first (resolve-case).',
  ),
  ReopenCase: resolved(
    'not-over',
    'この案件はまだ対応中です。再開の必要はありません。',
    'The case is still open; there is nothing to reopen.',
  ),
};
