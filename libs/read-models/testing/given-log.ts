import { randomUUID } from 'node:crypto';
import type { StreamType } from '#libs/kernel/decider';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { categoryOf, idOf, type Fact, type RecordedFact, type StateAfter } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import { toRecordedFact } from '#libs/kernel/log/recorded-fact';
import { sealFact } from '#libs/kernel/log/sealing';
import type { MemoryVault } from '#libs/kernel/testing/memory-vault';
import {
  personalMembers,
  type GoodsOrderFact,
  type GoodsOrderFactOf,
} from '#state-machines/goods-order/goods-order.events';
import { goodsOrderSamples } from './goods-order-samples.ts';

/** A log for specs: facts as the engine records them, personal members sealed, one minute apart. */
export interface GivenLog {
  readonly events: RecordedEvent[];
  add(stream: string, fact: Fact, stateAfter: StateAfter, occurredAt?: string): RecordedEvent;
  /** A fact of a goods order as in the samples, but for what is given. */
  order<Type extends GoodsOrderFact['type']>(
    id: string,
    type: Type,
    data?: Partial<GoodsOrderFactOf<Type>['data']>,
    stateAfter?: Partial<StateAfter>,
  ): RecordedEvent;
}

const orderState: StateAfter = {
  fulfilment: 'received',
  payment: 'notDue',
  hold: 'clear',
  care: 'quiet',
  step: 1,
  nextActor: 'backOffice',
  total: 12960,
  paid: 0,
  shipments: {},
};

/** Specs seal as the engine does; only goods orders have personal members here. */
const personal: StreamType['personal'] = personalMembers;

export const givenLog = (vault: MemoryVault): GivenLog => {
  const events: RecordedEvent[] = [];
  const revisions = new Map<string, bigint>();
  const states = new Map<string, Partial<StateAfter>>();
  const add: GivenLog['add'] = (stream, fact, stateAfter, occurredAt) => {
    const revision = revisions.get(stream) ?? 0n;
    revisions.set(stream, revision + 1n);
    const recordedAt = new Date(Date.UTC(2026, 10, 20) + events.length * 60_000).toISOString();
    const person = idOf(stream);
    const sealed =
      categoryOf(stream) === 'goodsOrder'
        ? sealFact({ personal }, person, vault.keyInMemory(person), stream, fact)
        : fact;
    const metadata = {
      commandId: `command-${events.length}`,
      commandHash: 'f'.repeat(64),
      correlationId: `correlation-${events.length}`,
      actor: { id: 'sato', role: 'backOffice', via: 'http' },
      recordedAt,
      ...(occurredAt === undefined ? {} : { occurredAt }),
      schemaVersion: 1,
      machine: `${categoryOf(stream)}@1`,
      stateAfter,
      prevHash: null,
      hash: `hash-${events.length}`,
    } satisfies JsonObject;
    const position = String(events.length + 1).padStart(20, '0');
    const data = sealed.data as JsonObject;
    const event = {
      id: randomUUID(),
      stream,
      revision,
      position,
      type: fact.type,
      data,
      metadata,
      created: recordedAt,
    };
    events.push(event);
    return event;
  };
  return {
    events,
    add,
    order: (id, type, data = {}, stateAfter = {}) => {
      const state = { ...states.get(id), ...stateAfter };
      states.set(id, state);
      const fact: Fact = { type, data: { ...goodsOrderSamples[type], ...data } };
      return add(`goodsOrder-${id}`, fact, { ...orderState, ...state } as StateAfter);
    },
  };
};

export const toFact = (event: RecordedEvent): RecordedFact =>
  toRecordedFact({ machine: `${categoryOf(event.stream)}@1`, upcasters: {} }, event);
