import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { configurationFrom } from '#libs/engine/configuration';
import type { Environment } from '#libs/engine/settings';
import { type RunningApi, startApi } from '../start-api.ts';

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
  readonly errors: readonly { readonly field: string; readonly rule: string; readonly message: string }[];
  readonly possibleCommands: readonly string[];
  readonly [other: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

export interface ApiUnderTest extends RunningApi {
  readonly dataFolder: string;
  /** Sends JSON as the admin and reads the JSON that comes back. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends a command that has to be carried out. */
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<AnswerBody>;
  /** Sends the request as it is given. */
  raw(path: string, request: RequestInit): Promise<Answer>;
  /** Resolves when everything that follows from what was sent has happened. */
  settled(): Promise<void>;
  /** Closes it and removes its data. */
  end(): Promise<void>;
}

export const TEST_KEY = 'a-key-for-specs-of-more-than-32-characters';

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : { text }) as AnswerBody,
  };
};

/** The API with all its parts, in a folder of its own, on a free port. */
export const runApiForSpec = async (environment: Environment = {}): Promise<ApiUnderTest> => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'juchu-api-'));
  const settings = { JUCHU_DATA: dataFolder, JUCHU_PORT: '0', JUCHU_ADMIN_KEY: TEST_KEY, ...environment };
  const api = await startApi(configurationFrom(settings));
  const raw: ApiUnderTest['raw'] = async (target, request) => answerOf(await fetch(`${api.url}${target}`, request));
  const call: ApiUnderTest['call'] = (method, target, body, headers = {}) =>
    raw(target, {
      method,
      headers: {
        authorization: `Bearer ${TEST_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    ...api,
    dataFolder,
    raw,
    call,
    async post(target, body, headers) {
      const answer = await call('POST', target, body, headers);
      if (answer.status >= 300)
        throw new Error(`POST ${target}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    settled: () => api.engine.processes.idle(),
    async end() {
      await api.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};
