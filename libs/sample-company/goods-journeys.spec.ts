import { describe, expect, it } from '@jest/globals';
import { describeChart } from '#libs/kernel/charts/chart-description';
import { isRefusal, type Command } from '#libs/kernel/decider';
import type { GoodsOrderCommand } from '#libs/ordering/goods-order/goods-order.commands';
import { goodsOrderStateAfter, type GoodsOrderState } from '#libs/ordering/goods-order/goods-order.state';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import { goodsOrderMachine } from '#state-machines/goods-order/goods-order.machine';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { netPaid, outstanding } from '#state-machines/goods-order/payment.data';
import { shipmentMachine } from '#state-machines/shipment/shipment.machine';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { dateOfDay } from './business-days.ts';
import { DAYS_TO_ARRIVAL } from './goods-journey-stretches.ts';
import { goodsJourneys as journeys } from './journeys.ts';
import { appointmentsOf, type Appointment } from './sample-agenda.ts';
import { receiveOrderOf, sampleOrders, type SampleGoodsOrder } from './sample-orders.ts';

const orders = sampleOrders('spec', journeys.length).filter((order) => order.kind === 'goods');
const orderOf = (name: string): SampleGoodsOrder => orders.find(({ journey }) => journey.name === name)!;

/** The state after a command; throws where it is refused or changes nothing. */
const after = (state: GoodsOrderState, command: GoodsOrderCommand, now: string): GoodsOrderState => {
  const decision = goodsOrderStream.decider.decide(command, state, {
    now,
    id: 'order',
    commandId: `${now}/${command.type}`,
  });
  if (isRefusal(decision)) throw new Error(`${command.type}: ${decision.message.en}`);
  return decision.reduce((folded, fact: GoodsOrderFact) => goodsOrderStream.decider.evolve(folded, fact), state);
};

/** What a stock answers that has everything which is kept on the shelf, and what was ordered in once it arrived. */
const answered = (
  state: GoodsOrderState,
  { lines }: SampleGoodsOrder,
  now: string,
  arrived: boolean,
): GoodsOrderState =>
  Object.values(state.data.lines).reduce((folded, { lineId, claim }) => {
    const keeping = lines.find((line) => line.lineId === lineId)?.item.keeping;
    const has = keeping === 'stocked' || (keeping === 'orderedIn' && arrived);
    const { claimNumber, quantity } = claim;
    if (claimNumber === 0) return folded;
    const data = { lineId, claimNumber, secured: has ? quantity : 0, queued: has ? 0 : quantity };
    return after(folded, { type: 'RecordAllocation', data }, now);
  }, state);

/** What deadlines do that have passed by the morning of a day. */
const whatHasPassed = (state: GoodsOrderState, day: CalendarDate): GoodsOrderState => {
  const { dueOn, overdue } = state.data.payment;
  const isLate = dueOn !== null && dueOn < day && !overdue && outstanding(state.data) > 0;
  return isLate ? after(state, { type: 'MarkPaymentOverdue', data: {} }, `${day}T00:00:00.000Z`) : state;
};

const commandOf = (
  order: SampleGoodsOrder,
  { step, day }: Appointment,
  { data }: GoodsOrderState,
): GoodsOrderCommand => {
  if (!step) {
    const received = receiveOrderOf(order);
    const lines = order.lines.map(({ lineId, quantity, item }) => ({
      ...{ lineId, quantity, sku: item.sku, description: item.name, warehouse: item.warehouse },
      ...{ unitPrice: item.unitPrice, discountBasisPoints: 0, taxClass: item.taxClass },
    }));
    return { type: 'ReceiveOrder', data: { ...received, orderNumber: 'GO-1', lines } };
  }
  // A case that is resolved answers the inquiry that it came from.
  if (step.kind === 'sendToCase') return { type: 'ResolveInquiry', data: { answer: 'answered in its case' } };
  if (step.kind !== 'send') throw new Error('goods arrive without a command');
  const inDays = (days: number) => dateOfDay(day + days);
  const so = { order, total: data.amounts.total, paid: netPaid(data), today: inDays(0), inDays };
  const command: Command = { type: step.type, data: step.data(so) };
  return command as GoodsOrderCommand;
};

