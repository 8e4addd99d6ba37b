import type { Accepted } from '#libs/kernel/outcome';
import { dateOfDay } from '#libs/sample-company/business-days';
import type { OrderSoFar } from '#libs/sample-company/journey';
import type { AgendaDay, Appointment } from '#libs/sample-company/sample-agenda';
import { intakeOf } from '#libs/sample-company/sample-orders';
import type { ProgressBar } from '../progress-bar.ts';
import type { SendDemoCommand } from './demo-commands.ts';
import type { ForwardClock } from '../forward-clock.ts';
import { inFlight, oneByOne } from './in-flight.ts';
import { receipt } from './open-company.ts';

export interface Workplace {
  readonly send: SendDemoCommand;
  readonly clock: ForwardClock;
  /** Resolves when everything that follows from what was sent has been done. */
  readonly settle: () => Promise<void>;
  readonly progress: ProgressBar;
}

/** Orders worked on at once. */
const CONCURRENCY = 64;

const clerks = ['sato', 'suzuki', 'takahashi', 'tanaka'] as const;

/** An order's id, and how it stood after its last command. */
type OpenOrder = Pick<Accepted, 'id' | 'state'>;

const soFar = ({ order, day }: Appointment, { state }: OpenOrder): OrderSoFar => ({
  order,
  total: Number(state['total']),
  paid: Number(state['paid']),
  today: dateOfDay(day),
  inDays: (workingDays) => dateOfDay(day + workingDays),
});

/** Carries out one appointment, on the order as the one before left it. */
const keep = async (
  send: SendDemoCommand,
  appointment: Appointment,
  open: OpenOrder | undefined,
): Promise<Accepted> => {
  const { order, place, step, at } = appointment;
  const clerk = clerks[order.number % clerks.length] ?? clerks[0];
  const intake = intakeOf(order);
  const command = { ...intake, occasion: `order ${order.number}/${place}`, at, clerk };
  if (!step) return send(command);
  if (step.kind !== 'send' || !open) throw new RangeError(`order ${order.number} has nothing to send at ${at}`);
  return send({ ...command, type: step.type, streamId: open.id, data: step.data(soFar(appointment, open)) });
};

/**
 * Works through the agenda day by day. All orders are worked on at once, but taken on one after the other, so that their numbers are the same in every run. Then
 * goods arrive, and the day ends when stock and orders have answered each other.
 */
export const workThrough = async (
  agenda: readonly AgendaDay[],
  { send, clock, settle, progress }: Workplace,
): Promise<void> => {
  const open = new Map<number, OpenOrder>();
  const inTurn = oneByOne();

  progress.begin('orders', agenda.flatMap(({ work }) => work.flat()).length);
  for (const { date, closing, work, arrivals } of agenda) {
    clock.moveOnTo(closing);
    await inFlight(work, CONCURRENCY, async (appointments) => {
      for (const appointment of appointments) {
        const { number } = appointment.order;
        const act = (): Promise<Accepted> => keep(send, appointment, open.get(number));
        open.set(number, await (appointment.step ? act() : inTurn(act)));
        progress.advance();
      }
    });
    for (const { item, quantity } of arrivals) await send(receipt(item, quantity, date, closing));
    await settle();
  }
};
