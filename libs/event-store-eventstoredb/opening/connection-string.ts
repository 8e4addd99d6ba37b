import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import connectionStrings from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import { StoreOpenError } from '#libs/kernel/store-open-error';

export interface ServerAddress {
  readonly address: string;
  readonly port: number;
}

/** What a connection string says, checked. */
export interface ConnectionSettings {
  /** Members of the cluster, or names to ask for them; with one and without `discover`, the server itself. */
  readonly hosts: readonly [ServerAddress, ...ServerAddress[]];
  readonly discover: boolean;
  readonly tls: boolean;
  /** PEM. Default: the authorities that Node trusts. */
  readonly authorities?: Buffer;
  readonly userCertificate?: { readonly certificate: Buffer; readonly key: Buffer };
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly options: Pick<ParsedOptions, 'nodePreference' | 'connectionName'> & Readonly<Record<TimingOption, number>>;
  /** The address for messages: without credentials and options. */
  readonly location: string;
}

type ParsedOptions = ReturnType<typeof connectionStrings.parseConnectionString>;
type TimingOption =
  'discoveryInterval' | 'gossipTimeout' | 'maxDiscoverAttempts' | 'keepAliveInterval' | 'keepAliveTimeout';

/**
 * Milliseconds, but for the gossip's seconds. A connection whose other side is gone without a word is given up after interval and timeout; the client's own defaults
 * take twice as long, and look for a leader for most of a minute.
 */
const timings: Readonly<Record<TimingOption, number>> = {
  discoveryInterval: 100,
  gossipTimeout: 2,
  maxDiscoverAttempts: 5,
  keepAliveInterval: 10_000,
  keepAliveTimeout: 3_000,
};

const known: ReadonlySet<string> = new Set([
  ...Object.keys(timings),
  ...['tls', 'tlsCAFile', 'userCertFile', 'userKeyFile', 'nodePreference', 'connectionName'],
  // These two the client knows, and this program has its own way with: each call has a deadline, and appends throw.
  ...['defaultDeadline', 'throwOnAppendFailure'],
]);

const flatCase = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');
const flatNames: ReadonlySet<string> = new Set([...known].map(flatCase));

const SCHEME = /^(esdb(?:\+discover)?):\/\//;
const EXAMPLE =
  'esdb://user:password@host:2113?tls=true or esdb+discover://…, with other characters than letters and digits percent-encoded';

/** Shows nothing of the address, and has no cause that does: whatever part of it is malformed may be the password. */
const invalid = (why: string): StoreOpenError => {
  const location = 'the EventStoreDB address';
  return new StoreOpenError('invalidAddress', location, `${location} is malformed (${why}): write ${EXAMPLE}`);
};

/** Checks what the client itself would only warn of, on the console and with the password. */
const requireKnownOptions = (connectionString: string): void => {
  const question = connectionString.indexOf('?', connectionString.lastIndexOf('@') + 1);
  if (question < 0) return;
  for (const option of connectionString.slice(question + 1).split(/[&?]/)) {
    const [name = ''] = option.split('=');
    if (flatCase(name) === 'tlsverifycert')
      throw invalid('tlsVerifyCert is not supported: name the authority with tlsCAFile');
    if (!flatNames.has(flatCase(name))) throw invalid(`one of its options is none of ${[...known].join(', ')}`);
  }
};

const parse = (connectionString: string): ParsedOptions => {
  if (!SCHEME.test(connectionString)) throw invalid('it begins with neither esdb:// nor esdb+discover://');
  const [credentials = ''] = /(?<=:\/\/)[^@]*(?=@)/.exec(connectionString) ?? [];
  // The client would cut the password at the second colon.
  if (credentials.split(':').length > 2) throw invalid('a colon in its credentials is not percent-encoded');
  requireKnownOptions(connectionString);
  try {
    return connectionStrings.parseConnectionString(connectionString);
  } catch {
    throw invalid('its host, port or options cannot be read');
  }
};

const readPem = (option: string, file: string | undefined): Buffer | undefined => {
  if (file === undefined) return undefined;
  const path = resolve(file);
  if (existsSync(path)) return readFileSync(path);
  throw new StoreOpenError('invalidAddress', path, `${path}, which ${option} names, is not there`);
};

/** Reads a connection string. Throws `StoreOpenError` (`invalidAddress`), without a word of what may be a password. */
export const parseConnectionString = (text: string): ConnectionSettings => {
  const connectionString = text.trim();
  const parsed = parse(connectionString);
  const [first, ...others] = parsed.hosts;
  if (first === undefined) throw invalid('it names no host');
  if (parsed.hosts.some(({ port }) => port < 1 || port > 65_535)) throw invalid('a port is 1 to 65535');
  const certificate = readPem('userCertFile', parsed.userCertFile);
  const key = readPem('userKeyFile', parsed.userKeyFile);
  if ((certificate === undefined) !== (key === undefined)) throw invalid('userCertFile and userKeyFile go together');
  const [, scheme = ''] = SCHEME.exec(connectionString) ?? [];
  const timing = Object.entries(timings).map(([name, usual]) => [name, parsed[name as TimingOption] ?? usual]);
  return {
    hosts: [first, ...others],
    discover: parsed.dnsDiscover,
    tls: parsed.tls !== false,
    authorities: readPem('tlsCAFile', parsed.tlsCAFile),
    userCertificate: certificate && key && { certificate, key },
    credentials: parsed.defaultCredentials,
    options: {
      nodePreference: parsed.nodePreference,
      connectionName: parsed.connectionName,
      ...(Object.fromEntries(timing) as Record<TimingOption, number>),
    },
    location: `${scheme}://${parsed.hosts.map(({ address, port }) => `${address}:${port}`).join(',')}`,
  };
};
