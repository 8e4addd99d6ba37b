import { existsSync } from 'node:fs';
import { configurationFrom, type Configuration } from '#libs/engine/configuration';
import { openEngine, type Engine, type EngineOptions } from '#libs/engine/engine';
import { refuseLostLog } from '#libs/engine/installation-files';
import { CommandFailed } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** Settings that name a place of their own, which `--data` overrules. */
const places = ['JUCHU_EVENT_STORE', 'JUCHU_READ_DATABASE', 'JUCHU_KEY_VAULT'] as const;

/** The configured installation, or the one in a folder. Throws `ConfigurationError`. */
export const configurationOf = ({ environment }: Terminal, dataFolder: string | undefined): Configuration => {
  if (dataFolder === undefined) return configurationFrom(environment);
  const elsewhere = Object.fromEntries(places.map((name) => [name, undefined]));
  return configurationFrom({ ...environment, ...elsewhere, JUCHU_DATA: dataFolder });
};

/** Opens an installation that exists, lets go of it whatever happens. Throws `CommandFailed` where there is none, and what `openEngine` throws. */
export const withInstallation = async <Result>(
  terminal: Terminal,
  dataFolder: string | undefined,
  options: Pick<EngineOptions, 'runProjections' | 'runProcesses'>,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> => {
  const configuration = configurationOf(terminal, dataFolder);
  refuseLostLog(configuration);
  const { file } = configuration.eventStore;
  if (!existsSync(file))
    throw new CommandFailed(
      `there is no event store at ${file}: name the data folder with --data, or make one with "juchu start" or "juchu demo"`,
    );
  const engine = await openEngine(configuration, options);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
};
