import type { LineStanding } from './stock-item.events.ts';

/** Units that a line waits for. A line may stand in the queue more than once: what it wants later goes behind those who came in between. */
export interface QueueEntry {
  readonly orderId: string;
  readonly lineId: string;
  readonly quantity: number;
}

/** First come, first served: the head of the queue is the first entry. */
export type BackorderQueue = readonly QueueEntry[];

type LineName = Pick<LineStanding, 'orderId' | 'lineId'>;

const isOf = (entry: QueueEntry, line: LineName): boolean =>
  entry.orderId === line.orderId && entry.lineId === line.lineId;

export const enqueued = (queue: BackorderQueue, { orderId, lineId }: LineName, quantity: number): BackorderQueue => [
  ...queue,
  { orderId, lineId, quantity },
];

/** The queue after its head got some units. Throws `RangeError` where another line is the head, or it waits for fewer. */
export const served = (queue: BackorderQueue, line: LineName, quantity: number): BackorderQueue => {
  const head = queue[0];
  if (!head || !isOf(head, line)) throw new RangeError(`${line.orderId}/${line.lineId} is not the head of the queue`);
  if (quantity > head.quantity)
    throw new RangeError(`the head of the queue waits for ${head.quantity}, not ${quantity}`);
  return quantity === head.quantity ? queue.slice(1) : queue.with(0, { ...head, quantity: head.quantity - quantity });
};

/** The queue after a line gave up some units, those that it queued last first. Throws `RangeError` where it waits for fewer. */
export const withdrawn = (queue: BackorderQueue, line: LineName, quantity: number): BackorderQueue => {
  let left = quantity;
  const remaining = [...queue];
  for (let index = queue.length - 1; index >= 0 && left > 0; index--) {
    const entry = remaining[index];
    if (!entry || !isOf(entry, line)) continue;
    const given = Math.min(left, entry.quantity);
    remaining[index] = { ...entry, quantity: entry.quantity - given };
    left -= given;
  }
  if (left > 0) throw new RangeError(`${line.orderId}/${line.lineId} waits for ${quantity - left}, not ${quantity}`);
  return remaining.filter((entry) => entry.quantity > 0);
};
