import type { Plain } from '#libs/kernel/command-catalogue';
import type { ReceiveOrder } from '#libs/ordering/goods-order/intake.commands';
import type { RecordNeeds } from '#libs/ordering/service-order/proposal/needs.commands';
import { channels } from '#state-machines/vocabulary/contact';
import type { GoodsJourney } from './goods-journey.ts';
import { lengthOf } from './journey.ts';
import { journeys, type Journey } from './journeys.ts';
import type { PlacedEngagement, PlacedGoods, PlacedLine } from './placed-order.ts';
import { sampleCustomers } from './sample-customers.ts';
import { sampleEngagements } from './sample-engagements.ts';
import { sampleItems, type Keeping, type SampleItem } from './sample-items.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import type { ServiceJourney } from './service-journey.ts';

interface InTheCompany {
  /** The working day of its intake; see `dateOfDay`. */
  readonly receivedOnDay: number;
}

export interface SampleGoodsOrder extends PlacedGoods, InTheCompany {
  readonly journey: GoodsJourney;
}

export interface SampleServiceOrder extends PlacedEngagement, InTheCompany {
  readonly journey: ServiceJourney;
}

/** One order of the sample company: what is ordered, and what is to become of it. */
export type SampleOrder = SampleGoodsOrder | SampleServiceOrder;

/** Working days that the sample company is looked at, a little less than a quarter. */
export const LAST_DAY = 59;
/** Orders and cases that still have somebody to act came in so many working days before they got where they are, at most. */
export const LINGERING_DAYS = 3;

const carriers = ['ヤマト運輸', '佐川急便', '日本郵便'] as const;
const owners = ['kobayashi', 'kato', 'yoshida'] as const;
const timeSlots = [undefined, undefined, '午前中', '14:00-16:00', '18:00-20:00'] as const;

const itemsByKeeping = Map.groupBy(sampleItems, ({ keeping }) => keeping);

const linesOf = (kept: readonly Keeping[], random: SeededRandom): readonly PlacedLine[] => {
  const chosen: SampleItem[] = [];
  for (const keeping of kept) {
    // All that leaves together comes from the warehouse of the first line.
    const warehouse = chosen[0]?.warehouse;
    const candidates = (itemsByKeeping.get(keeping) ?? []).filter(
      (item) => !chosen.includes(item) && (warehouse === undefined || item.warehouse === warehouse),
    );
    const item = candidates[random.between(0, candidates.length - 1)];
    if (!item) throw new RangeError(`the sample company has too few items that are ${keeping}`);
    chosen.push(item);
  }
  return chosen.map((item, index) => ({ lineId: String(index + 1), item, quantity: random.between(2, 12) }));
};

const byShare = journeys.flatMap((way) => Array.from({ length: way.journey.share }, () => way));

/** Every journey once, then each by its share. */
const journeyOf = (number: number, random: SeededRandom): Journey => {
  const first = journeys[number - 1];
  const other = byShare[random.between(0, byShare.length - 1)];
  if (!first && !other) throw new RangeError('there are no journeys');
  return first ?? (other as Journey);
};

const endings: readonly string[] = ['completed', 'cancelled', 'lost.declined', 'lost.withdrawn', 'terminated'];

const isOver = (way: Journey): boolean =>
  endings.includes(way.kind === 'goods' ? way.journey.endsIn.fulfilment : way.journey.endsIn.engagement);

/** The orders of a seed. Each depends on the seed and its own number only, not on how many there are. */
export const sampleOrders = (seed: string, count: number): readonly SampleOrder[] =>
  Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const random = seededRandom(`${seed}/${number}`);
    const way = journeyOf(number, random);
    const latest = LAST_DAY - lengthOf(way.journey);
    const earliest = isOver(way) ? 0 : Math.max(0, latest - LINGERING_DAYS);
    const order = {
      number,
      reference: `2026-${String(number).padStart(5, '0')}`,
      channel: channels[index % channels.length] ?? 'phone',
      customer: random.pick(sampleCustomers),
    };
    if (way.kind === 'service')
      return {
        ...order,
        ...way,
        engagement: random.pick(sampleEngagements[way.journey.style]),
        owner: random.pick(owners),
        receivedOnDay: random.between(earliest, latest),
      };
    return {
      ...order,
      ...way,
      lines: linesOf(way.journey.lines, random),
      carrier: random.pick(carriers),
      receivedOnDay: random.between(earliest, latest),
    };
  });

/** 注文の受け付け: the order as the customer gave it. */
export const receiveOrderOf = (order: SampleGoodsOrder): Plain<ReceiveOrder> => {
  const { customer, lines, journey, channel, reference } = order;
  const random = seededRandom(reference);
  const timeSlot = timeSlots[random.between(0, timeSlots.length - 1)];
  return {
    channel,
    customer: { id: customer.id, name: customer.name, contact: { ...customer.contact } },
    customerReference: `PO-${reference}`,
    lines: lines.map(({ lineId, item, quantity }) => ({ lineId, sku: item.sku, warehouse: item.warehouse, quantity })),
    charges: [
      { kind: 'shipping', amount: 800, taxClass: 'standard' },
      ...(journey.terms === 'cashOnDelivery'
        ? ([{ kind: 'cashOnDelivery', amount: 300, taxClass: 'standard' }] as const)
        : []),
    ],
    shipTo: { ...customer.address, lines: [...customer.address.lines] },
    paymentTerms: journey.terms,
    ...(timeSlot ? { requestedTimeSlot: timeSlot } : {}),
  };
};

/** 要望の受け付け: the wish as the customer told it. */
export const recordNeedsOf = ({
  customer,
  engagement,
  channel,
  reference,
}: SampleServiceOrder): Plain<RecordNeeds> => ({
  channel,
  customer: { id: customer.id, name: customer.name, contact: { ...customer.contact } },
  customerReference: `RFP-${reference}`,
  title: engagement.title,
  needs: engagement.needs,
  desiredValue: engagement.desiredValue,
  budget: engagement.budget,
  decisionMaker: customer.contact.name,
});

/** The command with which an order comes in. */
export const intakeOf = (
  order: SampleOrder,
): { readonly collection: string; readonly type: string; readonly data: object } =>
  order.kind === 'goods'
    ? { collection: 'goods-orders', type: 'ReceiveOrder', data: receiveOrderOf(order) }
    : { collection: 'service-orders', type: 'RecordNeeds', data: recordNeedsOf(order) };