/** A step of the order's case that the order hears nothing of. */
const isAboutCaseOnly = ({ step }: Appointment): boolean => step?.kind === 'sendToCase' && step.type !== 'ResolveCase';

const endOf = (order: SampleGoodsOrder): GoodsOrderState => {
  let state = goodsOrderStream.decider.initial;
  let arrived = false;
  let day = order.receivedOnDay;
  for (const appointment of appointmentsOf(order)) {
    if (appointment.day !== day)
      state = whatHasPassed(answered(state, order, appointment.at, arrived), dateOfDay(appointment.day));
    ({ day } = appointment);
    if (appointment.step?.kind === 'goodsArrive') arrived = true;
    else if (isAboutCaseOnly(appointment)) continue;
    else state = after(state, commandOf(order, appointment, state), appointment.at);
  }
  return answered(state, order, `${dateOfDay(day)}T12:00:00.000Z`, arrived);
};

describe('the journeys of goods orders', () => {
  it.each(journeys.map(({ name }) => name))('%s ends where it says', (name) => {
    const { endsIn } = orderOf(name).journey;
    const { fulfilment, payment, hold, care, shipments = {} } = goodsOrderStateAfter(endOf(orderOf(name)));
    expect({ fulfilment, payment, hold, care, shipments: Object.values(shipments) }).toEqual({
      fulfilment: endsIn.fulfilment,
      payment: endsIn.payment ?? 'notDue',
      hold: endsIn.hold ?? 'clear',
      care: endsIn.care ?? 'quiet',
      shipments: endsIn.shipments ?? [],
    });
  });

  const leavesOf = (chart: Parameters<typeof describeChart>[0], region: string): readonly string[] => {
    const paths =
      describeChart(chart)
        .regions.find(({ name }) => name === region)
        ?.states.map(({ path }) => path) ?? [];
    return paths
      .filter((path) => !paths.some((other) => other.startsWith(`${path}.`)) && path !== 'unknown')
      .toSorted();
  };
  const ends = (of: (end: (typeof journeys)[number]['endsIn']) => readonly string[]): readonly string[] =>
    [...new Set(journeys.flatMap(({ endsIn }) => of(endsIn)))].toSorted();

  it('end in every state of an order, a payment and a shipment in which it can rest', () => {
    // A settled order completes in the same breath.
    const resting = leavesOf(goodsOrderMachine, 'fulfilment').filter((path) => path !== 'accepting.settled');
    expect(ends(({ fulfilment }) => [fulfilment])).toEqual(resting);
    expect(ends(({ payment }) => [payment ?? 'notDue'])).toEqual(leavesOf(goodsOrderMachine, 'payment'));
    expect(ends(({ shipments }) => shipments ?? [])).toEqual(leavesOf(shipmentMachine, 'state'));
    expect(ends(({ hold }) => [hold ?? 'clear'])).toEqual(leavesOf(goodsOrderMachine, 'hold'));
    expect(ends(({ care }) => [care ?? 'quiet'])).toEqual(leavesOf(goodsOrderMachine, 'care'));
  });

  it('have names of their own', () => {
    expect(new Set(journeys.map(({ name }) => name)).size).toBe(journeys.length);
  });

  it.each(journeys.filter(({ lines }) => lines.includes('orderedIn')).map(({ name }) => name))(
    '%s gets its goods as many days after its confirmation as all others, since a queue is served in order',
    (name) => {
      const appointments = appointmentsOf(orderOf(name));
      const dayOf = (kind: string): number =>
        appointments.find(({ step }) => (step?.kind === 'send' ? step.type : step?.kind) === kind)?.day ?? NaN;
      expect(dayOf('goodsArrive') - dayOf('ConfirmOrder')).toBe(DAYS_TO_ARRIVAL);
    },
  );
});
