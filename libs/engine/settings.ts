import path from 'node:path';
import { databaseLocation, eventStoreLocation } from './locations.ts';

/** The environment as the program finds it, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing that can be set, as `--help` and the documentation show it. */
export interface Setting<Value = unknown> {
  /** The environment variable. */
  readonly name: string;
  readonly meaning: string;
  /** What is allowed, for people: completes “… must be”. */
  readonly allowed: string;
  /** The text that stands where nothing is set; `<data>` is the data folder. Undefined: unset. */
  readonly default: string | undefined;
  /** The value, or undefined where the text is not allowed. */
  readonly parse: (text: string) => Value | undefined;
  /** The text may hold a password: messages do not repeat it, and it may stand in a file that `fileSetting` names. */
  readonly secret?: true;
}

/** The environment variable that names a file with the text of a secret setting. */
export const fileSetting = ({ name }: Pick<Setting, 'name'>): string => `${name}_FILE`;

/** A setting is wrong; the message is one line that names it and what is allowed. */
export class ConfigurationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigurationError';
  }
}

const wholeNumber =
  (minimum: number, maximum: number) =>
  (text: string): number | undefined =>
    /^\d{1,12}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum ? Number(text) : undefined;

const isHost = (text: string): string | undefined => (/^[A-Za-z0-9.:_-]{1,253}$/.test(text) ? text : undefined);

const oneOf =
  <Text extends string>(...texts: readonly Text[]) =>
  (text: string): Text | undefined =>
    texts.find((allowed) => allowed === text);

const address = (name: string, meaning: string) => ({
  name,
  meaning,
  allowed: 'a host name or an IP address',
  default: '127.0.0.1',
  parse: isHost,
});

const port = (name: string, meaning: string, usual: number) => ({
  name,
  meaning,
  allowed: 'a whole number from 0 to 65535',
  default: String(usual),
  parse: wholeNumber(0, 65_535),
});

const database = (name: string, meaning: string, file: string) => ({
  name,
  meaning,
  allowed: 'sqlite:<file> or postgres://<host>/<database>',
  default: `sqlite:<data>/${file}`,
  parse: databaseLocation,
  secret: true as const,
});

const amount = (name: string, meaning: string, unit: string, minimum: number, maximum: number, usual: number) => ({
  name,
  meaning,
  allowed: `a whole number of ${unit} from ${minimum} to ${maximum}`,
  default: String(usual),
  parse: wholeNumber(minimum, maximum),
});

/** Everything that can be set, by the name that the configuration gives it. */
export const settings = {
  dataFolder: {
    name: 'JUCHU_DATA',
    meaning: 'Folder of everything that Juchu keeps; made where it does not exist.',
    allowed: 'the path of a folder',
    default: './var',
    parse: (text: string) => (text.includes('\0') ? undefined : path.resolve(text)),
  },
  eventStore: {
    name: 'JUCHU_EVENT_STORE',
    meaning: 'Where the log is.',
    allowed: 'sqlite:<file>, esdb://<host>:<port> or esdb+discover://<host>:<port>',
    default: 'sqlite:<data>/events.db',
    parse: eventStoreLocation,
    secret: true,
  },
  readDatabase: database(
    'JUCHU_READ_DATABASE',
    'Where the read models are; can be rebuilt from the log.',
    'read-models.db',
  ),
  keyVault: database('JUCHU_KEY_VAULT', 'Where the keys of personal data are, apart from the log.', 'keys.db'),
  worker: {
    name: 'JUCHU_WORKER',
    meaning:
      'Where read models and processes are kept going: `inside` the API, or `apart` from it in worker programs (`juchu worker`).',
    allowed: 'inside or apart',
    default: 'inside',
    parse: oneOf('inside', 'apart'),
  },
  defaultWarehouse: {
    name: 'JUCHU_WAREHOUSE',
    meaning: 'Warehouse of order lines that name none.',
    allowed: 'letters, digits, dots, hyphens or underscores, 40 at most',
    default: 'MAIN',
    parse: (text: string) => (/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(text) ? text : undefined),
  },
  host: address('JUCHU_HOST', 'Address that the API listens on; 0.0.0.0 for every interface.'),
  port: port('JUCHU_PORT', 'Port that the API listens on; 0 picks a free one.', 3000),
  workerHost: address('JUCHU_WORKER_HOST', 'Address that a worker tells its health on.'),
  workerPort: port('JUCHU_WORKER_PORT', 'Port that a worker tells its health on; 0 picks a free one.', 3001),
  bodyLimitBytes: amount('JUCHU_BODY_LIMIT', 'Largest request body.', 'bytes', 1024, 16_777_216, 1_048_576),
  requestTimeoutMs: amount(
    'JUCHU_REQUEST_TIMEOUT',
    'Longest time for a request to arrive.',
    'milliseconds',
    100,
    600_000,
    30_000,
  ),
  readWaitMs: amount(
    'JUCHU_READ_WAIT',
    'Longest time that a query with `after` waits.',
    'milliseconds',
    0,
    60_000,
    5_000,
  ),
  adminKey: {
    name: 'JUCHU_ADMIN_KEY',
    meaning: 'The admin key, where none is to be made and stored at first start.',
    allowed: 'a text of 32 to 512 visible ASCII characters',
    default: undefined,
    secret: true,
    parse: (text: string) => (/^[\x21-\x7e]{32,512}$/.test(text) ? text : undefined),
  },
} as const satisfies Readonly<Record<string, Setting>>;
