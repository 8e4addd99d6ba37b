import type { JsonObject } from '#libs/kernel/json';
import { problemCodes } from '../problem/problem-codes.ts';

const header = (name: string, description: string, schema: JsonObject): JsonObject => ({
  name,
  in: 'header',
  required: false,
  description,
  schema,
});

/** Headers that every command takes. */
export const commandHeaders: Readonly<Record<string, JsonObject>> = {
  IdempotencyKey: header(
    'Idempotency-Key',
    'Makes the request recognisable: sent again with the same key, caller and address, it answers what the first one did and changes nothing. Another body under the same key is refused with 422.',
    { type: 'string', minLength: 1, maxLength: 255 },
  ),
  IfMatch: header(
    'If-Match',
    'The ETag of the state you have seen, such as "4": the command is refused with 412 where it has changed since. A recognised repeat answers before this is looked at.',
    { type: 'string', pattern: '^(\\*|"\\d+")$' },
  ),
  OccurredAt: header(
    'Juchu-Occurred-At',
    'When it happened in the world, where that is not now. Never in the future.',
    { type: 'string', format: 'date-time' },
  ),
};

export const languageHeader = header('Accept-Language', 'Language of `detail` in problems: `ja` or `en`.', {
  type: 'string',
  example: 'ja',
});

const bilingual: JsonObject = {
  type: 'object',
  properties: { ja: { type: 'string' }, en: { type: 'string' } },
  required: ['ja', 'en'],
};

const state: JsonObject = {
  type: 'object',
  description: 'One member per region of the chart, the step of the flow, and states of children.',
  additionalProperties: true,
};

const revision: JsonObject = {
  type: 'string',
  pattern: '^\\d+$',
  description: 'Counts the facts of the stream from 0.',
};

export const sharedSchemas: Readonly<Record<string, JsonObject>> = {
  Problem: {
    type: 'object',
    description: 'RFC 9457 problem details. `code` is stable; `errors` names the fields.',
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string', description: `Among others: ${Object.keys(problemCodes).join(', ')}.` },
      detail: { type: 'string' },
      messages: bilingual,
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            field: { type: 'string' },
            rule: { type: 'string' },
            message: { type: 'string', description: 'In the language of `detail`.' },
            messages: bilingual,
          },
          required: ['field', 'rule', 'message', 'messages'],
        },
      },
      state,
      revision,
      possibleCommands: { type: 'array', items: { type: 'string' } },
    },
    required: ['type', 'title', 'status', 'code', 'detail', 'messages', 'errors'],
  },
  CommandAnswer: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      number: { type: 'string', description: 'The number that people use, where there is one.' },
      revision: { ...revision, type: ['string', 'null'] },
      position: {
        type: ['string', 'null'],
        description: 'Place of the last fact in the log, for `after` of a query; null where nothing was to change.',
      },
      state,
      facts: {
        type: 'array',
        items: {
          type: 'object',
          properties: { type: { type: 'string' }, data: { type: 'object', additionalProperties: true } },
          required: ['type', 'data'],
        },
      },
    },
    required: ['id', 'revision', 'position', 'state', 'facts'],
  },
  StreamState: {
    type: 'object',
    properties: { id: { type: 'string' }, revision, state, data: { type: 'object', additionalProperties: true } },
    required: ['id', 'revision', 'state', 'data'],
  },
  PossibleCommands: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      revision,
      state,
      commands: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            type: { type: 'string' },
            summary: bilingual,
            possible: { type: 'boolean' },
            refusal: {
              type: 'object',
              properties: { code: { type: 'string' }, message: bilingual },
              required: ['code', 'message'],
            },
          },
          required: ['name', 'type', 'summary', 'possible'],
        },
      },
    },
    required: ['id', 'revision', 'state', 'commands'],
  },
};

export const schemaReference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** A successful answer. */
export const jsonAnswer = (description: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  description,
  content: { 'application/json': { schema, ...more } },
});

const problem = (description: string): JsonObject => ({
  description,
  content: { 'application/problem+json': { schema: schemaReference('Problem') } },
});

const problems = {
  400: problem('Malformed, or a field breaks a rule; `errors` names each.'),
  401: problem('No key, or one that is not known.'),
  404: problem('There is no such thing.'),
  409: problem('The state does not allow it; `possibleCommands` says what it would allow.'),
  412: problem('It has changed since the revision in `If-Match`.'),
  413: problem('The body is over the limit.'),
  415: problem('The body is not JSON.'),
  422: problem('A rule about the content refuses it, or the `Idempotency-Key` was used for another command.'),
  503: problem('Not now: try again after `Retry-After`, with the same `Idempotency-Key`.'),
} as const;

/** Responses for these statuses, each a problem. */
export const problemResponses = (...statuses: readonly (keyof typeof problems)[]): JsonObject =>
  Object.fromEntries(statuses.map((status) => [String(status), problems[status]]));
