import type { StoreOpenErrorCode } from '#libs/kernel/store-open-error';

/** What can be wrong with a PostgreSQL database, in the words that every store uses. */
export type PostgresErrorCode = Extract<
  StoreOpenErrorCode,
  'unavailable' | 'accessDenied' | 'untrusted' | 'invalidAddress' | 'missing' | 'readOnly' | 'tooOld' | 'foreign'
>;

/** A database that cannot be used. The message is one line that names it and says what to do, without any password. */
export class PostgresError extends Error {
  readonly code: PostgresErrorCode;
  /** `postgres://host:port/database` */
  readonly location: string;
  constructor(code: PostgresErrorCode, location: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PostgresError';
    this.code = code;
    this.location = location;
  }
}

/** The SQLSTATE of an error of the server, the code of one of the system, or ''. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const sqlStateOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Complaint = readonly [
  pattern: RegExp,
  code: PostgresErrorCode,
  message: (location: string, reason: string) => string,
];

/** By code. The server's own words are added where they name a role or an object; they hold no password. */
const byCode: readonly Complaint[] = [
  [/^28P01$/, 'accessDenied', (at) => `${at} refuses the user name or the password; correct them in the address`],
  [
    /^28000$/,
    'accessDenied',
    (at, reason) => `${at} lets nobody in like this (${reason}); correct user and sslmode, or pg_hba.conf`,
  ],
  [/^3D000$/, 'missing', (at) => `${at} does not exist; create the database first`],
  [
    /^42501$/,
    'accessDenied',
    (at, reason) =>
      `${at} does not give this user the rights it needs (${reason}); make it the owner of the database, or grant it usage and create on the schema`,
  ],
  [/^3F000$/, 'missing', (at) => `${at} has no schema of the name in search_path; create the schema first`],
  [/^25006$/, 'readOnly', (at) => `${at} is read-only, as a standby is; name the primary`],
  [/^42704$/, 'tooOld', (at, reason) => `${at} does not know a setting (${reason}); PostgreSQL 14 or later is needed`],
  [/^53300$/, 'unavailable', (at) => `${at} has no connection left; raise its max_connections, or run fewer programs`],
  [/^53100$/, 'unavailable', (at) => `${at} cannot be written: the server's disk is full`],
  [/^57014$/, 'unavailable', (at) => `${at} took too long to answer, and was told to stop; try again`],
  [/^57P03$/, 'unavailable', (at) => `${at} is starting or stopping; it is tried again`],
  [/^(08...|57P0[125]|25P03|58...)$/, 'unavailable', (at, reason) => `${at} ended the connection (${reason})`],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'unavailable', (at) => `${at} has a host name that nobody knows; correct the address`],
  [
    /^ECONNREFUSED$/,
    'unavailable',
    (at) => `${at} refuses connections: nothing listens there; start PostgreSQL, or correct the address`,
  ],
  [
    /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES)$/,
    'unavailable',
    (at, reason) => `${at} cannot be reached (${reason}); check the network and the address`,
  ],
  [/^CERT_HAS_EXPIRED$/, 'untrusted', (at) => `${at} has a certificate that has expired; renew it`],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'untrusted',
    (at) => `${at} has a certificate of another host; correct the address, or use sslmode=verify-ca`,
  ],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_(SSL|TLS)_\w+)$/,
    'untrusted',
    (at) => `${at} has a certificate of an authority that is not known here; name it with sslrootcert=<file>`,
  ],
];

/** What the driver says without a code. */
const byMessage: readonly Complaint[] = [
  [/not support SSL/, 'untrusted', (at) => `${at} offers no TLS; turn it on there, or use sslmode=disable`],
  [
    /establishing an SSL connection/,
    'unavailable',
    (at) => `${at} does not speak PostgreSQL's protocol; correct the address`,
  ],
  [/password must be/, 'accessDenied', (at) => `${at} asks for a password and the address has none`],
  [
    /timeout exceeded when trying to connect/,
    'unavailable',
    (at) => `${at} is busy: all connections of this program are in use`,
  ],
  [
    /connection timeout|timeout expired/,
    'unavailable',
    (at) => `${at} does not answer; check the network, and that it is PostgreSQL that listens there`,
  ],
  [
    /[Cc]onnection terminated|not queryable|connection error|closed/,
    'unavailable',
    (at) => `${at} ended the connection; check that it runs, and that it is PostgreSQL that listens there`,
  ],
];

/** The error as a `PostgresError` where it is about the database as a whole; undefined where it is about one statement. */
export const explainPostgres = (error: unknown, location: string): PostgresError | undefined => {
  if (error instanceof PostgresError) return error;
  const reason = messageOf(error).replaceAll(/\s+/g, ' ');
  const code = sqlStateOf(error);
  const complaint =
    byCode.find(([pattern]) => pattern.test(code)) ??
    (code === '' ? byMessage.find(([pattern]) => pattern.test(reason)) : undefined);
  return complaint && new PostgresError(complaint[1], location, complaint[2](location, reason), { cause: error });
};

/** True where nothing was reached, or the connection has gone: no refusal, and worth another try. */
export const isConnectionLost = (error: unknown): boolean =>
  error instanceof PostgresError && error.code === 'unavailable' && !/^(53|57014|58)/.test(sqlStateOf(error.cause));
