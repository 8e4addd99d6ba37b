import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** What specs read of an answer; a member that is not there is undefined. */
export interface AnswerBody {
  readonly id: string;
  readonly number?: string;
  readonly revision: string;
  readonly position: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly facts: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly commands: readonly { readonly name: string; readonly possible: boolean; readonly refusal?: unknown }[];
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly status: number | string;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly messages: { readonly ja: string; readonly en: string };
  readonly errors: readonly {
    readonly field: string;
    readonly rule: string;
    readonly message: string;
    readonly messages: { readonly ja: string; readonly en: string };
  }[];
  readonly possibleCommands: readonly string[];
  readonly [other: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

type SentHeaders = Readonly<Record<string, string>>;

/** Speaks to one server, or to several in turn. */
export interface ApiClient {
  /** Sends JSON as the admin and reads the JSON that comes back. */
  call(method: string, path: string, body?: unknown, headers?: SentHeaders): Promise<Answer>;
  /** Sends a command until it is decided: again, with the same key, where a 503 asks for that. */
  attempt(path: string, body?: unknown, headers?: SentHeaders): Promise<Answer>;
  /** Sends a command that has to be carried out, in as many attempts as it takes. */
  post(path: string, body?: unknown, headers?: SentHeaders): Promise<AnswerBody>;
  /** Sends the request as it is given. */
  raw(path: string, request: RequestInit): Promise<Answer>;
}

export const TEST_KEY = 'a-key-for-specs-of-more-than-32-characters';

/** Longest time for all tries of one command, in milliseconds. */
const PATIENCE_MS = 60_000;

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : { text }) as AnswerBody,
  };
};

/** A client of the servers at these addresses; each request goes to the next of them. */
export const apiClient = (...urls: readonly string[]): ApiClient => {
  let requests = 0;
  const nextUrl = (): string => urls[requests++ % urls.length] ?? '';
  const raw: ApiClient['raw'] = async (target, request) => answerOf(await fetch(`${nextUrl()}${target}`, request));
  const call: ApiClient['call'] = (method, target, body, headers = {}) =>
    raw(target, {
      method,
      headers: {
        authorization: `Bearer ${TEST_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const attempt: ApiClient['attempt'] = async (target, body, headers) => {
    const sent = { 'idempotency-key': randomUUID(), ...headers };
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      const answer = await call('POST', target, body, sent);
      if (answer.status !== 503 || Date.now() > deadline) return answer;
      await pause(Number(answer.headers.get('retry-after')) * 1000);
    }
  };
  return {
    raw,
    call,
    attempt,
    async post(target, body, headers) {
      const { status, body: answer } = await attempt(target, body, headers);
      if (status >= 300) throw new Error(`POST ${target}: ${String(status)} ${JSON.stringify(answer)}`);
      return answer;
    },
  };
};

/** Speaks to the same servers, and says of every command that it happened at an instant. */
export const tellingOf = (client: ApiClient, occurredAt: string): ApiClient => {
  const told = (headers?: SentHeaders): SentHeaders => ({ 'juchu-occurred-at': occurredAt, ...headers });
  return {
    ...client,
    call: (method, path, body, headers) => client.call(method, path, body, told(headers)),
    attempt: (path, body, headers) => client.attempt(path, body, told(headers)),
    post: (path, body, headers) => client.post(path, body, told(headers)),
  };
};
