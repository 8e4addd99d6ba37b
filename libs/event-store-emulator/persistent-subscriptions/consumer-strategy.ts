import type { ResolvedEvent } from '../reads/link-resolution.ts';
import type { ConsumerStrategy } from './group-definition.ts';
import { originalEvent } from './group-message.ts';

export interface ConsumerSlots {
  readonly id: string;
  /** How many more messages it takes now. */
  readonly free: number;
}

/** The consumer that gets this message; undefined while none may have it. Consumers are in the order in which they came. */
export type ChooseConsumer = <Consumer extends ConsumerSlots>(
  resolved: ResolvedEvent,
  consumers: readonly Consumer[],
) => Consumer | undefined;

const dispatchToSingle: ChooseConsumer = (_resolved, consumers) => consumers.find(({ free }) => free > 0);

const roundRobin = (): ChooseConsumer => {
  let served: string | undefined;
  return (_resolved, consumers) => {
    const next = consumers.findIndex(({ id }) => id === served) + 1;
    const chosen = [...consumers.slice(next), ...consumers.slice(0, next)].find(({ free }) => free > 0);
    served = chosen?.id ?? served;
    return chosen;
  };
};

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
};

/** The last step of MurmurHash3: every bit of the input reaches every bit of the result. */
const mixed = (hash: number): number => {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
};

/**
 * Each key belongs to the consumer with the highest hash of both: when a consumer comes or goes, only the keys that it gains or had move.
 * A full consumer keeps its keys, so that the messages of a key stay in order.
 */
const pinned =
  (keyOf: (resolved: ResolvedEvent) => string): ChooseConsumer =>
  (resolved, consumers) => {
    const key = hashOf(keyOf(resolved));
    let owner = consumers[0];
    let highest = -1;
    for (const consumer of consumers) {
      const weight = mixed(key ^ mixed(hashOf(consumer.id)));
      if (weight > highest) {
        highest = weight;
        owner = consumer;
      }
    }
    return owner !== undefined && owner.free > 0 ? owner : undefined;
  };

const streamOf = (resolved: ResolvedEvent): string => (resolved.event ?? resolved.link).stream;

const correlationIdOf = (resolved: ResolvedEvent): string | undefined => {
  const { metadata } = resolved.event ?? resolved.link;
  if (metadata.length === 0) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(metadata).toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('$correlationId' in parsed)) return undefined;
    return typeof parsed.$correlationId === 'string' ? parsed.$correlationId : undefined;
  } catch {
    // Metadata may be any bytes; such an event has no correlation.
    return undefined;
  }
};

export const createConsumerStrategy = (strategy: ConsumerStrategy): ChooseConsumer => {
  switch (strategy) {
    case 'DispatchToSingle':
      return dispatchToSingle;
    case 'RoundRobin':
      return roundRobin();
    case 'Pinned':
      return pinned(streamOf);
    case 'PinnedByCorrelation':
      return pinned((resolved) => correlationIdOf(resolved) ?? originalEvent(resolved).stream);
  }
};
