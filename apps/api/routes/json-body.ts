import type { FastifyInstance } from 'fastify';
import type { Bilingual } from '#libs/kernel/decider';
import { ProblemError } from '../problem/problem.ts';
import { problemOf } from '../problem/problem-from-error.ts';

const NOT_UTF8: Bilingual = {
  ja: '本文が UTF-8 ではありません。UTF-8 の JSON を送ってください。',
  en: 'The body is not UTF-8: send JSON in UTF-8.',
};

/** What the parser says is English only; of it, the place or the character is told in Japanese too. */
const syntaxMessage = (said: string): Bilingual => {
  const en = `The body is not valid JSON: ${said}`;
  const { line, column } = /\(line (?<line>\d+) column (?<column>\d+)\)/.exec(said)?.groups ?? {};
  if (line !== undefined && column !== undefined)
    return { ja: `本文が正しい JSON ではありません（${line} 行目の ${column} 文字目）。`, en };
  const unexpected = /^Unexpected token '(?<character>.*?)', /su.exec(said)?.groups?.['character'];
  if (unexpected !== undefined)
    return { ja: `本文が正しい JSON ではありません（「${unexpected}」は使えません）。`, en };
  return said === 'Unexpected end of JSON input'
    ? { ja: '本文の JSON が途中で終わっています。', en }
    : { ja: '本文が正しい JSON ではありません。', en };
};

const malformed = (cause: unknown): ProblemError => {
  const detail = cause instanceof SyntaxError ? syntaxMessage(cause.message) : NOT_UTF8;
  return new ProblemError(problemOf('malformed-json', detail), { cause });
};

const TOO_LARGE = 413;

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
  // A client that is still sending would see its connection broken instead of the answer: the rest of its body is taken and dropped.
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode === TOO_LARGE) {
      reply.removeHeader('connection');
      request.raw.resume();
    }
    done(null, payload);
  });
};
