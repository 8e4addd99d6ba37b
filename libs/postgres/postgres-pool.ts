import { Socket } from 'node:net';
import { Pool, type PoolClient } from 'pg';
import { parsePostgresAddress, type PostgresAddress } from './postgres-address.ts';
import { explainPostgres, isConnectionLost, PostgresError } from './postgres-error.ts';

export interface PostgresPoolOptions {
  /** At most this many connections. Default 8. */
  readonly connections?: number;
  /** Every statement is refused that would write. Default false. */
  readonly readOnly?: boolean;
  /** The server ends a statement that takes longer, in milliseconds. Default 15,000. */
  readonly statementTimeoutMs?: number;
}

/** What a statement gave. Whole numbers and decimals come as numbers, JSON as its text. */
export interface PostgresResult {
  /** `INSERT`, `COMMIT`, … */
  readonly command: string;
  readonly rowCount: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Runs one statement. Throws `PostgresError` where the database is to blame, else what the driver throws. */
export type RunStatement = (text: string, values?: readonly unknown[]) => Promise<PostgresResult>;

/** A connection for one user at a time. */
export interface PostgresConnection {
  readonly run: RunStatement;
  /** Gives it back; `discard`, or one that was lost, is closed instead. */
  release(discard?: boolean): void;
}

/** Connections to one database, opened as they are needed. One that is lost is never fatal: it fails its statement, and the next finds another. */
export interface PostgresPool {
  /** `postgres://host:port/database` */
  readonly location: string;
  /** Throws `PostgresError`. */
  connect(): Promise<PostgresConnection>;
  readonly run: RunStatement;
  /** Commits when the task ends, rolls back when it throws. A `PostgresError` at the end leaves open whether it was committed. */
  transaction<Result>(task: (run: RunStatement) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** A transaction whose client has fallen silent keeps its locks no longer than this. */
const SILENT_TRANSACTION_MS = 5_000;
/** The server is to end a statement before this side gives its answer up. */
const ANSWER_MARGIN_MS = 5_000;
const CLOSING_MS = 2_000;

const toNumber = (text: string): unknown => Number(text);

/** How values come, by the type's number in pg_type: whole numbers and decimals as numbers, bytes as such, and all others, JSON too, as their text. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  17: (text) => Buffer.from(text.slice(2), 'hex'),
  20: toNumber,
  21: toNumber,
  23: toNumber,
  26: toNumber,
  700: toNumber,
  701: toNumber,
  1700: toNumber,
};

/** What this program relies on, whatever the server, the database, the role or the address says: how bytes come and texts are read, and that each statement sees what others have committed. */
const RELIED_ON = [
  '-c bytea_output=hex',
  '-c standard_conforming_strings=on',
  '-c default_transaction_isolation=read\\ committed',
];

/** The session's settings: nothing that this program lets go of, or loses, is to block others for long. */
const sessionOptions = (address: PostgresAddress, { readOnly = false }: PostgresPoolOptions, statementMs: number) =>
  [
    `-c statement_timeout=${statementMs}`,
    `-c idle_in_transaction_session_timeout=${SILENT_TRANSACTION_MS}`,
    '-c tcp_user_timeout=10000',
    '-c tcp_keepalives_idle=10',
    '-c tcp_keepalives_interval=5',
    '-c tcp_keepalives_count=3',
    address.options,
    ...RELIED_ON,
    ...(readOnly ? ['-c default_transaction_read_only=on'] : []),
  ].join(' ');

/** Opens no connection yet. Throws `PostgresError` (`invalidAddress`). */
export const openPostgresPool = (url: string, options: PostgresPoolOptions = {}): PostgresPool => {
  const address = parsePostgresAddress(url);
  const { location } = address;
  const statementMs = options.statementTimeoutMs ?? 15_000;
  const connections = options.connections ?? 8;
  const sockets = new Set<Socket>();
  const explain = (error: unknown): unknown => explainPostgres(error, location) ?? error;

  const pool = new Pool({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl: address.ssl,
    options: sessionOptions(address, options, statementMs),
    application_name: 'juchu',
    connectionTimeoutMillis: address.connectTimeoutMs,
    max: connections,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: (type: number) => PARSERS[type] ?? String },
    stream: () => {
      const socket = new Socket();
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    },
  });
  // A connection that is lost while nobody waits for it, idle or lent, says so by an event, which would end the program.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  const lend = async (): Promise<PoolClient> => {
    try {
      return await pool.connect();
    } catch (error) {
      throw explain(error);
    }
  };

  const runOn = async (client: PoolClient, text: string, values: readonly unknown[]): Promise<PostgresResult> => {
    const silent = new AbortController();
    // The answer of a half-open connection never comes. Ending a client with a query under way destroys its socket.
    const patience = setTimeout(() => {
      silent.abort();
      void client.end();
    }, statementMs + ANSWER_MARGIN_MS);
    try {
      const { command, rowCount, rows } = await client.query<Record<string, unknown>>(text, [...values]);
      return { command, rowCount: rowCount ?? 0, rows };
    } catch (error) {
      if (!silent.signal.aborted) throw explain(error);
      const message = `${location} does not answer any more; check that it runs, and the network`;
      throw new PostgresError('unavailable', location, message, { cause: error });
    } finally {
      clearTimeout(patience);
    }
  };

  const connect = async (): Promise<PostgresConnection> => {
    let client: PoolClient | undefined = await lend();
    let begun = false;
    const letGo = (discard: boolean): void => {
      client?.release(discard);
      client = undefined;
    };
    return {
      async run(text, values = []) {
        const repeatable = !begun && (options.readOnly === true || text === 'begin');
        begun = true;
        // Whoever has waited for a silent connection does not wait for the next.
        const lastTry = performance.now() + statementMs;
        for (let others = connections; ; others--) {
          if (!client) {
            // Whatever was begun on the lost connection has been rolled back with it.
            if (text === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] };
            throw new PostgresError('unavailable', location, `${location} ended the connection before`);
          }
          try {
            return await runOn(client, text, values);
          } catch (error) {
            if (!isConnectionLost(error)) throw error;
            letGo(true);
            // A connection that died in the pool shows it at its first use, when nothing has been done on it.
            if (!repeatable || others === 0 || performance.now() >= lastTry) throw error;
            client = await lend();
          }
        }
      },
      release: (discard = false) => letGo(discard),
    };
  };

  const run: RunStatement = async (text, values) => {
    const connection = await connect();
    try {
      return await connection.run(text, values);
    } finally {
      connection.release();
    }
  };

  return {
    location,
    connect,
    run,
    async transaction(task) {
      const connection = await connect();
      let settled = false;
      try {
        await connection.run('begin');
        const result = await task(connection.run);
        const { command } = await connection.run('commit');
        settled = true;
        if (command === 'ROLLBACK') throw new Error('a statement of the transaction had failed: it was rolled back');
        return result;
      } catch (error) {
        if (!settled)
          await connection.run('rollback').then(
            () => (settled = true),
            () => undefined,
          );
        throw error;
      } finally {
        connection.release(!settled);
      }
    },
    async close() {
      // A connection whose other end is silent does not answer the farewell.
      const impatience = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, CLOSING_MS);
      await pool.end();
      clearTimeout(impatience);
    },
  };
};
