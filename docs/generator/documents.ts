import 'reflect-metadata';
import path from 'node:path';
import { catalogues } from '#libs/engine/catalogue';
import { settings } from '#libs/engine/settings';
import { customerStream } from '#libs/ordering/customer/customer.stream';
import { deskStream } from '#libs/ordering/desk/desk.stream';
import { followUpStream } from '#libs/ordering/follow-up/follow-up.stream';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import { itemStream } from '#libs/ordering/item/item.stream';
import { numberSeriesStream } from '#libs/ordering/number-series/number-series.stream';
import { serviceOrderStream } from '#libs/ordering/service-order/service-order.stream';
import { stockItemStream } from '#libs/ordering/stock-item/stock-item.stream';
import { supportCaseStream } from '#libs/ordering/support-case/support-case.stream';
import { goodsOrderFactLabels } from '#libs/read-models/order-timeline/goods-order.fact-labels';
import { serviceOrderFactLabels } from '#libs/read-models/order-timeline/service-order.fact-labels';
import { regionOf as customerRegions } from '#state-machines/customer/customer.events';
import { customerMachine } from '#state-machines/customer/customer.machine';
import { supportCaseFactLabels } from '#libs/read-models/support-cases/support-case.fact-labels';
import { regionOf as deskRegions } from '#state-machines/desk/desk.events';
import { regionOf as followUpRegions } from '#state-machines/follow-up/follow-up.events';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { followUpMachine } from '#state-machines/follow-up/follow-up.machine';
import { regionOf as goodsOrderRegions } from '#state-machines/goods-order/goods-order.events';
import { goodsOrderMachine } from '#state-machines/goods-order/goods-order.machine';
import { regionOf as itemRegions } from '#state-machines/item/item.events';
import { itemMachine } from '#state-machines/item/item.machine';
import { regionOf as numberSeriesRegions } from '#state-machines/number-series/number-series.events';
import { regionOf as serviceOrderRegions } from '#state-machines/service-order/service-order.events';
import { serviceOrderMachine } from '#state-machines/service-order/service-order.machine';
import { shipmentMachine } from '#state-machines/shipment/shipment.machine';
import { regionOf as stockItemRegions } from '#state-machines/stock-item/stock-item.events';
import { regionOf as supportCaseRegions } from '#state-machines/support-case/support-case.events';
import { supportCaseMachine } from '#state-machines/support-case/support-case.machine';
import { payloadSchemas } from '../../apps/api/openapi/payload-schemas.ts';
import { type ChartPage, chartPage, flowPicture } from './chart-page.ts';
import { commandCatalogue } from './command-catalogue.ts';
import { eventCatalogue, type FactSource } from './event-catalogue.ts';
import { readShapes } from './fact-shapes.ts';
import { followUpRulesPage } from './follow-up-rules-page.ts';
import { readPayloadDocs } from './payload-docs.ts';
import { settingsPage } from './settings-page.ts';

/** The folder that the project is in. */
export const projectFolder = path.resolve(import.meta.dirname, '../..');

const eventsFile = (folder: string): string =>
  path.join(projectFolder, 'state-machines', folder, `${folder}.events.ts`);

const charts: Readonly<Record<string, ChartPage>> = {
  'goods-order': {
    chart: goodsOrderMachine,
    title: { ja: '有形商材の受注', en: 'Goods order' },
    introduction:
      'One stream per order, with four regions that move side by side: where the goods are, what is paid, what holds the order back, and whether the customer waits for an answer. Arrows bear the fact that moves the order, and in brackets what must hold.',
  },
  shipment: {
    chart: shipmentMachine,
    title: { ja: '出荷', en: 'Shipment' },
    introduction:
      'One parcel or lorry load of a goods order. It lives inside its order: its facts are facts of the order that name it.',
  },
  'service-order': {
    chart: serviceOrderMachine,
    title: { ja: '無形商材の受注', en: 'Service order' },
    introduction:
      'One stream per order, with five regions that move side by side: the engagement from the first wish to the final acceptance, changes to the concluded contract, what is billed and paid, what holds the order back, and whether the customer waits for an answer. Arrows bear the fact that moves the order, and in brackets what must hold.',
  },
  'support-case': {
    chart: supportCaseMachine,
    title: { ja: '問い合わせ案件', en: 'Support case' },
    introduction:
      'A question, a complaint, a repair or maintenance of a customer, by itself or about an order. An inquiry about an order becomes one, and whichever of the two is answered first answers the other.',
  },
  'follow-up': {
    chart: followUpMachine,
    title: { ja: 'フォローアップ', en: 'Follow-up' },
    introduction:
      'Something that the company owes a customer by a date. Rules open them, and so do people; what happens otherwise may answer one wherever it stands.',
  },
  item: { chart: itemMachine, title: { ja: '品目', en: 'Item' }, introduction: 'What the company sells.' },
  customer: {
    chart: customerMachine,
    title: { ja: '得意先', en: 'Customer' },
    introduction:
      'Who orders. Orders may be taken of customers whom nobody has registered; what is held is held order by order.',
  },
};

