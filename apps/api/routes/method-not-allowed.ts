import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem/problem.ts';
import { problemOf } from '../problem/problem-from-error.ts';

const methodNotAllowed = (allowed: readonly string[]): ProblemError => {
  const methods = allowed.join(', ');
  return new ProblemError(
    problemOf(
      'method-not-allowed',
      { ja: `このアドレスで使えるメソッドは ${methods} です。`, en: `This address takes ${methods}; see /docs.` },
      { headers: { Allow: methods } },
    ),
  );
};

/** Two routes that the router cannot tell apart. */
const shapeOf = (url: string): string => url.replaceAll(/:\w+/g, ':');

/**
 * Watches which methods every address gets. What it returns, called when all routes are there, answers the other methods of those addresses with 405 and
 * `Allow` (RFC 9110), which Fastify would take for addresses that do not exist.
 */
export const refuseOtherMethods = (fastify: FastifyInstance): (() => void) => {
  const routes = new Map<string, { readonly url: string; readonly methods: Set<string> }>();
  let complete = false;
  fastify.addHook('onRoute', ({ url, method }) => {
    if (complete || url.includes('*')) return;
    const shape = shapeOf(url);
    const { methods } = routes.get(shape) ?? { methods: new Set() };
    for (const taken of [method].flat()) methods.add(taken);
    routes.set(shape, { url, methods });
  });
  return () => {
    complete = true;
    for (const { url, methods } of routes.values()) {
      const allowed = [...methods].toSorted();
      fastify.route({
        url,
        method: fastify.supportedMethods.filter((method) => !methods.has(method)),
        onRequest: (_request, _reply, done) => done(methodNotAllowed(allowed)),
        handler: () => Promise.reject(methodNotAllowed(allowed)),
      });
    }
  };
};
