import type { Accepted } from '#libs/kernel/outcome';
import { caseIdOfInquiry } from '#libs/ordering/support-case/support-case.id';
import { dateOfDay } from '#libs/sample-company/business-days';
import type { OrderSoFar } from '#libs/sample-company/journey';
import type { AgendaDay, Appointment } from '#libs/sample-company/sample-agenda';
import { intakeOf } from '#libs/sample-company/sample-orders';
import type { DemoCommand, SendDemoCommand } from './demo-commands.ts';
import { inFlight, oneByOne } from './in-flight.ts';

/** The orders that the sample company has taken on so far. */
export interface OpenOrders {
  /** All orders of a day are worked on at once, but taken on one after the other, so that their numbers are the same in every run. @param onStep called after each step. */
  workThrough(work: AgendaDay['work'], onStep: () => void): Promise<void>;
  /** The id of an order that has come in, by its number among the sample orders. Throws where it has not. */
  idOf(number: number): string;
}

/** Orders worked on at once. */
const CONCURRENCY = 64;

const clerks = ['sato', 'suzuki', 'takahashi', 'tanaka'] as const;

/** An order as its last command left it, and the id of its last inquiry. */
interface OpenOrder extends Pick<Accepted, 'id' | 'state'> {
  readonly inquiryId: string | undefined;
}

const soFar = ({ order, day }: Appointment, { state }: OpenOrder): OrderSoFar => ({
  order,
  total: Number(state['total']),
  paid: Number(state['paid']),
  today: dateOfDay(day),
  inDays: (workingDays) => dateOfDay(day + workingDays),
});

const commandOf = (appointment: Appointment, open: OpenOrder | undefined): DemoCommand => {
  const { order, place, step, at } = appointment;
  const clerk = clerks[order.number % clerks.length] ?? clerks[0];
  const intake = { ...intakeOf(order), occasion: `order ${order.number}/${place}`, at, clerk };
  if (!step) return intake;
  if (step.kind === 'send' && open)
    return { ...intake, type: step.type, streamId: open.id, data: step.data(soFar(appointment, open)) };
  if (step.kind === 'sendToCase' && open?.inquiryId !== undefined) {
    const streamId = caseIdOfInquiry({ orderKind: order.kind, orderId: open.id }, open.inquiryId);
    const data = step.data(soFar(appointment, open));
    return { ...intake, collection: 'support-cases', type: step.type, streamId, data };
  }
  throw new RangeError(`order ${order.number} has nothing to send at ${at}`);
};

/** @param commandIdOf the id that a command of an occasion has. */
export const openOrders = (send: SendDemoCommand, commandIdOf: (occasion: string) => string): OpenOrders => {
  const orders = new Map<number, OpenOrder>();
  const inTurn = oneByOne();

  /** Carries out one appointment, on the order as the one before left it. */
  const keep = async (appointment: Appointment): Promise<void> => {
    const { order, step } = appointment;
    const open = orders.get(order.number);
    const command = commandOf(appointment, open);
    const { id, state } = await send(command);
    if (open && step?.kind === 'sendToCase') return;
    // An inquiry is called by the command that opened it.
    const inquiryId = command.type === 'OpenInquiry' ? commandIdOf(command.occasion) : open?.inquiryId;
    orders.set(order.number, { id, state, inquiryId });
  };

  return {
    async workThrough(work, onStep) {
      await inFlight(work, CONCURRENCY, async (appointments) => {
        for (const appointment of appointments) {
          const act = (): Promise<void> => keep(appointment);
          await (appointment.step ? act() : inTurn(act));
          onStep();
        }
      });
    },
    idOf(number) {
      const open = orders.get(number);
      if (!open) throw new RangeError(`order ${String(number)} has not come in yet`);
      return open.id;
    },
  };
};
