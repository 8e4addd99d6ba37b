import { describe, expect, it } from '@jest/globals';
import { describeChart } from '#libs/kernel/charts/chart-description';
import { isRefusal, type Command } from '#libs/kernel/decider';
import type { ServiceOrderCommand } from '#libs/ordering/service-order/service-order.commands';
import { serviceOrderStateAfter, type ServiceOrderState } from '#libs/ordering/service-order/service-order.state';
import { serviceOrderStream } from '#libs/ordering/service-order/service-order.stream';
import { outstandingOf, paidSoFar } from '#state-machines/service-order/billing.data';
import { latestProposal } from '#state-machines/service-order/proposals.data';
import { worthOf } from '#state-machines/service-order/service-order.data';
import { serviceOrderMachine } from '#state-machines/service-order/service-order.machine';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { dateOfDay } from './business-days.ts';
import { journeys, serviceJourneys } from './journeys.ts';
import { appointmentsOf, type Appointment } from './sample-agenda.ts';
import { recordNeedsOf, sampleOrders, type SampleServiceOrder } from './sample-orders.ts';

const orders = sampleOrders('spec', journeys.length).filter((order) => order.kind === 'service');
const orderOf = (name: string): SampleServiceOrder => orders.find(({ journey }) => journey.name === name)!;

/** The state after a command; throws where it is refused. */
const after = (state: ServiceOrderState, command: ServiceOrderCommand, now: string): ServiceOrderState => {
  const { decider } = serviceOrderStream;
  const decision = decider.decide(command, state, { now, id: 'order', commandId: `${now}/${command.type}` });
  if (isRefusal(decision)) throw new Error(`${command.type}: ${decision.message.en}`);
  return decision.reduce((folded, fact) => decider.evolve(folded, fact), state);
};

/** What deadlines do that have passed by the morning of a day. */
const whatHasPassed = (state: ServiceOrderState, day: CalendarDate): ServiceOrderState => {
  const { proposing, billing } = state.data;
  const now = `${day}T00:00:00.000Z`;
  const latest = latestProposal(proposing);
  const validity = latest?.status === 'submitted' ? latest.content.validUntil : null;
  const expired =
    validity !== null && validity < day
      ? after(state, { type: 'ExpireProposal', data: { version: proposing.versions.length } }, now)
      : state;
  const late = Object.values(billing.invoices).filter(
    (invoice) => invoice.dueOn < day && !invoice.overdue && outstandingOf(invoice) > 0,
  );
  return late.reduce(
    (folded, { invoiceNumber }) => after(folded, { type: 'MarkInvoiceOverdue', data: { invoiceNumber } }, now),
    expired,
  );
};

const commandOf = (
  order: SampleServiceOrder,
  { step, day }: Appointment,
  { data }: ServiceOrderState,
): ServiceOrderCommand => {
  if (!step) return { type: 'RecordNeeds', data: { ...recordNeedsOf(order), orderNumber: 'SO-1' } };
  if (step.kind !== 'send') throw new Error('no goods arrive for an engagement, and no case of one is resolved');
  const inDays = (days: number) => dateOfDay(day + days);
  const so = { order, total: worthOf(data).total, paid: paidSoFar(data.billing), today: inDays(0), inDays };
  const command: Command = { type: step.type, data: step.data(so) };
  return command as ServiceOrderCommand;
};

const endOf = (order: SampleServiceOrder): ServiceOrderState => {
  let state = serviceOrderStream.decider.initial;
  let day = order.receivedOnDay;
  for (const appointment of appointmentsOf(order)) {
    if (appointment.day !== day) state = whatHasPassed(state, dateOfDay(appointment.day));
    ({ day } = appointment);
    if (appointment.step?.kind !== 'sendToCase')
      state = after(state, commandOf(order, appointment, state), appointment.at);
  }
  const last = order.journey.steps.at(-1);
  return whatHasPassed(state, dateOfDay(day + (last?.kind === 'wait' ? last.days : 0)));
};

describe('the journeys of service orders', () => {
  it.each(serviceJourneys.map(({ name }) => name))('%s ends where it says', (name) => {
    const { endsIn } = orderOf(name).journey;
    const { engagement, billing, change, hold, care } = serviceOrderStateAfter(endOf(orderOf(name)));
    expect({ engagement, billing, change, hold, care }).toEqual({
      engagement: endsIn.engagement,
      billing: endsIn.billing,
      change: endsIn.change ?? 'none',
      hold: endsIn.hold ?? 'clear',
      care: endsIn.care ?? 'quiet',
    });
  });

  const leavesOf = (region: string): readonly string[] => {
    const { regions } = describeChart(serviceOrderMachine);
    const paths = regions.find(({ name }) => name === region)?.states.map(({ path }) => path) ?? [];
    return paths
      .filter((path) => !paths.some((other) => other.startsWith(`${path}.`)) && path !== 'unknown')
      .toSorted();
  };
  const ends = (of: (end: (typeof serviceJourneys)[number]['endsIn']) => string): readonly string[] =>
    [...new Set(serviceJourneys.map(({ endsIn }) => of(endsIn)))].toSorted();

  it('end in every state in which a region of the chart can rest', () => {
    expect(ends(({ engagement }) => engagement)).toEqual(leavesOf('engagement'));
    expect(ends(({ billing }) => billing)).toEqual(leavesOf('billing'));
    expect(ends(({ change }) => change ?? 'none')).toEqual(leavesOf('change'));
    expect(ends(({ hold }) => hold ?? 'clear')).toEqual(leavesOf('hold'));
    expect(ends(({ care }) => care ?? 'quiet')).toEqual(leavesOf('care'));
  });

  it('have names of their own among all journeys', () => {
    expect(new Set(journeys.map(({ journey }) => journey.name)).size).toBe(journeys.length);
  });
});
