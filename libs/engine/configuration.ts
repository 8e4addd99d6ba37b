import { readFileSync } from 'node:fs';
import type { DatabaseLocation, EventStoreLocation } from './locations.ts';
import { ConfigurationError, type Environment, fileSetting, type Setting, settings } from './settings.ts';

/** How this installation is set up; parsed once, at the start. */
export interface Configuration {
  /** Absolute path. */
  readonly dataFolder: string;
  readonly eventStore: EventStoreLocation;
  readonly readDatabase: DatabaseLocation;
  readonly keyVault: DatabaseLocation;
  /** Whether the API keeps read models and processes going, or leaves that to worker programs. */
  readonly worker: 'inside' | 'apart';
  /** Serves the order lines that name no warehouse. */
  readonly defaultWarehouse: string;
  readonly host: string;
  readonly port: number;
  readonly workerHost: string;
  readonly workerPort: number;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly readWaitMs: number;
  readonly adminKey: string | undefined;
}

/** Settings of the test suites, which the program itself does not read. */
const TEST_PREFIX = 'JUCHU_TEST_';

const refuseUnknownNames = (environment: Environment): void => {
  const all: readonly Setting[] = Object.values(settings);
  const known = new Set(all.map(({ name }) => name));
  const files = new Set(all.filter(({ secret }) => secret).map(fileSetting));
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('JUCHU_') && !name.startsWith(TEST_PREFIX) && !known.has(name) && !files.has(name),
  );
  if (unknown !== undefined)
    throw new ConfigurationError(`${unknown} is not a setting; there are ${[...known].join(', ')}`);
};

const trimmed = (text: string | undefined): string | undefined => {
  const inner = text?.trim();
  return inner === '' ? undefined : inner;
};

/** What is set: the variable's own text or, of a secret, that of the file which another variable names. */
const givenText = (environment: Environment, setting: Setting): string | undefined => {
  const text = trimmed(environment[setting.name]);
  const name = fileSetting(setting);
  const file = setting.secret ? trimmed(environment[name]) : undefined;
  if (file === undefined) return text;
  if (text !== undefined) throw new ConfigurationError(`${setting.name} and ${name} are both set: keep one of them`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new ConfigurationError(`${name} must be a file that can be read, not ${JSON.stringify(file)}`, { cause });
  }
};

/** What may be said of a wrong text: of one that may hold a password, only which kind of address it was meant to be. */
const shown = ({ secret }: Setting, text: string): string => {
  const scheme = /^[a-z][a-z0-9+]{1,20}:\/\//i.exec(text)?.[0];
  if (!secret) return `, not ${JSON.stringify(text)}`;
  return scheme === undefined ? '' : `, not "${scheme}…"`;
};

const optional = <Value>(environment: Environment, setting: Setting<Value>, dataFolder = ''): Value | undefined => {
  const text = givenText(environment, setting) ?? setting.default?.replace('<data>', () => dataFolder);
  if (text === undefined) return undefined;
  const value = setting.parse(text);
  if (value === undefined)
    throw new ConfigurationError(`${setting.name} must be ${setting.allowed}${shown(setting, text)}`);
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
    worker: required(environment, settings.worker),
    defaultWarehouse: required(environment, settings.defaultWarehouse),
    host: required(environment, settings.host),
    port: required(environment, settings.port),
    workerHost: required(environment, settings.workerHost),
    workerPort: required(environment, settings.workerPort),
    bodyLimitBytes: required(environment, settings.bodyLimitBytes),
    requestTimeoutMs: required(environment, settings.requestTimeoutMs),
    readWaitMs: required(environment, settings.readWaitMs),
    adminKey: optional(environment, settings.adminKey),
  };
};
