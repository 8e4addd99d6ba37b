import { describe, expect, it } from '@jest/globals';
import { chartFingerprint, describeChart, restingStatesOf } from '#libs/kernel/charts/chart-description';
import { CorruptStream, NewerProgram } from '#libs/kernel/decider';
import { regionOf, type GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { goodsOrderMachine } from '#state-machines/goods-order/goods-order.machine';
import { shipmentMachine } from '#state-machines/shipment/shipment.machine';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { goodsOrderStateAfter } from './goods-order.state.ts';
import { goodsOrderStream } from './goods-order.stream.ts';
import {
  allocate,
  cancel,
  confirm,
  continued,
  line,
  plan,
  receive,
  register,
  registeredOrder,
  shipmentSteps,
  story,
  type Story,
} from './goods-order.story.ts';

const received = story(receive([line('1', 2)]));
const asked = continued(received, {
  type: 'RequestClarification',
  data: { about: 'content', question: '数量は?', askedVia: 'phone', answerDue: '2026-11-25' },
});
const confirmed = continued(received, confirm);
const backordered = continued(confirmed, allocate(confirmed, '1', 1, 1));
const proposed = continued(backordered, { type: 'ProposeDeliveryDate', data: { proposedDate: '2026-12-10' } });
const agreed = continued(proposed, { type: 'AgreeDeliveryDate', data: {} });
const registered = registeredOrder();
const dispatched = continued(registered, plan, ...shipmentSteps('S1', 'DispatchShipment'));
const delivered = continued(registered, plan, ...shipmentSteps('S1', 'RecordDelivery'));
const failed = continued(dispatched, { type: 'RecordDeliveryFailure', data: { shipmentId: 'S1', reason: 'ご不在' } });
const refused = continued(delivered, { type: 'RefuseDelivery', data: { shipmentId: 'S1', reason: '破損' } });
const completed = continued(delivered, { type: 'AcceptDelivery', data: { shipmentId: 'S1' } });
const pay = (amount: number): GoodsOrderCommand => ({
  type: 'RecordPayment',
  data: { amount, method: 'bankTransfer' },
});
const due = continued(registered, { type: 'MarkPaymentDue', data: { dueOn: '2026-11-10' } });

/** One story for every state in which an order, or a shipment of it, can rest. */
const stories: Readonly<Record<string, Story>> = {
  'fulfilment.received': received,
  'fulfilment.confirming.checking': continued(received, { type: 'StartOrderCheck', data: {} }),
  'fulfilment.confirming.awaitingCustomer': asked,
  'fulfilment.allocating.awaitingStock': confirmed,
  'fulfilment.allocating.dateToPropose': backordered,
  'fulfilment.allocating.dateToAgree': proposed,
  'fulfilment.allocating.promised': agreed,
  'fulfilment.registered': continued(agreed, register),
  'fulfilment.preparing': continued(registered, plan),
  'fulfilment.shipping': dispatched,
  'fulfilment.accepting.refusalToSettle': refused,
  'fulfilment.accepting.awaitingAcceptance': delivered,
  'fulfilment.completed': completed,
  'fulfilment.cancelled': continued(received, cancel),
  'payment.notDue': received,
  'payment.due': due,
  'payment.partlyPaid': continued(registered, pay(1000)),
  'payment.paid': continued(registered, pay(2200)),
  'payment.overdue': continued(due, { type: 'MarkPaymentOverdue', data: {} }),
  'payment.refundDue': continued(registered, pay(3000)),
  'payment.refunded': continued(registered, pay(2200), cancel, {
    type: 'RefundPayment',
    data: { method: 'bankTransfer' },
  }),
  'hold.clear': received,
  'hold.held': continued(received, { type: 'HoldOrder', data: { reason: 'credit' } }),
  'care.quiet': received,
  'care.inquiryOpen': continued(received, {
    type: 'OpenInquiry',
    data: { about: '配送', question: 'いつ?', askedVia: 'phone' },
  }),
  'shipments.planned': continued(registered, plan),
  'shipments.picked': continued(registered, plan, ...shipmentSteps('S1', 'PickShipment')),
  'shipments.packed': continued(registered, plan, ...shipmentSteps('S1', 'PackShipment')),
  'shipments.labelled': continued(registered, plan, ...shipmentSteps('S1', 'LabelShipment')),
  'shipments.carrierBooked': continued(registered, plan, ...shipmentSteps('S1', 'BookCarrier')),
  'shipments.dispatched': dispatched,
  'shipments.inTransit': continued(dispatched, { type: 'TrackShipment', data: { shipmentId: 'S1', status: '輸送中' } }),
  'shipments.deliveryFailed': failed,
  'shipments.delivered': delivered,
  'shipments.answered': completed,
  'shipments.returnedToSender': continued(failed, {
    type: 'RecordReturnToSender',
    data: { shipmentId: 'S1', reason: '不在' },
  }),
  'shipments.cancelled': continued(registered, plan, {
    type: 'CancelShipment',
    data: { shipmentId: 'S1', reason: '同梱' },
  }),
};

const lapsed = continued(registeredOrder('prepaid'), { type: 'ExpireReservation', data: {} });

/** Stories that tell the facts which the ones above have no need of. */
const furtherStories: readonly Story[] = [
  continued(asked, { type: 'RecordClarification', data: { answer: '2つです', answeredVia: 'email' } }),
  continued(received, { type: 'AmendOrder', data: { reason: '追加', lines: [{ lineId: '1', quantity: 3 }] } }),
  continued(received, { type: 'CancelLine', data: { lineId: '1', quantity: 1, reason: '不要' } }),
  continued(proposed, { type: 'DeclineDeliveryDate', data: {} }),
  continued(lapsed, { type: 'RequestAllocation', data: {} }),
  continued(registered, {
    type: 'IssueDocument',
    data: { documentType: 'orderConfirmation', documentNumber: 'OC-1' },
  }),
  continued(failed, { type: 'ArrangeRedelivery', data: { shipmentId: 'S1', expectedOn: '2026-11-21' } }),
  continued(refused, { type: 'SettleRefusal', data: { outcome: 'cancel', lines: [{ lineId: '1', quantity: 2 }] } }),
  continued(
    received,
    { type: 'HoldOrder', data: { reason: 'credit' } },
    { type: 'ReleaseHold', data: { reason: 'credit' } },
  ),
  continued(
    received,
    { type: 'OpenInquiry', data: { about: '配送', question: 'いつ?', askedVia: 'phone' } },
    { type: 'ResolveInquiry', data: { answer: '明日です' } },
    { type: 'RecordContact', data: { medium: 'phone', direction: 'outbound', summary: '回答済み' } },
    { type: 'RecordFeedback', data: { score: 5 } },
  ),
];

const pathIn = ({ state }: Story, region: string): string => {
  const place = goodsOrderStateAfter(state)[region];
  return typeof place === 'object' ? (Object.values(place)[0] ?? '') : String(place);
};

/** Before `OrderReceived` nothing is known; `settled` lasts only until `OrderCompleted` in the same append. */
const passing = [
  'fulfilment.unknown',
  'payment.unknown',
  'hold.unknown',
  'care.unknown',
  'fulfilment.accepting.settled',
];

describe('the chart of a goods order', () => {
  it.each(Object.entries(stories))('reaches %s', (state, told) => {
    const [region = '', ...path] = state.split('.');
    expect(pathIn(told, region)).toBe(path.join('.'));
  });

  it('has no resting state that no story reaches', () => {
    const shipments = restingStatesOf(shipmentMachine).map((state) => state.replace(/^state\./, 'shipments.'));
    expect(Object.keys(stories).sort()).toEqual(
      [...restingStatesOf(goodsOrderMachine), ...shipments].filter((state) => !passing.includes(state)).sort(),
    );
  });

  it('settles only for as long as it takes to record the completion', () => {
    expect(completed.facts.map(({ type }) => type).slice(-2)).toEqual(['DeliveryAccepted', 'OrderCompleted']);
  });

  const samples = new Map(
    [...Object.values(stories), ...furtherStories].flatMap(({ facts }) =>
      facts.map((fact) => [fact.type, fact] as const),
    ),
  );
  const { regions } = describeChart(goodsOrderMachine);

  /** Samples of the region's facts that its table does not list for a state, nor for one around it. */
  const foreignFacts = (region: string, path: string) => {
    const states = regions.find(({ name }) => name === region)!.states;
    const around = states.filter((candidate) => `${path}.`.startsWith(`${candidate.path}.`));
    const listed = around.flatMap(({ transitions }) => transitions.map(({ on }) => on));
    return [...samples.values()].filter((fact) => regionOf[fact.type] === region && !listed.includes(fact.type));
  };

  it.each(Object.entries(stories).filter(([state]) => !state.startsWith('shipments.')))(
    'refuses, in %s, every fact of that region that its table does not list',
    (state, { state: present }) => {
      const [region = '', ...path] = state.split('.');
      const foreign = foreignFacts(region, path.join('.'));
      expect(foreign.length > 0).toBe(!['hold.held', 'care.inquiryOpen'].includes(state));
      for (const fact of foreign) expect(() => goodsOrderStream.decider.evolve(present, fact)).toThrow(CorruptStream);
    },
  );

  it.each(Object.entries(stories).filter(([state]) => state.startsWith('shipments.')))(
    'refuses, in %s, every fact about a shipment that the shipment chart does not list there',
    (state, { state: present }) => {
      const listed = describeChart(shipmentMachine)
        .regions[0]!.states.find(({ path }) => `shipments.${path}` === state)!
        .transitions.map(({ on }) => on);
      const foreign = [...samples.values()].filter(
        (fact) =>
          /^Shipment(?!Planned)|^Carrier|^Delivery(Failed|Accepted|Refused)/.test(fact.type) &&
          !listed.includes(fact.type),
      );
      expect(foreign).not.toHaveLength(0);
      for (const fact of foreign) expect(() => goodsOrderStream.decider.evolve(present, fact)).toThrow(CorruptStream);
    },
  );

  it('takes nothing but an order received before there is an order', () => {
    const { decider } = goodsOrderStream;
    for (const fact of samples.values())
      if (fact.type !== 'OrderReceived') expect(() => decider.evolve(decider.initial, fact)).toThrow(CorruptStream);
  });

  it('says that a newer program is needed for a fact it has never heard of', () => {
    const unheard = { type: 'OrderTeleported', data: {} } as unknown as GoodsOrderFact;
    expect(() => goodsOrderStream.decider.evolve(received.state, unheard)).toThrow(NewerProgram);
  });

  it('is told with every fact there is', () => {
    expect(Object.keys(regionOf).filter((type) => !samples.has(type as GoodsOrderFact['type']))).toEqual([]);
  });

  // Where this fails, raise `machine`, keep the old chart for verification, then pin the new fingerprints.
  it('changes only together with its version', () => {
    const fingerprints = [chartFingerprint(goodsOrderMachine), chartFingerprint(shipmentMachine)];
    expect([goodsOrderStream.machine, ...fingerprints]).toEqual([
      'goodsOrder@1',
      '2e840c0783bde5f98d5a39fbce54f1d5ad4c0e22ebfc8fb8c3914d4572af9ed2',
      '0deea079628dc6236a096ca80ae89e96f2a2e91a2d59a8382688421d4511e507',
    ]);
  });
});
