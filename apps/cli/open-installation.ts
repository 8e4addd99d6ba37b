import { existsSync } from 'node:fs';
import { configurationFrom, type Configuration } from '#libs/engine/configuration';
import { openEngine, type Engine, type EngineOptions } from '#libs/engine/engine';
import { refuseLostLog } from '#libs/engine/installation-files';
import { type Environment, fileSetting, settings } from '#libs/engine/settings';
import { CommandFailed } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** Settings that name a place of their own, which `--data` overrules. */
const places = [settings.eventStore, settings.readDatabase, settings.keyVault];

/** The environment of the configured installation, or of the one in a folder. */
export const environmentOf = ({ environment }: Terminal, dataFolder: string | undefined): Environment => {
  if (dataFolder === undefined) return environment;
  const elsewhere = places.flatMap((place) => [place.name, fileSetting(place)]);
  return {
    ...environment,
    ...Object.fromEntries(elsewhere.map((name) => [name, undefined])),
    [settings.dataFolder.name]: dataFolder,
  };
};

/** The configured installation, or the one in a folder. Throws `ConfigurationError`. */
export const configurationOf = (terminal: Terminal, dataFolder: string | undefined): Configuration =>
  configurationFrom(environmentOf(terminal, dataFolder));

/** Opens an installation that exists (in a simulation, on its last day), lets go of it whatever happens. Throws `CommandFailed` where there is none, and what `openEngine` throws. */
export const withInstallation = async <Result>(
  terminal: Terminal,
  dataFolder: string | undefined,
  options: Pick<EngineOptions, 'runProjections' | 'runProcesses'>,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> => {
  const configuration = configurationOf(terminal, dataFolder);
  refuseLostLog(configuration);
  const { eventStore } = configuration;
  // A server says by itself whether it is there.
  if (eventStore.kind === 'sqlite' && !existsSync(eventStore.file))
    throw new CommandFailed(
      `there is no event store at ${eventStore.file}: name the data folder with --data, or make one with "juchu start" or "juchu demo"`,
    );
  const engine = await openEngine(configuration, { ...options, resumeSimulation: true });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
};
