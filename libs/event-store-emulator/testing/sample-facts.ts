import { jsonEvent } from '@eventstore/db-client';
import type { JsonObject } from '#libs/kernel/json';
import { eventHash, eventId } from '#libs/kernel/log/event-identity';

/** A fact as the engine appends it: `after` is the hash of the fact before it, null for the first. */
export const sampleFact = (stream: string, revision: bigint, after: string | null, data: JsonObject = {}) => {
  const type = 'LoanOpened';
  const content: JsonObject = {
    commandId: crypto.randomUUID(),
    commandHash: 'a'.repeat(64),
    correlationId: crypto.randomUUID(),
    actor: { id: 'clerk', role: 'backOffice', via: 'http' },
    recordedAt: '2026-01-05T10:00:00.000Z',
    schemaVersion: 1,
    machine: 'loan@1',
    stateAfter: { lending: 'open' },
    prevHash: after,
  };
  const hash = eventHash({ stream, revision, type, data, metadata: content });
  return { hash, event: jsonEvent({ id: eventId(hash), type, data, metadata: { ...content, hash } }) };
};

/** The first facts of a stream. */
export const sampleFacts = (stream: string, count: number) => {
  const facts: ReturnType<typeof sampleFact>[] = [];
  for (let index = 0; index < count; index += 1)
    facts.push(sampleFact(stream, BigInt(index), facts.at(-1)?.hash ?? null));
  return facts;
};
