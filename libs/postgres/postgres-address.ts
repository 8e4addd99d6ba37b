import { readFileSync } from 'node:fs';
import type { checkServerIdentity, ConnectionOptions } from 'node:tls';
import { PostgresError } from './postgres-error.ts';

/** A connection string, taken apart. */
export interface PostgresAddress {
  /** `postgres://host:port/database`, for people: without user and password. */
  readonly location: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  /** Undefined: as the environment says, else without TLS. */
  readonly ssl: false | ConnectionOptions | undefined;
  /** For the server's session: `-c search_path=juchu`. */
  readonly options: string;
  readonly connectTimeoutMs: number;
}

const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'options', 'connect_timeout'] as const;
type Parameter = (typeof PARAMETERS)[number];

const CONNECT_TIMEOUT_S = 5;

/** True for addresses of PostgreSQL, well formed or not. */
export const isPostgresUrl = (url: string): boolean => /^postgres(ql)?:/.test(url);

/**
 * Takes `postgres://user:password@host:port/database?sslmode=verify-full` apart. Parameters are those of libpq: sslmode (disable, require, verify-ca, verify-full),
 * sslrootcert, sslcert, sslkey, host (folder of a Unix socket), options, connect_timeout (seconds). What the address leaves out is taken from PGUSER, PGPASSWORD and
 * so on. Throws `PostgresError` (`invalidAddress`).
 */
export const parsePostgresAddress = (text: string): PostgresAddress => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !isPostgresUrl(text))
    throw invalid('postgres://', 'it has to be postgres://user:password@host:port/database');
  // What follows the host would be the rest of a password that was written as it is: it must get into no message.
  if (`${url.pathname}${url.search}${url.hash}`.includes('@'))
    throw invalid(
      'postgres://',
      'a / ? # or @ in a name, a password or a path has to be written as %2F %3F %23 or %40',
    );
  const location = `postgres://${url.host === '' ? (url.searchParams.get('host') ?? 'localhost') : url.host}${url.pathname}`;
  const given = parametersOf(url, location);
  const seconds = Number(given.get('connect_timeout') ?? CONNECT_TIMEOUT_S);
  if (!(seconds > 0)) throw invalid(location, 'connect_timeout has to be a number of seconds above 0');
  return {
    location,
    host: given.get('host') ?? decoded(url.hostname.replace(/^\[(.*)\]$/, '$1'), location),
    port: url.port === '' ? undefined : Number(url.port),
    user: decoded(url.username, location),
    password: decoded(url.password, location),
    database: decoded(url.pathname.slice(1), location),
    ssl: tlsOf(given, location),
    options: given.get('options') ?? '',
    connectTimeoutMs: seconds * 1000,
  };
};

const invalid = (location: string, what: string, cause?: unknown): PostgresError =>
  new PostgresError('invalidAddress', location, `${location} is not an address of a database: ${what}`, { cause });

const decoded = (part: string, location: string): string | undefined => {
  try {
    return part === '' ? undefined : decodeURIComponent(part);
  } catch {
    throw invalid(location, 'a % in a name or password has to be written as %25');
  }
};

const isParameter = (name: string): name is Parameter => PARAMETERS.some((known) => known === name);

/** One that is not known is an error: a misspelt `sslmode` would leave the connection in the clear. */
const parametersOf = (url: URL, location: string): ReadonlyMap<Parameter, string> => {
  const given = new Map<Parameter, string>();
  for (const [name, value] of url.searchParams) {
    if (!isParameter(name))
      throw invalid(location, `there is no parameter ${name}; there are: ${PARAMETERS.join(', ')}`);
    given.set(name, value);
  }
  return given;
};

/** As libpq has it, but for `prefer` and `allow`, which promise nothing. https://www.postgresql.org/docs/current/libpq-ssl.html */
const tlsOf = (given: ReadonlyMap<Parameter, string>, location: string): PostgresAddress['ssl'] => {
  const mode = given.get('sslmode');
  const file = (name: 'sslrootcert' | 'sslcert' | 'sslkey'): string | undefined => {
    const path = given.get(name);
    if (path === undefined || (name === 'sslrootcert' && path === 'system')) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw invalid(location, `the file of ${name}, ${path}, cannot be read`, cause);
    }
  };
  const [ca, cert, key] = [file('sslrootcert'), file('sslcert'), file('sslkey')];
  const anyHost: typeof checkServerIdentity = () => undefined;
  switch (mode) {
    case undefined:
      if (ca ?? cert ?? key)
        throw invalid(location, 'certificates are of use only with sslmode=require or verify-full');
      return undefined;
    case 'disable':
      return false;
    case 'require':
      return ca === undefined
        ? { cert, key, rejectUnauthorized: false }
        : { ca, cert, key, checkServerIdentity: anyHost };
    case 'verify-ca':
      return { ca, cert, key, checkServerIdentity: anyHost };
    case 'verify-full':
      return { ca, cert, key };
    default:
      throw invalid(location, `sslmode has to be disable, require, verify-ca or verify-full, not ${mode}`);
  }
};
