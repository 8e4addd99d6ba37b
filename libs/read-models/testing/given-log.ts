import { randomUUID } from 'node:crypto';
import type { StreamType } from '#libs/kernel/decider';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { categoryOf, idOf, type Fact, type RecordedFact, type StateAfter } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import { toRecordedFact } from '#libs/kernel/log/recorded-fact';
import { sealFact } from '#libs/kernel/log/sealing';
import type { MemoryVault } from '#libs/kernel/testing/memory-vault';
import {
  personalMembers as personalInCustomers,
  type CustomerFact,
  type CustomerFactOf,
} from '#state-machines/customer/customer.events';
import { customerId } from '#state-machines/customer/customer.id';
import {
  personalMembers as personalInFollowUps,
  type FollowUpFact,
  type FollowUpFactOf,
} from '#state-machines/follow-up/follow-up.events';
import {
  personalMembers as personalInGoodsOrders,
  type GoodsOrderFact,
  type GoodsOrderFactOf,
} from '#state-machines/goods-order/goods-order.events';
import {
  personalMembers as personalInServiceOrders,
  type ServiceOrderFact,
  type ServiceOrderFactOf,
} from '#state-machines/service-order/service-order.events';
import {
  personalMembers as personalInSupportCases,
  type SupportCaseFact,
  type SupportCaseFactOf,
} from '#state-machines/support-case/support-case.events';
import { percentDecoded } from '#state-machines/vocabulary/percent-encoding';
import { customerSamples } from './customer-samples.ts';
import { followUpSamples } from './follow-up-samples.ts';
import { goodsOrderSamples } from './goods-order-samples.ts';
import { serviceOrderSamples } from './service-order-samples.ts';
import { supportCaseSamples } from './support-case-samples.ts';

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
  /** The same of a service order. Members of the state after a fact that are given stay until others are. */
  service<Type extends ServiceOrderFact['type']>(
    id: string,
    type: Type,
    data?: Partial<ServiceOrderFactOf<Type>['data']>,
    stateAfter?: Partial<StateAfter>,
  ): RecordedEvent;
  /** The same of the customer with a number. */
  customer<Type extends CustomerFact['type']>(
    customerNumber: string,
    type: Type,
    data?: Partial<CustomerFactOf<Type>['data']>,
    state?: 'active' | 'held',
  ): RecordedEvent;
  /** The same of a follow-up, whose customer is the subject of its opening. */
  followUp<Type extends FollowUpFact['type']>(
    id: string,
    type: Type,
    data?: Partial<FollowUpFactOf<Type>['data']>,
    state?: 'open' | 'assigned' | 'snoozed' | 'done' | 'dropped',
  ): RecordedEvent;
  /** The same of a support case. */
  supportCase<Type extends SupportCaseFact['type']>(
    id: string,
    type: Type,
    data?: Partial<SupportCaseFactOf<Type>['data']>,
    stateAfter?: Partial<StateAfter>,
  ): RecordedEvent;
}

const goodsState: StateAfter = {
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

const serviceState: StateAfter = {
  engagement: 'hearing.gathering',
  change: 'none',
  billing: 'unscheduled',
  hold: 'clear',
  care: 'quiet',
  step: 1,
  nextActor: 'backOffice',
  value: 1_800_000,
  total: 1_980_000,
  paid: 0,
  scheduled: 0,
  billable: 0,
  billed: 0,
};

const supportCaseState: StateAfter = { state: 'opened', nextActor: 'backOffice' };

/** Specs seal as the engine does. */
const personalOf: Readonly<Record<string, StreamType['personal']>> = {
  goodsOrder: personalInGoodsOrders,
  serviceOrder: personalInServiceOrders,
  customer: personalInCustomers,
  followUp: personalInFollowUps,
  supportCase: personalInSupportCases,
};

export const givenLog = (vault: MemoryVault): GivenLog => {
  const events: RecordedEvent[] = [];
  const revisions = new Map<string, bigint>();
  const states = new Map<string, Partial<StateAfter>>();
  const customersOfCases = new Map<string, string>();
  /** Whose key seals a fact: the customer's, on a case too; each order has a customer of its own, who bears its id. */
  const personOf = (stream: string, { data }: Fact): string => {
    if (categoryOf(stream) === 'supportCase' && 'customerId' in data)
      customersOfCases.set(stream, String(data.customerId));
    return customersOfCases.get(stream) ?? percentDecoded(idOf(stream));
  };
  const add: GivenLog['add'] = (stream, fact, stateAfter, occurredAt) => {
    const revision = revisions.get(stream) ?? 0n;
    revisions.set(stream, revision + 1n);
    const recordedAt = new Date(Date.UTC(2026, 10, 20) + events.length * 60_000).toISOString();
    const person = personOf(stream, fact);
    const personal = personalOf[categoryOf(stream)];
    const sealed = personal ? sealFact({ personal }, person, vault.keyInMemory(person), stream, fact) : fact;
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
  const addInState = (stream: string, fact: Fact, initial: StateAfter, change: Partial<StateAfter>): RecordedEvent => {
    const state = { ...states.get(stream), ...change };
    states.set(stream, state);
    return add(stream, fact, { ...initial, ...state } as StateAfter);
  };
  return {
    events,
    add,
    order: (id, type, data = {}, stateAfter = {}) =>
      addInState(`goodsOrder-${id}`, { type, data: { ...goodsOrderSamples[type], ...data } }, goodsState, stateAfter),
    service: (id, type, data = {}, stateAfter = {}) =>
      addInState(
        `serviceOrder-${id}`,
        { type, data: { ...serviceOrderSamples[type], ...data } },
        serviceState,
        stateAfter,
      ),
    customer: (customerNumber, type, data = {}, state = 'active') => {
      const given = type === 'CustomerRegistered' ? { customerNumber, ...data } : data;
      const stream = `customer-${customerId(customerNumber)}`;
      return add(stream, { type, data: { ...customerSamples[type], ...given } }, { state });
    },
    followUp: (id, type, data = {}, state = 'open') =>
      add(`followUp-${id}`, { type, data: { ...followUpSamples[type], ...data } }, { state, nextActor: 'backOffice' }),
    supportCase: (id, type, data = {}, stateAfter = {}) =>
      addInState(
        `supportCase-${id}`,
        { type, data: { ...supportCaseSamples[type], ...data } },
        supportCaseState,
        stateAfter,
      ),
  };
};

export const toFact = (event: RecordedEvent): RecordedFact =>
  toRecordedFact({ machine: `${categoryOf(event.stream)}@1`, upcasters: {} }, event);
