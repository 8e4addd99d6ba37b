import type { AppendResult, EventStore } from '#libs/kernel/event-store';
import type { AppendGroup } from './append-groups.ts';
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

type Settled = { readonly result: AppendResult } | { readonly failure: Error };

const appendOf = (
  target: Pick<EventStore, 'append'>,
  group: AppendGroup,
  timeoutMs: number,
): { readonly group: AppendGroup; readonly settled: Promise<Settled> } => {
  const [{ stream, revision }] = group;
  const events = group.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }));
  const appending = target.append(stream, events, revision === 0n ? 'noStream' : revision - 1n, { timeoutMs });
  const settled = appending.then(
    (result) => ({ result }),
    (error: unknown) => ({ failure: error instanceof Error ? error : new Error(String(error)) }),
  );
  return { group, settled };
};

/**
 * Sends appends in their order, several at once, and begins none after one has failed. The order in which a store takes what it is sent is the order of its log: so
 * the target's log gets the source's order. Resolves when none is under way any more.
 */
export const appendInOrder = async (
  target: Pick<EventStore, 'append'>,
  groups: AsyncIterable<AppendGroup>,
  from: SharedPlace,
  { inFlight, timeoutMs, onAppended }: AppendsOptions,
): Promise<AppendsOutcome> => {
  const underWay: ReturnType<typeof appendOf>[] = [];
  let reached = from;
  let failure: Error | undefined;

  const finishOldest = async (): Promise<void> => {
    const oldest = underWay.shift();
    if (!oldest) return;
    const settled = await oldest.settled;
    if (failure) return;
    if ('failure' in settled) {
      failure = settled.failure;
      return;
    }
    const source = (oldest.group.at(-1) ?? oldest.group[0]).position;
    reached = { source, target: settled.result.position, events: reached.events + oldest.group.length };
    onAppended(oldest.group.length);
  };

  try {
    for await (const group of groups) {
      underWay.push(appendOf(target, group, timeoutMs));
      if (underWay.length >= inFlight) await finishOldest();
      if (failure) break;
    }
  } finally {
    while (underWay.length > 0) await finishOldest();
  }
  return { reached, failure };
};
