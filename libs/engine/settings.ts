import path from 'node:path';

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
}

/** A setting is wrong; the message is one line that names it and what is allowed. */
export class ConfigurationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigurationError';
  }
}

/** A file that holds an embedded database. */
export interface SqliteLocation {
  readonly kind: 'sqlite';
  /** Absolute path. */
  readonly file: string;
}

const wholeNumber =
  (minimum: number, maximum: number) =>
  (text: string): number | undefined =>
    /^\d{1,12}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum ? Number(text) : undefined;

const sqliteLocation = (text: string): SqliteLocation | undefined => {
  const file = /^sqlite:(?<file>[^?#\0]+)$/.exec(text)?.groups?.['file'];
  return file === undefined ? undefined : { kind: 'sqlite', file: path.resolve(file) };
};

const sqlite = (name: string, meaning: string, file: string): Setting<SqliteLocation> => ({
  name,
  meaning,
  allowed: 'sqlite:<file>, such as sqlite:./var/events.db',
  default: `sqlite:<data>/${file}`,
  parse: sqliteLocation,
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
  eventStore: sqlite('JUCHU_EVENT_STORE', 'Where the log is.', 'events.db'),
  readDatabase: sqlite(
    'JUCHU_READ_DATABASE',
    'Where the read models are; can be rebuilt from the log.',
    'read-models.db',
  ),
  keyVault: sqlite('JUCHU_KEY_VAULT', 'Where the keys of personal data are, apart from the log.', 'keys.db'),
  defaultWarehouse: {
    name: 'JUCHU_WAREHOUSE',
    meaning: 'Warehouse of order lines that name none.',
    allowed: 'letters, digits, dots, hyphens or underscores, 40 at most',
    default: 'MAIN',
    parse: (text: string) => (/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(text) ? text : undefined),
  },
  host: {
    name: 'JUCHU_HOST',
    meaning: 'Address that the API listens on; 0.0.0.0 for every interface.',
    allowed: 'a host name or an IP address',
    default: '127.0.0.1',
    parse: (text: string) => (/^[A-Za-z0-9.:_-]{1,253}$/.test(text) ? text : undefined),
  },
  port: {
    name: 'JUCHU_PORT',
    meaning: 'Port that the API listens on; 0 picks a free one.',
    allowed: 'a whole number from 0 to 65535',
    default: '3000',
    parse: wholeNumber(0, 65_535),
  },
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
    parse: (text: string) => (/^[\x21-\x7e]{32,512}$/.test(text) ? text : undefined),
  },
} as const satisfies Readonly<Record<string, Setting>>;
