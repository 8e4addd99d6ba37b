import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem/problem.ts';
import { problemOf } from './problem/problem-from-error.ts';

const ending = (): ProblemError =>
  new ProblemError(
    problemOf('unavailable', {
      ja: 'サーバーを停止しています。少し待ってから、同じ Idempotency-Key を付けて送り直してください。',
      en: 'This server is ending: send the same request again in a moment, with the same Idempotency-Key.',
    }),
  );

/**
 * From when closing begins, requests under way are answered, and those that still arrive on open connections are turned away. A connection that is kept alive
 * after its last answer would keep the program from ending.
 */
export const turnAwayWhenClosing = (fastify: FastifyInstance): void => {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onRequest', (_request, _reply, done) => done(closing ? ending() : undefined));
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('Connection', 'close');
    done(null, payload);
  });
};
