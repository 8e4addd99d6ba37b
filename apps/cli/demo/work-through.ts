import type { EventStore } from '#libs/kernel/event-store';
import type { AgendaDay } from '#libs/sample-company/sample-agenda';
import type { ForwardClock } from '../forward-clock.ts';
import type { ProgressBar } from '../progress-bar.ts';
import { demoCommandId, type DemoIdentity, type SendDemoCommand } from './demo-commands.ts';
import { openFollowUpBook } from './follow-up-book.ts';
import { receipt } from './open-company.ts';
import { caseWork } from './work-cases.ts';
import { openOrders } from './work-orders.ts';
import { openQueues } from './work-queues.ts';

export interface Workplace {
  readonly identity: DemoIdentity;
  readonly send: SendDemoCommand;
  readonly clock: ForwardClock;
  readonly store: Pick<EventStore, 'readAll'>;
  /** Resolves when everything that follows from what was sent has been done. */
  readonly settle: () => Promise<void>;
  readonly progress: ProgressBar;
}

/**
 * Works through the agenda day by day. In the morning shows up what has fallen due. Then cases, errands and orders are worked on, goods arrive, and when everything
 * has answered each other, people see to their queues: they find the same there in every run.
 */
export const workThrough = async (
  agenda: readonly AgendaDay[],
  { identity, send, clock, store, settle, progress }: Workplace,
): Promise<void> => {
  const orders = openOrders(send, (occasion) => demoCommandId(identity, occasion));
  const cases = caseWork(send, orders);
  const queues = openQueues(send, openFollowUpBook(store));

  progress.begin('orders', agenda.flatMap(({ work }) => work.flat()).length);
  for (const day of agenda) {
    clock.moveOnTo(day.opening);
    await settle();
    clock.moveOnTo(day.closing);
    await cases.workThrough(day);
    await orders.workThrough(day.work, () => progress.advance());
    for (const { item, quantity } of day.arrivals) await send(receipt(item, quantity, day.date, day.closing));
    await settle();
    await queues.workThrough(day);
  }
  await settle();
};
