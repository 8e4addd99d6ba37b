import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { netPaid } from '#state-machines/goods-order/payment.data';
import { billableUnits, places, type LineState } from '#state-machines/goods-order/line-ledger.data';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { goodsOrderStream } from './goods-order.stream.ts';
import { line, placeOf, receive, story, told, type Story } from './goods-order.story.ts';

/** Picks: numbers from which a command is made that fits the order as it is, or nearly. */
const picks = fc.record({ kind: fc.nat(999), which: fc.nat(5), amount: fc.integer({ min: 1, max: 7 }) });
type Picks = typeof picks extends fc.Arbitrary<infer Value> ? Value : never;

const at = <Value>(values: readonly Value[], index: number): Value | undefined =>
  values[index % Math.max(1, values.length)];

/** What stock may answer to a line's newest claim: never less secured than the order already has. */
const answerOf = (held: LineState, amount: number): GoodsOrderCommand => {
  const { ledger, dispatched, claim, lineId } = held;
  const least = dispatched + ledger.reserved + ledger.preparing;
  const secured = Math.min(claim.quantity, least + amount - 1);
  return {
    type: 'RecordAllocation',
    data: { lineId, claimNumber: claim.claimNumber, secured, queued: Math.max(0, claim.quantity - secured) },
  };
};

const isPossible =
  ({ state }: Story) =>
  ({ type }: GoodsOrderCommand): boolean =>
    goodsOrderStream.decider.refusedWhen(type, state) === undefined;

/** Commands that bring an order on. */
const onwards = ({ which, amount }: Omit<Picks, 'kind'>, { state: { data } }: Story): readonly GoodsOrderCommand[] => {
  const held = at(Object.values(data.lines), which)!;
  const shipmentId = at(Object.keys(data.shipments), which) ?? 'S1';
  return [
    { type: 'ConfirmOrder', data: {} },
    answerOf(held, amount),
    answerOf(held, 7),
    { type: 'AgreeDeliveryDate', data: { agreedDate: '2026-12-24' } },
    { type: 'RegisterOrder', data: {} },
    { type: 'PlanShipment', data: {} },
    { type: 'PlanShipment', data: { lines: [{ lineId: held.lineId, quantity: amount }] } },
    { type: 'PickShipment', data: { shipmentId } },
    { type: 'PackShipment', data: { shipmentId, packages: 1 } },
    { type: 'LabelShipment', data: { shipmentId } },
    { type: 'BookCarrier', data: { shipmentId, carrier: '佐川急便' } },
    { type: 'RecordPayment', data: { amount: amount * 1100, method: 'bankTransfer' } },
    { type: 'DispatchShipment', data: { shipmentId } },
    { type: 'RecordDelivery', data: { shipmentId } },
    { type: 'AcceptDelivery', data: { shipmentId } },
  ];
};

/** Commands that change an order's course. */
const detours = ({ which, amount }: Omit<Picks, 'kind'>, { state: { data } }: Story): readonly GoodsOrderCommand[] => {
  const { lineId } = at(Object.values(data.lines), which)!;
  const shipmentId = at(Object.keys(data.shipments), which) ?? 'S1';
  return [
    { type: 'RecordDeliveryFailure', data: { shipmentId, reason: '不在' } },
    { type: 'RecordReturnToSender', data: { shipmentId, reason: '不在' } },
    { type: 'AcceptDelivery', data: { shipmentId, lines: [{ lineId, quantity: 1 }] } },
    { type: 'RefuseDelivery', data: { shipmentId, reason: '破損', lines: [{ lineId, quantity: 1 }] } },
    { type: 'SettleRefusal', data: { outcome: which % 2 ? 'redeliver' : 'cancel', lines: [{ lineId, quantity: 1 }] } },
    { type: 'CancelShipment', data: { shipmentId, reason: '同梱' } },
    { type: 'CancelLine', data: { lineId, quantity: amount, reason: '不要' } },
    { type: 'AmendOrder', data: { reason: '変更', lines: [{ lineId, quantity: amount }] } },
    { type: 'AmendOrder', data: { reason: '追加', addLines: [line(`${Object.keys(data.lines).length + 1}`, amount)] } },
    { type: 'ExpireReservation', data: {} },
    { type: 'RequestAllocation', data: {} },
    { type: 'RefundPayment', data: { method: 'bankTransfer' } },
    { type: 'HoldOrder', data: { reason: 'credit' } },
    { type: 'ReleaseHold', data: { reason: 'credit' } },
  ];
};

