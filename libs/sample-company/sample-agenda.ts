import type { CalendarDate, Instant } from '#state-machines/vocabulary/dates';
import { timedSteps, type TimedStep } from './appointments.ts';
import { CLOSES_AT, dateOfDay, instantOfDay, OPENS_AT } from './business-days.ts';
import type { CaseJourneyStep } from './case-journey.ts';
import type { JourneyStep } from './journey.ts';
import { sampleCases, type SampleCase } from './sample-cases.ts';
import { sampleErrands, type ErrandStep, type SampleErrand } from './sample-errands.ts';
import { LAST_DAY, sampleOrders, type SampleOrder } from './sample-orders.ts';
import { arrivalsFor, type Arrival } from './sample-stock.ts';

/** A step of an order on its day; `step` is undefined for the intake. */
export interface Appointment extends TimedStep<JourneyStep> {
  readonly order: SampleOrder;
}

/** A step of a case on its day; `step` is undefined for its opening. */
export interface CaseAppointment extends TimedStep<CaseJourneyStep> {
  readonly supportCase: SampleCase;
}

/** A step of an errand on its day. */
export interface ErrandAppointment extends TimedStep<ErrandStep> {
  readonly errand: SampleErrand;
}

/** What is to be done on one working day. */
export interface AgendaDay {
  /** 0 is the opening day. */
  readonly day: number;
  readonly date: CalendarDate;
  readonly opening: Instant;
  /** When the day's work is entered: everything of the day has happened by then. */
  readonly closing: Instant;
  /**
   * One list per order, each to be worked off in its order; lists of different orders do not depend on each other. Those that begin with an intake come first, in
   * the order in which the orders came in.
   */
  readonly work: readonly (readonly Appointment[])[];
  /** The same for support cases: those that are opened come first. Orders that they are about came in on earlier days. */
  readonly cases: readonly (readonly CaseAppointment[])[];
  readonly errands: readonly (readonly ErrandAppointment[])[];
  /** What arrives for all orders of the day together: in parts, who gets which would depend on chance. */
  readonly arrivals: readonly Arrival[];
}

/** All appointments of an order. */
export const appointmentsOf = (order: SampleOrder): readonly Appointment[] =>
  timedSteps<JourneyStep>(order.journey.steps, order.receivedOnDay, `appointments/${order.reference}`).map((timed) => ({
    order,
    ...timed,
  }));

/** All appointments of a support case. */
export const caseAppointmentsOf = (supportCase: SampleCase): readonly CaseAppointment[] =>
  timedSteps<CaseJourneyStep>(
    supportCase.journey.steps,
    supportCase.receivedOnDay,
    `appointments/case ${String(supportCase.number)}`,
  ).map((timed) => ({ supportCase, ...timed }));

const errandAppointmentsOf = (errand: SampleErrand): readonly ErrandAppointment[] =>
  timedSteps<ErrandStep>(errand.steps, errand.beginsOnDay, `appointments/errand ${String(errand.number)}`)
    .filter(({ step }) => step !== undefined)
    .map((timed) => ({ errand, ...timed }));

const isBeginning = ({ step }: TimedStep<unknown>): boolean => step === undefined;

/** One list for each of what appointments are with: beginnings first, as they came in; the rest by number. */
const listsOf = <Kept extends TimedStep<unknown>>(
  appointments: readonly Kept[],
  numberOf: (kept: Kept) => number,
): readonly (readonly Kept[])[] =>
  [...Map.groupBy(appointments, numberOf)]
    .toSorted(([oneNumber, [one]], [otherNumber, [other]]) => {
      if (!one || !other) return 0;
      if (isBeginning(one) !== isBeginning(other)) return isBeginning(one) ? -1 : 1;
      return (isBeginning(one) ? one.at.localeCompare(other.at) : 0) || oneNumber - otherNumber;
    })
    .map(([, kept]) => kept);

/** All that the sample company is to do in its quarter. */
export interface SampleQuarter {
  readonly orders: readonly SampleOrder[];
  readonly cases: readonly SampleCase[];
  readonly errands: readonly SampleErrand[];
}

/** The quarter of a seed with so many orders. */
export const sampleQuarter = (seed: string, count: number): SampleQuarter => {
  const orders = sampleOrders(seed, count);
  return { orders, cases: sampleCases(seed, orders), errands: sampleErrands(seed) };
};

/** The company's quarter, day by day. */
export const agendaOf = ({ orders, cases, errands }: SampleQuarter): readonly AgendaDay[] => {
  const ordersByDay = Map.groupBy(orders.flatMap(appointmentsOf), ({ day }) => day);
  const casesByDay = Map.groupBy(cases.flatMap(caseAppointmentsOf), ({ day }) => day);
  const errandsByDay = Map.groupBy(errands.flatMap(errandAppointmentsOf), ({ day }) => day);
  return Array.from({ length: LAST_DAY + 1 }, (_, day) => {
    const appointments = ordersByDay.get(day) ?? [];
    const arriving = appointments.filter(({ step }) => step?.kind === 'goodsArrive');
    const rest = appointments.filter(({ step }) => step?.kind !== 'goodsArrive');
    return {
      day,
      date: dateOfDay(day),
      opening: instantOfDay(day, OPENS_AT),
      closing: instantOfDay(day, CLOSES_AT),
      work: listsOf(rest, ({ order }) => order.number),
      cases: listsOf(casesByDay.get(day) ?? [], ({ supportCase }) => supportCase.number),
      errands: listsOf(errandsByDay.get(day) ?? [], ({ errand }) => errand.number),
      arrivals: arrivalsFor(arriving.map(({ order }) => order)),
    };
  });
};
