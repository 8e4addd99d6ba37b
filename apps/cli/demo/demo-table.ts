import type { Bilingual } from '#libs/kernel/decider';
import { goodsOrderStateLabel, shipmentStateLabel } from '#libs/ordering/goods-order/goods-order.state';
import { serviceOrderStateLabel } from '#libs/ordering/service-order/service-order.state';
import { followUpStateLabel } from '#libs/ordering/follow-up/follow-up.state';
import { supportCaseStateLabel } from '#libs/ordering/support-case/support-case.state';
import { followUpStates } from '#libs/read-models/follow-ups/follow-ups.table';
import { sampleMembers } from '#libs/sample-company/sample-desk';
import type { Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import type { CountByState, DemoReport } from './demo-result.ts';

type Section = readonly [title: Bilingual, counts: CountByState, label: (state: string) => Bilingual];

const sectionsOf = (report: DemoReport): readonly Section[] => {
  const goods = (region: string) => (state: string) => goodsOrderStateLabel(region, state);
  const service = (region: string) => (state: string) => serviceOrderStateLabel(region, state);
  return [
    [{ ja: '有形: 進捗', en: 'Goods: fulfilment' }, report.ordersByKind.goods, goods('fulfilment')],
    [{ ja: '有形: 入金', en: 'Goods: payment' }, report.payments, goods('payment')],
    [{ ja: '有形: 出荷', en: 'Goods: shipments' }, report.shipments, shipmentStateLabel],
    [{ ja: '無形: 進捗', en: 'Services: engagement' }, report.ordersByKind.service, service('engagement')],
    [{ ja: '無形: 変更', en: 'Services: change' }, report.changes, service('change')],
    [{ ja: '無形: 請求', en: 'Services: billing' }, report.billing, service('billing')],
    [{ ja: '無形: 請求区分', en: 'Services: milestones' }, report.milestones, service('billing')],
    [{ ja: '保留', en: 'Hold' }, report.holds, goods('hold')],
    [{ ja: '問い合わせ', en: 'Care' }, report.care, goods('care')],
    [{ ja: '問い合わせ案件', en: 'Support cases' }, report.casesByState, supportCaseStateLabel],
    [{ ja: 'フォローアップ', en: 'Follow-ups' }, report.followUpsByState, followUpStateLabel],
  ];
};

const nobody: Bilingual = { ja: '（担当なし）', en: '(nobody)' };
const overdueLabel: Bilingual = { ja: '期限超過', en: 'Overdue' };

/** Who has how many follow-ups, a column for each state. */
const assigneesTable = ({ followUpsByAssignee }: DemoReport, language: Language): string =>
  textTable([
    [
      { ja: '担当者', en: 'Assignee' }[language],
      ...followUpStates.map((state) => followUpStateLabel(state)[language]),
      overdueLabel[language],
    ],
    ...followUpsByAssignee.map(({ assignee, states, overdue }) => [
      assignee ?? nobody[language],
      ...followUpStates.map((state) => states[state] ?? 0),
      overdue,
    ]),
  ]);

const closingLines = ({ orders, customers, events, deadlinesWaiting, durationMs }: DemoReport): Bilingual => {
  const seconds = (durationMs / 1000).toFixed(1);
  return {
    ja: `受注 ${orders} 件、得意先 ${customers} 件、期限待ち ${deadlinesWaiting} 件、イベント ${events} 件、${seconds} 秒`,
    en: `${orders} orders, ${customers} customers, ${deadlinesWaiting} deadlines waiting, ${events} events, ${seconds} s`,
  };
};

/** The first member who has something to do. */
const busyMember = ({ followUpsByAssignee }: DemoReport): string => {
  const isBusy = ({ memberId }: { readonly memberId: string }): boolean =>
    followUpsByAssignee.some(({ assignee, states }) => assignee === memberId && (states['assigned'] ?? 0) > 0);
  return (sampleMembers.find(isBusy) ?? sampleMembers[0]).memberId;
};

/** What a demo has made, for people. */
export const demoTable = (report: DemoReport, dataFolder: string, language: Language): string => {
  const rows = sectionsOf(report).flatMap(([title, counts, label]) =>
    Object.entries(counts).map(([state, count], index) => [
      index === 0 ? title[language] : '',
      label(state)[language],
      state,
      count,
    ]),
  );
  const next = { ja: '次に', en: 'Next' }[language];
  const folder = `--data ${dataFolder}`;
  const hints = [
    ...report.exampleNumbers.map((number) => `juchu order ${number} ${folder}`),
    `juchu queue day ${busyMember(report)} ${folder}`,
    `juchu deadlines ${folder}`,
    `juchu start ${folder}`,
  ];
  return [
    textTable(rows),
    '',
    assigneesTable(report, language),
    '',
    closingLines(report)[language],
    ...hints.map((hint) => `${next}: ${hint}`),
  ].join('\n');
};
