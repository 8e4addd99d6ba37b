import { randomUUID } from 'node:crypto';
import { createBell } from '../projections/bell.ts';
import { START, type EventStore, type Position, type RecordedEvent } from '../event-store.ts';
import { categoryOf, type FactMetadata, type RecordedFact } from '../fact.ts';
import type { JsonObject } from '../json.ts';

/** A log in memory for specs of what reads the log. Pages hold at most three events, so that every spec sees several. */
export interface MemoryEventLog extends Pick<EventStore, 'identity' | 'readAll' | 'subscribe' | 'head'> {
  /** Appends one event as it is, with as much metadata as a reader needs. */
  record(stream: string, type: string, data?: JsonObject, metadata?: Partial<FactMetadata>): RecordedEvent;
}

const LONGEST_PAGE = 3;

export const memoryEventLog = (): MemoryEventLog => {
  const events: RecordedEvent[] = [];
  const bell = createBell();
  const positionOf = (place: number): Position => String(place).padStart(8, '0');

  const readAll: EventStore['readAll'] = ({ from = START, filter, max = LONGEST_PAGE } = {}) => {
    const wanted = (event: RecordedEvent) => filter?.categories.includes(categoryOf(event.stream)) ?? true;
    const all = events.filter((event) => event.position > from && wanted(event));
    const page = all.slice(0, Math.min(max, LONGEST_PAGE));
    const end = page.length === all.length;
    const next = end ? positionOf(events.length) : (page.at(-1)?.position ?? from);
    return Promise.resolve({ events: page, next: events.length === 0 ? from : next, end });
  };

  return {
    identity: { id: randomUUID(), logId: randomUUID(), simulation: true },
    readAll,
    head: () => Promise.resolve(events.at(-1)?.position ?? START),
    async *subscribe({ from = START, filter, max, signal } = {}) {
      let position = from;
      let caughtUp = false;
      const isEnded = () => signal?.aborted === true;
      signal?.addEventListener('abort', () => bell.ring());
      while (!isEnded()) {
        const page = await readAll({ from: position, filter, max });
        const news = page.next !== position || page.end !== caughtUp;
        position = page.next;
        caughtUp = page.end;
        if (news) yield { events: page.events, position, caughtUp };
        else await bell.next(1000);
      }
    },
    record(stream, type, data = {}, metadata = {}) {
      const position = positionOf(events.length + 1);
      const revision = BigInt(events.filter((event) => event.stream === stream).length);
      const full: FactMetadata = {
        commandId: randomUUID(),
        commandHash: '',
        correlationId: randomUUID(),
        actor: { id: 'clerk', role: 'backOffice', via: 'http' },
        recordedAt: '2026-01-05T10:00:00.000Z',
        schemaVersion: 1,
        machine: 'loan@1',
        stateAfter: {},
        prevHash: null,
        hash: '',
        ...metadata,
      };
      const created = full.recordedAt;
      const event = { id: randomUUID(), stream, type, data, metadata: asJson(full), revision, position, created };
      events.push(event);
      bell.ring();
      return event;
    },
  };
};

const asJson = (metadata: object): JsonObject => metadata as JsonObject;

/** The event as a fact, as it is. */
export const asFact = ({ created: _, metadata, ...event }: RecordedEvent): RecordedFact => {
  const full: object = metadata;
  return { ...event, metadata: full as FactMetadata };
};
