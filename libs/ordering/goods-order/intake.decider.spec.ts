import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { goodsOrderStream } from './goods-order.stream.ts';
import {
  allocate,
  confirm,
  continued,
  line,
  placeOf,
  plan,
  receive,
  register,
  registeredOrder,
  shipmentSteps,
  STORY_DAY,
  story,
} from './goods-order.story.ts';

const now = `${STORY_DAY}T03:00:00.000Z`;
const when = { now, commandId: 'c-1' };
const received = story(receive([line('1', 2), line('2', 1)]));

describe('receiving an order', () => {
  it('registers it exactly as the customer gave it, in yen and received now where nothing else is said', () => {
    given(goodsOrderStream, [])
      .when(receive([line('1', 2)], 'prepaid'), when)
      .then([
        {
          type: 'OrderReceived',
          data: {
            orderNumber: 'GO-2026-000001',
            channel: 'phone',
            customerId: 'C-1',
            customerName: 'さくら商店',
            receivedAt: now,
            currency: 'JPY',
            lines: [line('1', 2)],
            charges: [],
            shipTo: { name: '田中 花子', lines: ['渋谷2-1-1'], country: 'JP' },
            paymentTerms: 'prepaid',
          },
        },
      ]);
  });

  it('refuses two lines with one id', () =>
    given(goodsOrderStream, [])
      .when(receive([line('1', 2), line('1', 3)]))
      .thenRefused('duplicate-line'));

  it('refuses a line that replaces one which is not there', () =>
    given(goodsOrderStream, [])
      .when(receive([line('1', 1, { replaces: '9' })]))
      .thenRefused('unknown-line'));

  it('refuses an order that is said to have been received in the future', () => {
    const order = receive([line('1', 1)]);
    const later = { ...order, data: { ...order.data, receivedAt: '2026-11-21T00:00:00.000Z' } } as typeof order;
    given(goodsOrderStream, []).when(later, when).thenRefused('in-the-future');
  });

  it('compares instants, not texts: what was received an hour ago in Japan was received, and what an hour hence was not', () => {
    const at = (receivedAt: string) => {
      const order = receive([line('1', 1)]);
      return { ...order, data: { ...order.data, receivedAt } } as GoodsOrderCommand;
    };
    const decided = goodsOrderStream.decider.decide(at('2026-11-20T11:00:00+09:00'), goodsOrderStream.decider.initial, {
      now,
      id: 'o',
      commandId: 'c',
    });
    expect(decided).toMatchObject([{ data: { receivedAt: '2026-11-20T02:00:00.000Z' } }]);
    given(goodsOrderStream, []).when(at('2026-11-19T23:00:00-05:00'), when).thenRefused('in-the-future');
  });

  it('refuses a total that money cannot hold', () =>
    given(goodsOrderStream, [])
      .when(receive([line('1', 1_000_000_000, { unitPrice: 1_000_000_000_000 })]))
      .thenRefused('total-too-large'));

  it('refuses to receive the same order twice', () =>
    given(goodsOrderStream, received.facts)
      .when(receive([line('1', 2)]))
      .thenRefused('already-received'));
});

describe('checking an order', () => {
  it('keeps the question, how it was asked and by when the answer is due', () => {
    given(goodsOrderStream, received.facts)
      .when(
        {
          type: 'RequestClarification',
          data: { about: 'payment', question: '支払方法は?', askedVia: 'fax', answerDue: STORY_DAY },
        },
        when,
      )
      .then([
        {
          type: 'ClarificationRequested',
          data: {
            clarificationId: 'c-1',
            about: 'payment',
            question: '支払方法は?',
            askedVia: 'fax',
            answerDue: STORY_DAY,
          },
        },
      ]);
  });

  it('refuses an answer that was due yesterday', () => {
    given(goodsOrderStream, received.facts)
      .when(
        {
          type: 'RequestClarification',
          data: { about: 'payment', question: '?', askedVia: 'fax', answerDue: '2026-11-19' },
        },
        when,
      )
      .thenRefused('in-the-past');
  });

  it('does not confirm an order while the customer owes an answer', () => {
    const asked: GoodsOrderFact = {
      type: 'ClarificationRequested',
      data: { clarificationId: 'q', about: 'content', question: '?', askedVia: 'phone', answerDue: '2026-11-25' },
    };
    given(goodsOrderStream, [...received.facts, asked])
      .when(confirm)
      .thenRefused('not-in-this-state');
  });

  it('claims every line in full when it is confirmed', () => {
    const claim = { warehouse: 'tokyo', dispatched: 0, claimNumber: 1 };
    given(goodsOrderStream, received.facts)
      .when(confirm)
      .then([
        {
          type: 'OrderConfirmed',
          data: {
            claims: [
              { ...claim, lineId: '1', sku: 'SKU-1', quantity: 2 },
              { ...claim, lineId: '2', sku: 'SKU-2', quantity: 1 },
            ],
          },
        },
      ]);
  });
});

