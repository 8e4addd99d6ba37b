import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '#libs/kernel/fact';
import type { ApiKeys } from './api-keys.ts';
import { ProblemError } from '../problem/problem.ts';
import { problemOf } from '../problem/problem-from-error.ts';

/** Routes that anybody may call, as they were registered; whatever else has a route is protected. */
const openRoutes = /^\/(health\/(live|ready)|openapi\.json|docs(\/.*)?|\*)?$/;

const callers = new WeakMap<FastifyRequest, Actor>();

const unauthorized = (): ProblemError =>
  new ProblemError(
    problemOf(
      'unauthorized',
      {
        ja: 'Authorization: Bearer <APIキー> を付けてください。キーは最初の起動時に表示されています。',
        en: 'Send Authorization: Bearer <api key>; the admin key was printed at the first start.',
      },
      { headers: { 'WWW-Authenticate': 'Bearer realm="juchu"' } },
    ),
  );

/** Before a body is read: nobody gets past without a key, except to open routes and to addresses where nothing is. */
export const authenticate = (fastify: FastifyInstance, keys: ApiKeys): void => {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url;
    const caller = keys.callerOf(request.headers.authorization);
    if (caller) callers.set(request, caller);
    done(route === undefined || caller || openRoutes.test(route) ? undefined : unauthorized());
  });
};

/** Who sent a request to a protected route. */
export const callerOf = (request: FastifyRequest): Actor => {
  const caller = callers.get(request);
  if (!caller) throw unauthorized();
  return caller;
};
