import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem/problem.ts';
import { problemOf } from '../problem/problem-from-error.ts';

const malformed = (cause: unknown): ProblemError => {
  const place = cause instanceof Error ? cause.message.split('\n')[0] : '';
  return new ProblemError(
    problemOf('malformed-json', {
      ja: `本文が正しい JSON ではありません（${place ?? ''}）。`,
      en: `The body is not valid JSON: ${place ?? ''}`,
    }),
    { cause },
  );
};

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Bodies are JSON in UTF-8 and nothing else; no body at all is a command without content. What it may hold is the payload classes' business. */
export const acceptJsonOnly = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(typeof body === 'string' ? body : decoder.decode(body));
    } catch (error) {
      done(malformed(error));
      return;
    }
    done(null, parsed);
  });
};
