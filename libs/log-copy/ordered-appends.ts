import type { AppendResult, EventStore } from '#libs/kernel/event-store';
import type { AppendGroup } from './append-groups.ts';
import { orderLost } from './copy-refusal.ts';
import type { SharedPlace } from './log-comparison.ts';

export interface AppendsOptions {
  /** How many appends may be under way at once. */
  readonly inFlight: number;
  /** How long one may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Hears how many more events the target has acknowledged. */
  readonly onAppended: (events: number) => void;
}

/** How far it got: everything up to `reached` is acknowledged. */
export interface AppendsOutcome {
  readonly reached: SharedPlace;
  /** What the first append that failed ended with; later ones may be written or not. */
  readonly failure: Error | undefined;
}

/** An append that was sent, and how it ended: without an error, it is in the log. */
interface Sent {
  readonly group: AppendGroup;
  readonly ended: Promise<AppendResult | Error>;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

const send = (target: Pick<EventStore, 'append'>, group: AppendGroup, timeoutMs: number): Sent => {
  const [{ stream, revision }] = group;
  const events = group.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }));
  const expected = revision === 0n ? 'noStream' : revision - 1n;
  return { group, ended: target.append(stream, events, expected, { timeoutMs }).catch(asError) };
};

/**
 * Sends appends in their order, several at once, and none after it is known that one has failed. The order in which a store takes what it is sent is the order of its
 * log: so the target's log gets the source's order. Resolves when none is under way any more.
 */
export const appendInOrder = async (
  target: Pick<EventStore, 'append'>,
  groups: AsyncIterable<AppendGroup>,
  from: SharedPlace,
  { inFlight, timeoutMs, onAppended }: AppendsOptions,
): Promise<AppendsOutcome> => {
  const underWay: Sent[] = [];
  const failures: Error[] = [];
  let reached = from;
  let failure: Error | undefined;

  const sendNext = (group: AppendGroup): void => {
    const sent = send(target, group, timeoutMs);
    // Heard of at once, while older ones are still waited for: what is sent on a new connection would overtake what was lost with the old one.
    void sent.ended.then((ended) => ended instanceof Error && failures.push(ended));
    underWay.push(sent);
  };

  const finishOldest = async (): Promise<void> => {
    const oldest = underWay.shift();
    if (!oldest) return;
    const ended = await oldest.ended;
    if (failure) return;
    if (ended instanceof Error) {
      failure = ended;
      return;
    }
    if (ended.position <= reached.target) {
      failure = orderLost();
      failures.push(failure);
      return;
    }
    const { position: source } = oldest.group.at(-1) ?? oldest.group[0];
    reached = { source, target: ended.position, events: reached.events + oldest.group.length };
    onAppended(oldest.group.length);
  };

  try {
    for await (const group of groups) {
      if (failures.length > 0) break;
      sendNext(group);
      if (underWay.length >= inFlight) await finishOldest();
    }
  } finally {
    while (underWay.length > 0) await finishOldest();
  }
  return { reached, failure };
};
