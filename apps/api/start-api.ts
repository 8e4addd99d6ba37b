import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from '#libs/engine/configuration';
import { type Engine, type EngineOptions, openEngine } from '#libs/engine/engine';
import { openApiKeys } from './access/api-keys.ts';
import { createApi } from './create-api.ts';
import { systemCodeOf } from './system-error.ts';

export interface StartOptions extends EngineOptions {
  /** Told of the admin key when it is made, at the first start only. */
  readonly onNewAdminKey?: (key: string) => void;
}

export interface RunningApi {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly engine: Engine;
  /** Takes no new requests, answers those under way, then closes the engine. */
  close(): Promise<void>;
}

/** The address cannot be listened on; the message is one line that says what to do. */
export class AddressUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AddressUnavailable';
  }
}

const addressProblem = (error: unknown, host: string, port: number): unknown => {
  const advice: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} on ${host} is in use: stop what uses it, or set JUCHU_PORT to another`,
    EACCES: `this account may not listen on port ${port}: set JUCHU_PORT to one above 1023`,
    EADDRNOTAVAIL: `this machine has no address ${host}: set JUCHU_HOST to one that it has`,
    ENOTFOUND: `there is no host ${host}: set JUCHU_HOST to an address of this machine`,
  };
  const line = advice[systemCodeOf(error) ?? ''];
  return line === undefined ? error : new AddressUnavailable(line, { cause: error });
};

/** Straight through Fastify: Nest would print the failure's stack besides. */
const listen = async (api: NestFastifyApplication, { host, port }: Configuration): Promise<string> => {
  try {
    return await api.getHttpAdapter().getInstance().listen({ host, port });
  } catch (error) {
    await api.close();
    throw addressProblem(error, host, port);
  }
};

/** Opens the engine and serves it. Throws what `openEngine` throws, `UnusableKeyFile` and `AddressUnavailable`, with everything closed again. */
export const startApi = async (configuration: Configuration, options: StartOptions = {}): Promise<RunningApi> => {
  const engine = await openEngine(configuration, options);
  try {
    const keys = openApiKeys(configuration);
    if (keys.newAdminKey !== undefined) options.onNewAdminKey?.(keys.newAdminKey);
    const api = await createApi(engine, configuration, keys, engine.clock);
    const url = await listen(api, configuration);
    return {
      url,
      engine,
      async close() {
        await api.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
};
