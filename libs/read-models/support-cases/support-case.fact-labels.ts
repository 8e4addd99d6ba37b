import type { Bilingual } from '#libs/kernel/decider';
import type { SupportCaseFact } from '#state-machines/support-case/support-case.events';
import { label } from '../order-timeline/order-desk.fact-labels.ts';

/** What each fact of a support case is called on a timeline. */
export const supportCaseFactLabels = {
  CaseOpened: label('案件を受け付けた', 'Case opened'),
  CaseAmended: label('案件の内容を変更した', 'Case amended'),
  CaseTaken: label('担当者が決まった', 'Case taken'),
  CaseAnswered: label('お客様に回答した', 'Customer answered'),
  InformationRequested: label('お客様に確認した', 'Customer asked'),
  InformationReceived: label('お客様から回答があった', 'Information received'),
  CustomerContacted: label('お客様と連絡した', 'Customer contacted'),
  CaseResolved: label('解決した', 'Case resolved'),
  CaseClosed: label('案件が完了した', 'Case closed'),
  CaseReopened: label('案件を再開した', 'Case reopened'),
} as const satisfies Record<SupportCaseFact['type'], Bilingual>;

/** What a fact of a case is called: its type, where the projection let one in that has no label. */
export const supportCaseFactLabel = (type: string): Bilingual =>
  new Map<string, Bilingual>(Object.entries(supportCaseFactLabels)).get(type) ?? { ja: type, en: type };
