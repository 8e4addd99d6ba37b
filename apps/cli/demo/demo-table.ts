import type { Bilingual } from '#libs/kernel/decider';
import { goodsOrderStateLabel, shipmentStateLabel } from '#libs/ordering/goods-order/goods-order.state';
import type { Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import type { CountByState, DemoReport } from './demo-result.ts';

type Section = readonly [title: Bilingual, counts: CountByState, label: (state: string) => Bilingual];

const sectionsOf = (report: DemoReport): readonly Section[] => {
  const inRegion = (region: string) => (state: string) => goodsOrderStateLabel(region, state);
  return [
    [{ ja: '進捗', en: 'Fulfilment' }, report.ordersByStep, inRegion('fulfilment')],
    [{ ja: '入金', en: 'Payment' }, report.payments, inRegion('payment')],
    [{ ja: '保留', en: 'Hold' }, report.holds, inRegion('hold')],
    [{ ja: '問い合わせ', en: 'Care' }, report.care, inRegion('care')],
    [{ ja: '出荷', en: 'Shipments' }, report.shipments, shipmentStateLabel],
  ];
};

const closingLines = ({ orders, events, durationMs }: DemoReport): Bilingual => {
  const seconds = (durationMs / 1000).toFixed(1);
  return {
    ja: `受注 ${orders} 件、イベント ${events} 件、${seconds} 秒`,
    en: `${orders} orders, ${events} events, ${seconds} s`,
  };
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
    ...(report.exampleNumber === undefined ? [] : [`juchu order ${report.exampleNumber} ${folder}`]),
    `juchu start ${folder}`,
  ];
  return [textTable(rows), '', closingLines(report)[language], ...hints.map((hint) => `${next}: ${hint}`)].join('\n');
};
