import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Bilingual } from '#libs/kernel/decider';
import { commandIdOfRequest } from '#libs/kernel/log/event-identity';
import type { Actor } from '#libs/kernel/fact';
import type { CommandContext } from '#libs/kernel/outcome';
import { percentEncoded } from '#state-machines/vocabulary/percent-encoding';
import { ProblemError } from '../problem/problem.ts';
import { problemOf } from '../problem/problem-from-error.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

const invalidHeader = (field: string, rule: string, message: Bilingual): ProblemError =>
  new ProblemError(
    problemOf(
      'invalid-header',
      { ja: `${field}: ${message.ja}`, en: `${field} ${message.en}` },
      { errors: [{ field, rule, message }] },
    ),
  );

const headerIn = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name.toLowerCase()];
  const text = Array.isArray(value) ? value.join(', ') : value;
  return text?.trim();
};

const idempotencyKeyIn = (request: FastifyRequest): string | undefined => {
  const key = headerIn(request, 'Idempotency-Key');
  // A caller whose key got lost on the way would believe to be protected.
  if (key === '')
    throw invalidHeader('Idempotency-Key', 'is-key', {
      ja: '空です。1〜255 文字の ASCII 文字を指定するか、ヘッダーごと省いてください。',
      en: 'is empty: give 1 to 255 ASCII characters, or leave the header out',
    });
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key))
    throw invalidHeader('Idempotency-Key', 'is-key', {
      ja: '1〜255 文字の ASCII 文字で指定してください。',
      en: 'must be 1 to 255 ASCII characters',
    });
  return key;
};

/** The revision in `If-Match: "12"`; `*` asks for nothing, since a command says itself whether it needs an existing stream. */
const expectedRevisionIn = (request: FastifyRequest): bigint | undefined => {
  const header = headerIn(request, 'If-Match');
  if (header === undefined || header === '*') return undefined;
  const revision = /^"(\d{1,18})"$/.exec(header)?.[1];
  if (revision === undefined)
    throw invalidHeader('If-Match', 'is-revision', {
      ja: '応答の ETag をそのまま（例 "12"）指定してください。',
      en: 'must be the ETag of an answer, such as "12", quotes included',
    });
  return BigInt(revision);
};

/** `Juchu-Occurred-At` in RFC 3339 UTC: when it happened in the world, never later than now. */
const occurredAtIn = (request: FastifyRequest, now: string): string | undefined => {
  const header = headerIn(request, 'Juchu-Occurred-At');
  if (header === undefined) return undefined;
  const instant = INSTANT.test(header) ? new Date(header) : undefined;
  const [day = ''] = header.split(/[Tt]/);
  const exists = instant !== undefined && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (!exists)
    throw invalidHeader('Juchu-Occurred-At', 'is-instant', {
      ja: '存在する日時を 2026-11-22T14:00:00+09:00 の形で指定してください。',
      en: 'must be a point in time that exists, such as 2026-11-22T14:00:00+09:00',
    });
  const utc = instant.toISOString();
  if (utc > now)
    throw invalidHeader('Juchu-Occurred-At', 'in-the-future', {
      ja: '未来の日時は指定できません。',
      en: 'must not be in the future',
    });
  return utc;
};

/** The command context that a request's headers ask for; `path` is the route's own, so that spellings of one URL share their keys. */
export const commandContextOf = (request: FastifyRequest, actor: Actor, path: string, now: string): CommandContext => {
  const key = idempotencyKeyIn(request);
  const commandId = key === undefined ? randomUUID() : commandIdOfRequest(actor.id, request.method, path, key);
  const expectedRevision = expectedRevisionIn(request);
  const occurredAt = occurredAtIn(request, now);
  return {
    commandId,
    ...(key === undefined ? { fresh: true } : {}),
    correlationId: commandId,
    actor,
    ...(expectedRevision === undefined ? {} : { expectedRevision }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
};

/**
 * A stream id in the request's path, at this segment counted from 0: as it stands in the URL, in the one spelling that ids are made in, since the
 * ids of things with natural names are percent-encoded themselves.
 */
export const streamIdIn = (request: FastifyRequest, segment: number): string => {
  const [path = ''] = (request.raw.url ?? '').split('?');
  const raw = path.split('/')[segment + 1] ?? '';
  return raw
    .split('.')
    .map((part) => percentEncoded(decodeURIComponent(part)))
    .join('.');
};
