import type { Bilingual } from '#libs/kernel/decider';
import { goodsOrderStateLabel, shipmentStateLabel } from '#libs/ordering/goods-order/goods-order.state';
import { serviceOrderStateLabel } from '#libs/ordering/service-order/service-order.state';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import type { TimelineEntry } from '#libs/read-models/fact-timeline';
import { minorUnitDigits } from '#state-machines/vocabulary/money';
import type { NextActor } from '#state-machines/vocabulary/labels';
import type { Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import { timeText } from '../time-text.ts';
import { contactRows } from './contact-text.ts';
import type { FoundOrder } from './find-order.ts';

const words = {
  customer: { ja: '得意先', en: 'Customer' },
  received: { ja: '受付', en: 'Received' },
  title: { ja: '件名', en: 'Title' },
  fulfilment: { ja: '進捗', en: 'Fulfilment' },
  engagement: { ja: '進捗', en: 'Engagement' },
  step: { ja: '工程', en: 'step' },
  payment: { ja: '入金', en: 'Payment' },
  change: { ja: '変更', en: 'Change' },
  billing: { ja: '請求', en: 'Billing' },
  taxExclusive: { ja: '税抜', en: 'net' },
  milestone: { ja: '請求区分', en: 'Milestone' },
  hold: { ja: '保留', en: 'Hold' },
  care: { ja: '問い合わせ', en: 'Care' },
  requested: { ja: '希望日', en: 'Requested' },
  agreed: { ja: '合意した納期', en: 'Agreed date' },
  next: { ja: '次に動く人', en: 'Next to act' },
  blockedBy: { ja: '止めている理由', en: 'Blocked by' },
  shipment: { ja: '出荷', en: 'Shipment' },
  timeline: { ja: '履歴', en: 'Timeline' },
  possible: { ja: 'いま可能な操作', en: 'Possible now' },
  audit: { ja: '監査', en: 'Audit' },
  sound: { ja: '件の事実。ハッシュの連鎖・ID・状態はすべて正しい', en: 'facts; hash chain, ids and states all hold' },
  unsound: { ja: '件の事実に問題があります', en: 'facts, and something is wrong with them' },
} as const satisfies Record<string, Bilingual>;

const actors: Readonly<Record<NextActor, Bilingual>> = {
  backOffice: { ja: '受注担当', en: 'back office' },
  customer: { ja: 'お客様', en: 'customer' },
  warehouse: { ja: '倉庫', en: 'warehouse' },
  carrier: { ja: '配送業者', en: 'carrier' },
  supplier: { ja: '仕入先', en: 'supplier' },
  nobody: { ja: 'なし', en: 'nobody' },
};

const isActor = (name: string): name is NextActor => Object.hasOwn(actors, name);

/** An amount in minor units, as people write it. */
export const moneyText = (amount: number, currency: string, language: Language): string => {
  const digits = minorUnitDigits(currency);
  const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(language === 'ja' ? 'ja-JP' : 'en', style).format(amount / 10 ** digits);
};

type StatusRow = readonly [string, string | null];

/** What the words of an order's status are made with. */
interface Speech {
  readonly say: (word: keyof typeof words) => string;
  readonly label: (region: string, path: string) => string;
  readonly money: (amount: number) => string;
  readonly language: Language;
}

const stateLabel = { goods: goodsOrderStateLabel, service: serviceOrderStateLabel };

/** The rows that only orders of its kind have: where it is on the way, and how it is paid. */
const progressRows = (order: OrderView, { say, label, money }: Speech): readonly StatusRow[] => {
  const step = order.step === null ? '' : ` (${say('step')} ${String(order.step)}/7)`;
  const paid = `${money(order.paid)} / ${money(order.total)}`;
  if (order.kind === 'goods') {
    const { fulfilment, payment } = order.state;
    return [
      [say('fulfilment'), `${label('fulfilment', fulfilment)}${step}`],
      [say('payment'), `${label('payment', payment)}  ${paid}  ${order.paymentTerms}`],
    ];
  }
  const { engagement, change, billing } = order.state;
  return [
    [say('title'), order.title],
    [say('engagement'), `${label('engagement', engagement)}${step}`],
    [say('change'), label('change', change)],
    [say('billing'), `${label('billing', billing)}  ${paid}  (${say('taxExclusive')} ${money(order.value)})`],
  ];
};

const partRows = (order: OrderView, { say, label, money, language }: Speech): readonly StatusRow[] =>
  order.kind === 'goods'
    ? order.shipments.map(({ shipmentId, state, warehouse, carrier, trackingNumber }) => {
        const details = [shipmentStateLabel(state)[language], warehouse, carrier, trackingNumber];
        return [`${say('shipment')} ${shipmentId}`, details.filter((detail) => detail !== null).join('  ')];
      })
    : order.milestones.map(({ milestoneId, name, state, amount, invoiceNumber }) => {
        const details = [name, label('billing', state), money(amount), invoiceNumber];
        return [`${say('milestone')} ${milestoneId}`, details.filter((detail) => detail !== null).join('  ')];
      });

const statusRows = (order: OrderView, language: Language): readonly (readonly string[])[] => {
  const say = (word: keyof typeof words): string => words[word][language];
  const label = (region: string, path: string): string => stateLabel[order.kind](region, path)[language];
  const money = (amount: number): string => moneyText(amount, order.currency, language);
  const speech: Speech = { say, label, money, language };
  const rows: readonly StatusRow[] = [
    [say('customer'), `${order.customerId} ${order.customerName ?? ''}`.trim()],
    [say('received'), `${timeText(order.receivedAt)} ${order.channel}`],
    ...progressRows(order, speech),
    [say('hold'), label('hold', order.state.hold)],
    [say('care'), label('care', order.state.care)],
    [say('requested'), order.requestedDate],
    [say('agreed'), order.agreedDate],
    [say('next'), isActor(order.nextActor) ? actors[order.nextActor][language] : order.nextActor],
    ...contactRows(order, language),
    ...order.blockedBy.map((blocker): StatusRow => [say('blockedBy'), blocker.label[language]]),
    ...partRows(order, speech),
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
};

const timelineRow = (entry: TimelineEntry, { kind }: OrderView, language: Language): readonly string[] => {
  const region = kind === 'goods' ? 'fulfilment' : 'engagement';
  const path = entry.stateAfter[region];
  return [
    timeText(entry.happenedAt),
    entry.label[language],
    `${entry.actor.id} (${entry.actor.via})`,
    stateLabel[kind](region, typeof path === 'string' ? path : '')[language],
  ];
};

/** An order for people: where it stands, what happened, what can be done. Times are Japan's. */
export const orderText = ({ order, timeline, possible, audit }: FoundOrder, language: Language): string => {
  const indented = (rows: readonly (readonly (string | number)[])[]): string =>
    textTable(rows.map((row) => ['', ...row]));
  return [
    `${order.orderNumber}  ${order.id}`,
    indented(statusRows(order, language)),
    '',
    words.timeline[language],
    indented(timeline.map((entry) => timelineRow(entry, order, language))),
    '',
    words.audit[language],
    indented([
      [`${audit.events} ${(audit.findings.length === 0 ? words.sound : words.unsound)[language]}`],
      ...audit.findings.map(({ revision, problem, expected, found }) => [
        `${revision} ${problem}: ${found} (${expected})`,
      ]),
    ]),
    '',
    words.possible[language],
    indented(possible.map(({ command, summary }) => [command, summary[language]])),
  ].join('\n');
};
