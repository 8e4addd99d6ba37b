import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** A real PostgreSQL for one spec file, on 127.0.0.1. It ends with the process that started it, however that one ends. */
export interface PostgresServer {
  readonly port: number;
  /** `postgres://…` for a superuser. */
  url(database: string): string;
  /** Makes an empty database, and gives its URL. */
  createDatabase(): Promise<string>;
  /** Runs SQL as a superuser. */
  query(database: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The server dies as by `kill -9`: nothing is closed or said goodbye to. */
  kill(): Promise<void>;
  /** Starts it again after `kill` at the same port, or ends all its connections and starts it again. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Lines of `postgresql.conf`, as `{ ssl: 'on' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Files to be put into the data folder: certificates. */
  readonly files?: Readonly<Record<string, string>>;
}

const USER = 'postgres';
const PASSWORD = 'spec-password';

/** The folder of the newest `initdb` and `postgres` on this machine; undefined where there are none. */
export const postgresPrograms = (): string | undefined => {
  const installed = '/usr/lib/postgresql';
  const versions = existsSync(installed) ? readdirSync(installed) : [];
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
  const folders = [
    ...newestFirst.map((version) => join(installed, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
    ...folderOfConfig(),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
};

const folderOfConfig = (): readonly string[] => {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()];
  } catch {
    return [];
  }
};

/** PostgreSQL refuses to run as root; then another user runs it. */
const userFor = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string, name: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }));
  try {
    return { uid: idOf('-u', 'postgres'), gid: idOf('-g', 'postgres') };
  } catch {
    return { uid: idOf('-u', 'nobody'), gid: idOf('-g', 'nobody') };
  }
};

/** Waits for the end of the input, which is the end of the process that started it, and then ends the server and removes its files. */
const GUARD = 'cat >/dev/null; "$1/pg_ctl" stop -s -m immediate -D "$0/data" >/dev/null 2>&1; rm -rf "$0"';

export const startPostgresServer = async (options: PostgresServerOptions = {}): Promise<PostgresServer> => {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('there is no PostgreSQL on this machine');
  const user = userFor();
  const folder = mkdtempSync(join(user ? '/tmp' : tmpdir(), 'juchu-postgres-'));
  const data = join(folder, 'data');
  if (user) chownSync(folder, user.uid, user.gid);
  const shared = { ...user, cwd: folder, env: { LC_ALL: 'C', PATH: process.env.PATH }, detached: true } as const;
  const guard = spawn('sh', ['-c', GUARD, folder, programs], { ...shared, stdio: ['pipe', 'ignore', 'ignore'] });

  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  execFileSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      USER,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      `--pwfile=${passwordFile}`,
    ],
    { ...shared, stdio: 'pipe' },
  );
  for (const [name, content] of Object.entries(options.files ?? {})) {
    const file = join(data, name);
    writeFileSync(file, content);
    chmodSync(file, 0o600);
    if (user) chownSync(file, user.uid, user.gid);
  }

  const port = await freePort();
  const settings = Object.entries({
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    // A killed server loses nothing by this, only a machine without power would.
    fsync: 'off',
    full_page_writes: 'off',
    // What an installation of several programs wants, and the engine of a spec that looks on.
    max_connections: '150',
    ...options.settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const started = spawn(join(programs, 'postgres'), ['-D', data, ...settings], {
        ...shared,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const complaint = await readiness(started);
      if (complaint === undefined) {
        server = started;
        return;
      }
      // Children of a killed server keep its shared memory until they notice.
      if (Date.now() > deadline) throw new Error(`PostgreSQL does not start: ${complaint}`);
      await pause(50);
    }
  };
  const end = async (signal: 'SIGKILL' | 'SIGINT'): Promise<void> => {
    const ending = server;
    server = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    ending.kill(signal);
    await once(ending, 'exit');
  };

  const url = (database: string): string => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const query: PostgresServer['query'] = async (database, sql) => {
    const client = new Client(url(database));
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const stop = async (): Promise<void> => {
    await end('SIGKILL');
    guard.stdin.end();
    if (guard.exitCode === null) await once(guard, 'exit');
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    url,
    query,
    async createDatabase() {
      const name = `spec_${randomUUID().replaceAll('-', '')}`;
      await query('postgres', `create database ${name}`);
      return url(name);
    },
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGINT');
      await start();
    },
    stop,
  };
};

/** Undefined when the server takes connections; what it said last where it ended instead. */
const readiness = async (server: ChildProcess): Promise<string | undefined> => {
  let last = 'it said nothing';
  if (!server.stderr) return last;
  const lines = createInterface(server.stderr);
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      last = line;
      if (line.includes('ready to accept connections')) resolve(undefined);
    });
    server.once('exit', () => resolve(last));
  });
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