/** Mostly a possible step onwards, so that stories get far; every eighth time a detour; now and then anything, possible or not. */
const commandFrom = ({ kind, ...about }: Picks, chapter: Story): GoodsOrderCommand => {
  const cancel: GoodsOrderCommand = { type: 'CancelOrder', data: { reason: '不要' } };
  const everything = [...onwards(about, chapter), ...detours(about, chapter), cancel];
  if (kind % 16 === 0) return at(everything, kind / 16)!;
  const candidates = (kind % 8 === 1 ? detours : onwards)(about, chapter).filter(isPossible(chapter));
  return at(candidates.length > 0 ? candidates : everything, Math.floor(kind / 8))!;
};

const histories = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('invoice', 'prepaid'),
    fc.array(picks, { minLength: 10, maxLength: 80, size: 'max' }),
  )
  .map(([quantities, terms, steps]) => {
    const begun = story(
      receive(
        quantities.map((quantity, index) => line(`${index + 1}`, quantity)),
        terms,
      ),
    );
    const chapters = [begun];
    for (const step of steps) {
      const before = chapters.at(-1)!;
      chapters.push(told(before, commandFrom(step, before)));
    }
    return chapters;
  });

const everyChapter = (claim: (chapter: Story) => void) =>
  fc.assert(
    fc.property(histories, (chapters) => {
      for (const chapter of chapters) claim(chapter);
    }),
    { numRuns: 100 },
  );

const linesOf = ({ state }: Story): readonly LineState[] => Object.values(state.data.lines);

describe('a goods order under any sequence of commands', () => {
  it('keeps every unit of every line in exactly one place', () => {
    everyChapter((chapter) => {
      for (const { ledger } of linesOf(chapter)) {
        expect(places.reduce((sum, place) => sum + ledger[place], 0)).toBe(ledger.ordered);
        expect(Math.min(...places.map((place) => ledger[place]))).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('claims of stock what it still wants and what has left, and never more', () => {
    everyChapter((chapter) => {
      for (const { ledger, dispatched, claim } of linesOf(chapter)) {
        const wanted = ledger.open + ledger.backordered + ledger.reserved + ledger.preparing + dispatched;
        expect(claim.quantity).toBeLessThanOrEqual(wanted);
        if (claim.claimNumber > 0) expect(claim.quantity).toBeGreaterThanOrEqual(wanted - ledger.open);
      }
    });
  });

  it('lets nothing leave a held order, nor an unpaid prepaid one', () => {
    fc.assert(
      fc.property(histories, (chapters) => {
        for (const [index, chapter] of chapters.entries()) {
          const before = chapters[index - 1];
          const left = chapter.facts.slice(before?.facts.length ?? 0).some(({ type }) => type === 'ShipmentDispatched');
          if (!left || !before) continue;
          const { data } = before.state;
          expect(data.holds).toEqual([]);
          if (data.paymentTerms === 'prepaid') expect(netPaid(data)).toBeGreaterThanOrEqual(data.amounts.total);
        }
      }),
    );
  });

  it('is cancelled exactly when every unit is, and completed only when no unit is left to deal with', () => {
    everyChapter((chapter) => {
      const { fulfilment } = placeOf(chapter);
      const all = linesOf(chapter);
      expect(fulfilment).not.toBe('accepting.settled');
      expect(fulfilment === 'cancelled').toBe(all.every(({ ledger }) => ledger.cancelled === ledger.ordered));
      if (fulfilment === 'completed')
        for (const { ledger } of all) expect(ledger.accepted + ledger.returned + ledger.cancelled).toBe(ledger.ordered);
    });
  });

  it('asks to be paid for the units that are neither cancelled nor returned', () => {
    everyChapter(({ state: { data } }) => {
      const net = Object.values(data.lines).reduce((sum, held) => sum + billableUnits(held) * held.unitPrice, 0);
      expect(data.amounts).toEqual({ net, tax: Math.floor(net / 10), total: net + Math.floor(net / 10) });
    });
  });

  it('gets to every step within a few hundred stories, so that the other properties mean something', () => {
    const steps = new Set<unknown>();
    for (const chapters of fc.sample(histories, { seed: 7, numRuns: 300 }))
      for (const chapter of chapters) steps.add(placeOf(chapter)['fulfilment']);
    for (const step of [
      'allocating.promised',
      'registered',
      'preparing',
      'shipping',
      'accepting.refusalToSettle',
      'completed',
    ])
      expect([...steps]).toContain(step);
  });

  it('does whatever it says is possible, or names a rule about the content', () => {
    everyChapter((chapter) => {
      const about = { which: 0, amount: 1 };
      for (const command of [...onwards(about, chapter), ...detours(about, chapter)]) {
        const impossible = goodsOrderStream.decider.refusedWhen(command.type, chapter.state);
        const { refusal } = told(chapter, command);
        if (impossible && refusal?.code !== impossible.code) expect(refusal).toEqual(impossible);
      }
    });
  });
});
