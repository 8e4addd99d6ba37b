import type { CalendarDate, Instant } from '#state-machines/vocabulary/dates';
import { CLOSES_AT, dateOfDay, instantOfDay, OPENS_AT } from './business-days.ts';
import { LAST_DAY, type SampleOrder } from './sample-orders.ts';
import { arrivalsFor, type Arrival } from './sample-stock.ts';
import { seededRandom } from './seeded-random.ts';
import type { JourneyStep } from './journey.ts';

/** A step of an order on its day; `step` is undefined for the intake. */
export interface Appointment {
  readonly order: SampleOrder;
  /** The place among all steps of the order: 0 for the intake. */
  readonly place: number;
  readonly step: Exclude<JourneyStep, { readonly kind: 'wait' }> | undefined;
  readonly day: number;
  readonly at: Instant;
}

/** What is to be done on one working day. */
export interface AgendaDay {
  readonly date: CalendarDate;
  /** When the day's work is entered: everything of the day has happened by then. */
  readonly closing: Instant;
  /**
   * One list per order, each to be worked off in its order; lists of different orders do not depend on each other. Those that begin with an intake come first, in
   * the order in which the orders came in.
   */
  readonly work: readonly (readonly Appointment[])[];
  /** What arrives for all orders of the day together: in parts, who gets which would depend on chance. */
  readonly arrivals: readonly Arrival[];
}

/** All appointments of an order. Steps of a day follow each other by some minutes and are done before the company closes. */
export const appointmentsOf = (order: SampleOrder): readonly Appointment[] => {
  const random = seededRandom(`appointments/${order.reference}`);
  const morning = (): number => OPENS_AT + random.between(0, 180);
  let day = order.receivedOnDay;
  let minutes = morning();
  const appointments: Appointment[] = [{ order, place: 0, step: undefined, day, at: instantOfDay(day, minutes) }];
  for (const [index, step] of order.journey.steps.entries()) {
    if (step.kind === 'wait') {
      day += step.days;
      minutes = morning();
    } else {
      minutes = Math.min(minutes + random.between(5, 25), CLOSES_AT);
      appointments.push({ order, place: index + 1, step, day, at: instantOfDay(day, minutes) });
    }
  }
  return appointments;
};

const isIntake = ({ step }: Appointment): boolean => step === undefined;

/** Intakes first, as they came in; the rest by the number of the order. */
const byIntake = ([one]: readonly Appointment[], [other]: readonly Appointment[]): number => {
  if (!one || !other) return 0;
  if (isIntake(one) !== isIntake(other)) return isIntake(one) ? -1 : 1;
  return (isIntake(one) ? one.at.localeCompare(other.at) : 0) || one.order.number - other.order.number;
};

/** The company's quarter, day by day. */
export const agendaOf = (orders: readonly SampleOrder[]): readonly AgendaDay[] => {
  const byDay = Map.groupBy(orders.flatMap(appointmentsOf), ({ day }) => day);
  return Array.from({ length: LAST_DAY + 1 }, (_, day) => {
    const appointments = byDay.get(day) ?? [];
    const arriving = appointments.filter(({ step }) => step?.kind === 'goodsArrive');
    const rest = appointments.filter(({ step }) => step?.kind !== 'goodsArrive');
    return {
      date: dateOfDay(day),
      closing: instantOfDay(day, CLOSES_AT),
      work: [...Map.groupBy(rest, ({ order }) => order.number).values()].toSorted(byIntake),
      arrivals: arrivalsFor(arriving.map(({ order }) => order)),
    };
  });
};
