import type { AllPage, ReadAllOptions, SubscribeOptions, SubscriptionMessage } from '#libs/kernel/event-store';
import { START } from '#libs/kernel/event-store';
import type { ChangeWatch } from './change-watch.ts';

/**
 * History and live are the same pages of the same total order: no switch that could lose or repeat an event, and a slow
 * consumer costs one page, since the next is read when it asks.
 */
export async function* subscribePages(
  readAll: (options: ReadAllOptions) => Promise<AllPage>,
  changes: ChangeWatch,
  { from = START, filter, max, signal }: SubscribeOptions,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  let position = from;
  let caughtUp = false;
  while (signal?.aborted !== true) {
    const seen = changes.count();
    const page = await readAll({ from: position, filter, max });
    const news = page.next !== position || page.end !== caughtUp;
    position = page.next;
    caughtUp = page.end;
    if (news) yield { events: page.events, position, caughtUp };
    if (page.end) await changes.passed(seen, signal);
  }
}
