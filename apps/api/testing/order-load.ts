import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '#libs/engine/engine';
import { START, type Position } from '#libs/kernel/event-store';
import type { Answer, AnswerBody, ApiClient } from './api-client.ts';
import { order } from './sample-order.ts';

/** What a server said it had done: it must never be forgotten, nor done twice. */
export interface Acknowledged {
  readonly id: string;
  readonly revision: string;
  readonly facts: readonly string[];
}

/** Orders that are taken and confirmed, one after the other by each of several clerks, until it is told to end. */
export interface OrderLoad {
  /** How many commands were acknowledged so far. Throws as `end` does, so that nobody waits for more in vain. */
  acknowledged(): number;
  /** How many answers asked to come again later. */
  refusedForNow(): number;
  /** Takes no more orders, and resolves when those begun are confirmed. Throws where one was refused, or never got its answer. */
  end(): Promise<readonly Acknowledged[]>;
}

/** Clerks who work at once. */
const CLERKS = 8;
/** What a clerk pauses between two orders, in milliseconds. */
const PAUSE_MS = 20;
/** Longest time for all tries of one command, in milliseconds. */
const PATIENCE_MS = 60_000;

/** What `fetch` throws where the connection fails or ends. A spec's own `TypeError` is another class. */
const isLostConnection = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError';

/** Whatever gets no answer, or a 503, is sent again with the same key, as a well-behaved program does. */
export const beginOrders = (servers: ApiClient): OrderLoad => {
  const acknowledged: Acknowledged[] = [];
  let refused = 0;
  let ending = false;

  /** Undefined where it is to be sent again. */
  const answerOf = async (send: () => Promise<Answer>): Promise<Answer | undefined> => {
    try {
      const answer = await send();
      if (answer.status !== 503) return answer;
      refused += 1;
      if (!answer.headers.has('retry-after')) throw new Error('a 503 has to say when to come again');
    } catch (error) {
      if (!isLostConnection(error)) throw error;
    }
    return undefined;
  };

  const surely = async (path: string, body?: object): Promise<AnswerBody> => {
    const headers = { 'idempotency-key': randomUUID() };
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
      const answer = await answerOf(() => servers.call('POST', path, body, headers));
      if (answer && answer.status >= 300)
        throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      if (answer) {
        const { id, revision, facts } = answer.body;
        acknowledged.push({ id, revision, facts: facts.map(({ type }) => type) });
        return answer.body;
      }
      await pause(20 + Math.random() * 80);
    }
    throw new Error(`POST ${path}: nobody carried it out within ${PATIENCE_MS} ms`);
  };

  const clerk = async (): Promise<void> => {
    while (!ending) {
      const { id } = await surely('/api/goods-orders', order(1));
      await surely(`/api/goods-orders/${id}/confirm-order`);
      await pause(PAUSE_MS);
    }
  };
  const clerks = Promise.all(Array.from({ length: CLERKS }, clerk));
  let failure: Error | undefined;
  clerks.catch((cause: unknown) => (failure = new Error('a clerk has given up', { cause })));
  return {
    acknowledged() {
      if (failure) throw failure;
      return acknowledged.length;
    },
    refusedForNow: () => refused,
    async end() {
      ending = true;
      await clerks;
      return acknowledged;
    },
  };
};

/** How many orders were received, by the log. */
const countReceived = async ({ store }: Pick<Engine, 'store'>): Promise<number> => {
  const filter = { categories: ['goodsOrder'] };
  let received = 0;
  for (let from: Position = START, end = false; !end;) {
    const page = await store.readAll({ from, filter });
    received += page.events.filter(({ type }) => type === 'OrderReceived').length;
    ({ next: from, end } = page);
  }
  return received;
};

/** What is wrong with the log after all that was acknowledged: nothing, where nothing was lost and nothing done twice. */
export const contradictions = async (
  engine: Pick<Engine, 'store'>,
  acknowledged: readonly Acknowledged[],
): Promise<readonly string[]> => {
  const problems: string[] = [];
  const byOrder = Map.groupBy(acknowledged, ({ id }) => id);
  for (const [id, acts] of byOrder) {
    const types = (await engine.store.readStream(`goodsOrder-${id}`)).map(({ type }) => type);
    for (const type of ['OrderReceived', 'OrderConfirmed'])
      if (types.filter((found) => found === type).length !== 1) problems.push(`${id} has not one ${type}`);
    for (const { revision, facts } of acts)
      if (types[Number(revision)] !== facts.at(-1))
        problems.push(`${id} has no ${String(facts.at(-1))} at ${revision}`);
  }
  const received = await countReceived(engine);
  if (received !== byOrder.size) problems.push(`${received} orders were received, not ${byOrder.size}`);
  return problems;
};
