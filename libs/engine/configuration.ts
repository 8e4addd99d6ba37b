import { ConfigurationError, type Environment, type Setting, type SqliteLocation, settings } from './settings.ts';

/** How this installation is set up; parsed once, at the start. */
export interface Configuration {
  /** Absolute path. */
  readonly dataFolder: string;
  readonly eventStore: SqliteLocation;
  readonly readDatabase: SqliteLocation;
  readonly keyVault: SqliteLocation;
  /** Serves the order lines that name no warehouse. */
  readonly defaultWarehouse: string;
  readonly host: string;
  readonly port: number;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly readWaitMs: number;
  readonly adminKey: string | undefined;
}

/** Settings of the test suites, which the program itself does not read. */
const TEST_PREFIX = 'JUCHU_TEST_';

const refuseUnknownNames = (environment: Environment): void => {
  const known = new Set<string>(Object.values(settings).map(({ name }) => name));
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('JUCHU_') && !name.startsWith(TEST_PREFIX) && !known.has(name),
  );
  if (unknown !== undefined)
    throw new ConfigurationError(`${unknown} is not a setting; there are ${[...known].join(', ')}`);
};

const optional = <Value>(environment: Environment, setting: Setting<Value>, dataFolder = ''): Value | undefined => {
  const set = environment[setting.name]?.trim();
  const text = set === undefined || set === '' ? setting.default?.replace('<data>', () => dataFolder) : set;
  if (text === undefined) return undefined;
  const value = setting.parse(text);
  if (value === undefined) {
    // A wrong key is still a secret: it is not repeated.
    const shown = setting.name === settings.adminKey.name ? '' : `, not ${JSON.stringify(text)}`;
    throw new ConfigurationError(`${setting.name} must be ${setting.allowed}${shown}`);
  }
  return value;
};

const required = <Value>(environment: Environment, setting: Setting<Value>, dataFolder?: string): Value => {
  const value = optional(environment, setting, dataFolder);
  if (value === undefined) throw new ConfigurationError(`${setting.name} must be ${setting.allowed}`);
  return value;
};

/** The configuration that the environment describes. Throws `ConfigurationError` for the first setting that is wrong. */
export const configurationFrom = (environment: Environment): Configuration => {
  refuseUnknownNames(environment);
  const dataFolder = required(environment, settings.dataFolder);
  return {
    dataFolder,
    eventStore: required(environment, settings.eventStore, dataFolder),
    readDatabase: required(environment, settings.readDatabase, dataFolder),
    keyVault: required(environment, settings.keyVault, dataFolder),
    defaultWarehouse: required(environment, settings.defaultWarehouse),
    host: required(environment, settings.host),
    port: required(environment, settings.port),
    bodyLimitBytes: required(environment, settings.bodyLimitBytes),
    requestTimeoutMs: required(environment, settings.requestTimeoutMs),
    readWaitMs: required(environment, settings.readWaitMs),
    adminKey: optional(environment, settings.adminKey),
  };
};
