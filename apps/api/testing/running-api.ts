import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { configurationFrom } from '#libs/engine/configuration';
import type { Engine } from '#libs/engine/engine';
import type { Environment } from '#libs/engine/settings';
import { type RunningApi, startApi } from '../start-api.ts';
import { type ApiClient, apiClient, TEST_KEY } from './api-client.ts';

/** An API with all its parts, whatever they are made of. */
export interface ApiUnderTest extends ApiClient {
  /** Where the first server listens. */
  readonly url: string;
  /** Each server by itself; the same one twice where there is only one. */
  readonly servers: readonly [ApiClient, ApiClient];
  /** For looking on. */
  readonly engine: Engine;
  /** Resolves when everything that follows from what was sent has happened. */
  settled(): Promise<void>;
  /** Ends it, throws its read models away, and starts it again. */
  loseReadModels(): Promise<void>;
  /** Ends it and removes its data. */
  end(): Promise<void>;
}

/** One whose parts are all in this process. */
export interface EmbeddedApi extends ApiUnderTest {
  /** Takes no new requests, answers those under way, and leaves its data. */
  close(): Promise<void>;
}

export interface RunOptions {
  /** How many servers there are at least. Default 1. */
  readonly servers?: 1 | 2;
  readonly environment?: Environment;
}

/** The API on an embedded installation in a folder of its own, in this process, on free ports. */
export const runEmbedded = async ({ servers = 1, environment = {} }: RunOptions = {}): Promise<EmbeddedApi> => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'juchu-api-'));
  const settings = { JUCHU_DATA: dataFolder, JUCHU_PORT: '0', JUCHU_ADMIN_KEY: TEST_KEY, ...environment };
  const start = async (): Promise<readonly [RunningApi, RunningApi]> => {
    const first = await startApi(configurationFrom(settings));
    return [first, servers === 1 ? first : await startApi(configurationFrom(settings))];
  };
  let [first, second] = await start();
  let client = apiClient(first.url, second.url);
  const close = async (): Promise<void> => {
    if (second !== first) await second.close();
    await first.close();
  };
  return {
    raw: (...request) => client.raw(...request),
    call: (...request) => client.call(...request),
    attempt: (...request) => client.attempt(...request),
    post: (...request) => client.post(...request),
    get url() {
      return first.url;
    },
    get servers() {
      return [apiClient(first.url), apiClient(second.url)] as const;
    },
    get engine() {
      return first.engine;
    },
    settled: () => first.engine.processes.idle(),
    async loseReadModels() {
      await close();
      for (const file of globSync('read-models.db*', { cwd: dataFolder })) rmSync(path.join(dataFolder, file));
      [first, second] = await start();
      client = apiClient(first.url, second.url);
    },
    close,
    async end() {
      await close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};
