import type { Bilingual } from '#libs/kernel/decider';
import { goodsOrderStateLabel, shipmentStateLabel } from '#libs/ordering/goods-order/goods-order.state';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import type { TimelineEntry } from '#libs/read-models/order-timeline/order-timeline.query';
import { minorUnitDigits } from '#state-machines/vocabulary/money';
import type { NextActor } from '#state-machines/vocabulary/labels';
import type { Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import type { FoundOrder } from './find-order.ts';

const words = {
  customer: { ja: '得意先', en: 'Customer' },
  received: { ja: '受付', en: 'Received' },
  fulfilment: { ja: '進捗', en: 'Fulfilment' },
  step: { ja: '工程', en: 'step' },
  payment: { ja: '入金', en: 'Payment' },
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

const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Tokyo' });

/** An instant as a clock in Japan shows it: `2026-01-08 10:12`. */
const timeText = (instant: string): string => clock.format(new Date(instant));

const statusRows = (order: OrderView, language: Language): readonly (readonly string[])[] => {
  const say = (word: keyof typeof words): string => words[word][language];
  const state = (region: keyof OrderView['state']): string =>
    goodsOrderStateLabel(region, order.state[region])[language];
  const money = (amount: number): string => moneyText(amount, order.currency, language);
  const rows: (readonly [string, string | null])[] = [
    [say('customer'), `${order.customerId} ${order.customerName ?? ''}`.trim()],
    [say('received'), `${timeText(order.receivedAt)} ${order.channel}`],
    [say('fulfilment'), `${state('fulfilment')}${order.step === null ? '' : ` (${say('step')} ${order.step}/7)`}`],
    [say('payment'), `${state('payment')}  ${money(order.paid)} / ${money(order.total)}  ${order.paymentTerms}`],
    [say('hold'), state('hold')],
    [say('care'), state('care')],
    [say('requested'), order.requestedDate],
    [say('agreed'), order.agreedDate],
    [say('next'), isActor(order.nextActor) ? actors[order.nextActor][language] : order.nextActor],
    ...order.blockedBy.map(({ label }): readonly [string, string] => [say('blockedBy'), label[language]]),
    ...order.shipments.map((shipment): readonly [string, string] => {
      const { shipmentId, state: place, warehouse, carrier, trackingNumber } = shipment;
      const details = [shipmentStateLabel(place)[language], warehouse, carrier, trackingNumber];
      return [`${say('shipment')} ${shipmentId}`, details.filter((detail) => detail !== null).join('  ')];
    }),
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
};

const timelineRow = (entry: TimelineEntry, language: Language): readonly string[] => {
  const { fulfilment } = entry.stateAfter;
  const path = typeof fulfilment === 'string' ? fulfilment : '';
  return [
    timeText(entry.happenedAt),
    entry.label[language],
    `${entry.actor.id} (${entry.actor.via})`,
    goodsOrderStateLabel('fulfilment', path)[language],
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
    indented(timeline.map((entry) => timelineRow(entry, language))),
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
