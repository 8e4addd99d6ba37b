import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from '#libs/engine/configuration';
import { type Engine, type EngineOptions, openEngine } from '#libs/engine/engine';
import { settings } from '#libs/engine/settings';
import { addressProblem } from '#libs/service/listening';
import { openApiKeys } from './access/api-keys.ts';
import { createApi } from './create-api.ts';

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

/** Straight through Fastify: Nest would print the failure's stack besides. */
const listen = async (api: NestFastifyApplication, { host, port }: Configuration): Promise<string> => {
  try {
    return await api.getHttpAdapter().getInstance().listen({ host, port });
  } catch (error) {
    await api.close();
    throw addressProblem(error, { host, port, hostSetting: settings.host.name, portSetting: settings.port.name });
  }
};

/** Opens the engine and serves it. Throws what `openEngine` throws, `UnusableKeyFile` and `AddressUnavailable`, with everything closed again. */
export const startApi = async (configuration: Configuration, options: StartOptions = {}): Promise<RunningApi> => {
  const inside = configuration.worker === 'inside';
  const engine = await openEngine(configuration, { runProjections: inside, runProcesses: inside, ...options });
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