describe('amending an order', () => {
  const confirmed = continued(received, confirm);
  const promised = continued(confirmed, allocate(confirmed, '1', 1, 1), allocate(confirmed, '2', 1));
  const amended = (...lines: { lineId: string; quantity: number }[]): GoodsOrderCommand => ({
    type: 'AmendOrder',
    data: { reason: '数量変更', lines },
  });
  const amend = (quantity: number) => amended({ lineId: '1', quantity });

  it('claims more of the stock for a quantity that goes up', () => {
    given(goodsOrderStream, promised.facts)
      .when(amend(5))
      .then([
        {
          type: 'OrderAmended',
          data: {
            reason: '数量変更',
            changedLines: [
              { lineId: '1', ordered: 5, withdrawn: { lineId: '1', open: 0, backordered: 0, reserved: 0 } },
            ],
            addedLines: [],
            claims: [{ lineId: '1', sku: 'SKU-1', warehouse: 'tokyo', quantity: 5, dispatched: 0, claimNumber: 2 }],
          },
        },
      ]);
  });

  it('gives back what waits before what is reserved, for a quantity that goes down', () => {
    const lowered = continued(promised, amend(1));
    expect(lowered.state.data.lines['1']?.ledger).toMatchObject({ ordered: 1, reserved: 1, backordered: 0, open: 0 });
    expect(lowered.state.data.lines['1']?.claim).toEqual({ quantity: 1, claimNumber: 2 });
  });

  it('changes nothing for an amendment to what already is', () =>
    given(goodsOrderStream, promised.facts).when(amend(2)).then([]));

  it('means units that are not cancelled', () => {
    const cancelled = continued(promised, { type: 'CancelLine', data: { lineId: '1', quantity: 1, reason: '不要' } });
    given(goodsOrderStream, cancelled.facts).when(amend(1)).then([]);
    expect(continued(cancelled, amend(3)).state.data.lines['1']?.ledger).toMatchObject({
      ordered: 4,
      cancelled: 1,
      open: 2,
    });
    const early = continued(received, { type: 'CancelLine', data: { lineId: '1', quantity: 1, reason: '不要' } });
    given(goodsOrderStream, early.facts).when(amend(1)).then([]);
  });

  it('completes the order when it gives up the only units that were still to come', () => {
    const both = continued(promised, { type: 'AgreeDeliveryDate', data: { agreedDate: '2026-12-24' } }, register, plan);
    const accepted = continued(both, ...shipmentSteps('S1', 'AcceptDelivery'));
    expect(placeOf(accepted)['fulfilment']).toBe('registered');
    expect(
      continued(accepted, amend(1))
        .facts.slice(-2)
        .map(({ type }) => type),
    ).toEqual(['OrderAmended', 'OrderCompleted']);
  });

  it('refuses another address while a parcel bears the old one', () => {
    const labelled = continued(registeredOrder(), plan, ...shipmentSteps('S1', 'LabelShipment'));
    const move: GoodsOrderCommand = {
      type: 'AmendOrder',
      data: { reason: '転居', shipTo: { name: '田中', lines: ['大阪'], country: 'JP' } },
    };
    given(goodsOrderStream, labelled.facts).when(move).thenRefused('already-labelled');
    const cancelled = continued(labelled, { type: 'CancelShipment', data: { shipmentId: 'S1', reason: '転居' } });
    expect(continued(cancelled, move).facts.at(-1)?.type).toBe('OrderAmended');
  });

  it('refuses a total that money cannot hold', () => {
    const dear = story(receive([line('1', 1, { unitPrice: 10_000_000 })]));
    given(goodsOrderStream, dear.facts).when(amend(1_000_000_000)).thenRefused('total-too-large');
  });

  it('has to say what is to be amended', () => {
    given(goodsOrderStream, promised.facts)
      .when({ type: 'AmendOrder', data: { reason: '変更' } })
      .thenRefused('nothing-to-amend');
  });

  it('needs the order to be registered again', () => {
    const registered = registeredOrder();
    expect(placeOf(registered)['fulfilment']).toBe('registered');
    expect(placeOf(continued(registered, amend(1)))['fulfilment']).toBe('allocating.promised');
  });

  it('refuses to go below what is in preparation or has left', () => {
    const preparing = continued(registeredOrder(), plan);
    given(goodsOrderStream, preparing.facts).when(amend(1)).thenRefused('quantity-already-committed');
  });

  it('refuses another address once everything has left', () => {
    const dispatched = continued(registeredOrder(), plan, ...shipmentSteps('S1', 'DispatchShipment'));
    given(goodsOrderStream, dispatched.facts)
      .when({ type: 'AmendOrder', data: { reason: '転居', shipTo: { name: '田中', lines: ['大阪'], country: 'JP' } } })
      .thenRefused('already-dispatched');
  });

  it('refuses a line it does not have, and one it is told of twice', () => {
    given(goodsOrderStream, promised.facts)
      .when(amended({ lineId: '9', quantity: 1 }))
      .thenRefused('unknown-line');
    given(goodsOrderStream, promised.facts)
      .when(amended({ lineId: '1', quantity: 3 }, { lineId: '1', quantity: 4 }))
      .thenRefused('duplicate-line');
  });

  it('claims an added line at once when the order is confirmed, and with the confirmation when it is not', () => {
    const add: GoodsOrderCommand = { type: 'AmendOrder', data: { reason: '追加', addLines: [line('3', 4)] } };
    expect(continued(promised, add).state.data.lines['3']?.claim).toEqual({ quantity: 4, claimNumber: 1 });
    expect(continued(received, add).state.data.lines['3']?.claim).toEqual({ quantity: 0, claimNumber: 0 });
    expect(continued(received, add, confirm).state.data.lines['3']?.claim).toEqual({ quantity: 4, claimNumber: 1 });
  });
});