/** Every kind of stream whose facts the event catalogue lists. */
export const factSources: readonly FactSource[] = [
  {
    title: { ja: '有形商材の受注', en: 'Goods orders' },
    streamType: goodsOrderStream,
    eventsFile: eventsFile('goods-order'),
    regionOf: goodsOrderRegions,
    labels: goodsOrderFactLabels,
  },
  {
    title: { ja: '無形商材の受注', en: 'Service orders' },
    streamType: serviceOrderStream,
    eventsFile: eventsFile('service-order'),
    regionOf: serviceOrderRegions,
    labels: serviceOrderFactLabels,
  },
  {
    title: { ja: '品目', en: 'Items' },
    streamType: itemStream,
    eventsFile: eventsFile('item'),
    regionOf: itemRegions,
  },
  {
    title: { ja: '在庫品目', en: 'Stock items' },
    streamType: stockItemStream,
    eventsFile: eventsFile('stock-item'),
    regionOf: stockItemRegions,
  },
  {
    title: { ja: '得意先', en: 'Customers' },
    streamType: customerStream,
    eventsFile: eventsFile('customer'),
    regionOf: customerRegions,
  },
  {
    title: { ja: '問い合わせ案件', en: 'Support cases' },
    streamType: supportCaseStream,
    eventsFile: eventsFile('support-case'),
    regionOf: supportCaseRegions,
    labels: supportCaseFactLabels,
  },
  {
    title: { ja: 'フォローアップ', en: 'Follow-ups' },
    streamType: followUpStream,
    eventsFile: eventsFile('follow-up'),
    regionOf: followUpRegions,
  },
  {
    title: { ja: '受注デスク', en: 'Desk' },
    streamType: deskStream,
    eventsFile: eventsFile('desk'),
    regionOf: deskRegions,
  },
  {
    title: { ja: '採番', en: 'Number series' },
    streamType: numberSeriesStream,
    eventsFile: eventsFile('number-series'),
    regionOf: numberSeriesRegions,
  },
];

/** The generated pages: text by path in the project. */
export const generatedPages = (): ReadonlyMap<string, string> => {
  const reader = readShapes(factSources.map((source) => source.eventsFile));
  const docs = readPayloadDocs(path.join(projectFolder, 'libs', 'ordering'));
  return new Map([
    ...Object.entries(charts).map(([name, page]): [string, string] => [
      `docs/generated/charts/${name}.md`,
      chartPage(page),
    ]),
    ['docs/generated/event-catalogue.md', eventCatalogue(factSources, reader)],
    ['docs/generated/command-catalogue.md', commandCatalogue(catalogues, payloadSchemas(), docs)],
    ['docs/generated/follow-up-rules.md', followUpRulesPage(followUpRules)],
    ['docs/generated/settings.md', settingsPage(settings)],
  ]);
};

const BEGIN = '<!-- chart:begin -->';
const END = '<!-- chart:end -->';

/** A page with the flow of a goods order drawn between its markers; unchanged where it has none. */
export const withFlowChart = (page: string): string => {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) return page;
  return `${page.slice(0, begin + BEGIN.length)}\n\n${flowPicture(goodsOrderMachine)}\n\n${page.slice(end)}`;
};
