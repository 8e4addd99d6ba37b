import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '#libs/engine/engine';
import type { Answer, AnswerBody, ApiClient } from './api-client.ts';
import { order } from './sample-order.ts';

/** What a server said it had done: it must never be forgotten, nor done twice. */
export interface Acknowledged {
  readonly id: string;
  readonly revision: string;
  readonly facts: readonly string[];
}

export interface OrderLoad {
  /** Resolves when every order has been taken and confirmed. */
  readonly done: Promise<readonly Acknowledged[]>;
  /** Acknowledged so far. */
  acknowledged(): number;
  /** Answers that asked to come again later. */
  refusedForNow(): number;
}

/** Clerks who work at once. */
const CLERKS = 8;
/** Longest time for all tries of one request, in milliseconds. */
const PATIENCE_MS = 60_000;

/** Takes orders and confirms them. Whatever gets no answer, or a 503, is sent again with the same key, as a well-behaved program does. */
export const takeOrders = (servers: ApiClient, orders: number): OrderLoad => {
  const acknowledged: Acknowledged[] = [];
  let refused = 0;

  const answered = async (send: () => Promise<Answer>): Promise<Answer | undefined> => {
    try {
      const answer = await send();
      if (answer.status !== 503) return answer;
      refused += 1;
      if (!answer.headers.has('retry-after')) throw new Error('a 503 has to say when to come again');
      return undefined;
    } catch (error) {
      // `fetch` says of a lost connection that it failed.
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  };

  const surely = async (path: string, body?: object): Promise<AnswerBody> => {
    const headers = { 'idempotency-key': randomUUID() };
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      const answer = await answered(() => servers.call('POST', path, body, headers));
      if (answer && answer.status < 300) {
        const { id, revision, facts } = answer.body;
        acknowledged.push({ id, revision, facts: facts.map(({ type }) => type) });
        return answer.body;
      }
      if (answer) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      if (Date.now() > deadline) throw new Error(`POST ${path}: nobody carried it out within ${PATIENCE_MS} ms`);
      await pause(20 + Math.random() * 80);
    }
  };

  let left = orders;
  const clerk = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { id } = await surely('/api/goods-orders', order(1));
      await surely(`/api/goods-orders/${id}/confirm-order`);
    }
  };
  const done = Promise.all(Array.from({ length: CLERKS }, clerk)).then(() => acknowledged);
  // Whoever watches it under way awaits it later.
  done.catch(() => undefined);
  return { done, acknowledged: () => acknowledged.length, refusedForNow: () => refused };
};

/** What is wrong with the log after all that was acknowledged: nothing, if nothing was lost and nothing done twice. */
export const broken = async (
  { store }: Pick<Engine, 'store'>,
  acknowledged: readonly Acknowledged[],
): Promise<readonly string[]> => {
  const problems: string[] = [];
  for (const [id, acts] of Map.groupBy(acknowledged, (act) => act.id)) {
    const types = (await store.readStream(`goodsOrder-${id}`)).map(({ type }) => type);
    for (const type of ['OrderReceived', 'OrderConfirmed'])
      if (types.filter((found) => found === type).length !== 1) problems.push(`${id} has not one ${type}`);
    for (const { revision, facts } of acts)
      if (types[Number(revision)] !== facts.at(-1))
        problems.push(`${id} has no ${String(facts.at(-1))} at ${revision}`);
  }
  const { length } = (await store.readAll({ filter: { categories: ['goodsOrder'] }, max: 4096 })).events.filter(
    ({ type }) => type === 'OrderReceived',
  );
  const wanted = new Set(acknowledged.map(({ id }) => id)).size;
  if (length !== wanted) problems.push(`${length} orders were received, not ${wanted}`);
  return problems;
};
