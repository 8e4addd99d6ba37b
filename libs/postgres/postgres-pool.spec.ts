import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer, type PostgresServer } from '#libs/test-servers/postgres-server';
import { startTcpProxy, type TcpProxy } from '#libs/test-servers/tcp-proxy';
import { PostgresError } from './postgres-error.ts';
import { openPostgresPool, type PostgresPool, type PostgresPoolOptions } from './postgres-pool.ts';

/** A certificate for localhost that signs itself; one of less than no days has expired. */
const certificate = (days: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-certificate-'));
  const [key, request, file] = ['key.pem', 'request.pem', 'certificate.pem'].map((name) => join(folder, name));
  const openssl = (...words: readonly string[]) => execFileSync('openssl', words, { stdio: 'pipe', cwd: folder });
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  openssl('req', '-newkey', 'rsa:2048', '-nodes', ...subject, '-keyout', key!, '-out', request!);
  const signing = ['-req', '-in', request!, '-signkey', key!, '-copy_extensions', 'copy', '-days', String(days)];
  openssl('x509', ...signing, '-out', file!);
  return {
    folder,
    file: file!,
    files: { 'server.key': readFileSync(key!, 'utf8'), 'server.crt': readFileSync(file!, 'utf8') },
  };
};

describeWithPostgres('a pool of connections to PostgreSQL', () => {
  let server: PostgresServer;
  let proxy: TcpProxy;
  const own = certificate(2);
  const pools: PostgresPool[] = [];
  beforeAll(async () => {
    server = await startPostgresServer({ settings: { ssl: 'on' }, files: own.files });
    proxy = await startTcpProxy({ port: server.port });
  });
  afterEach(async () => {
    proxy.resume();
    for (const pool of pools.splice(0)) await pool.close();
  });
  afterAll(async () => {
    await proxy.close();
    await server.stop();
    rmSync(own.folder, { recursive: true });
  });

  const open = (url: string, options?: PostgresPoolOptions): PostgresPool => {
    const pool = openPostgresPool(url, options);
    pools.push(pool);
    return pool;
  };
  const throughProxy = () => server.url('postgres').replace(`:${server.port}/`, `:${proxy.port}/`);
  const refusal = async (url: string, statement = 'select 1'): Promise<PostgresError> => {
    const error = await (async () => open(url).run(statement))().catch((thrown: unknown) => thrown);
    if (!(error instanceof PostgresError)) throw new Error('no such error', { cause: error });
    expect(error.message).not.toContain('\n');
    expect(error.message).not.toContain('password@');
    expect(error.message).not.toContain('spec-password');
    expect(error.message).toContain(error.location);
    return error;
  };

  it('gives numbers as numbers, bytes as bytes and JSON as its text', async () => {
    const pool = open(server.url('postgres'));
    const { rows } = await pool.run(
      `select 9007199254740991::int8 as int8, sum(n)::numeric as sum, true as yes, '\\x00ff'::bytea as bytes, '{"a": 1}'::jsonb as json
       from (values (1::int8), (2)) as numbers (n)`,
    );
    expect(rows).toEqual([
      { int8: 9007199254740991, sum: 3, yes: true, bytes: Buffer.from([0, 255]), json: '{"a": 1}' },
    ]);
  });

  it('commits what a task did, or nothing of it', async () => {
    const pool = open(server.url('postgres'));
    await pool.run('create table notes (text text primary key)');
    await pool.transaction((run) => run('insert into notes values ($1)', ['tea']));
    await expect(
      pool.transaction(async (run) => {
        await run('insert into notes values ($1)', ['milk']);
        await run('insert into notes values ($1)', ['tea']);
      }),
    ).rejects.toThrow(/duplicate key/);
    expect((await pool.run('select text from notes')).rows).toEqual([{ text: 'tea' }]);
  });

  it('goes on with other connections when all of them were lost, without a word to who reads', async () => {
    const pool = open(throughProxy(), { readOnly: true });
    await Promise.all(Array.from({ length: 8 }, () => pool.run('select pg_sleep(0.05)')));
    proxy.cut();
    expect((await pool.run('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('survives the loss of a connection on which nothing is asked', async () => {
    const pool = open(throughProxy());
    const late = pool.transaction(async (run) => {
      await run('select 1');
      proxy.cut();
      await pause(50);
      await run('select 2');
    });
    await expect(late).rejects.toMatchObject({ code: 'unavailable' });
    expect((await pool.run('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('does not run a statement twice that may have been carried out', async () => {
    const pool = open(throughProxy());
    await pool.run('create table calls (at timestamptz)');
    proxy.stallAnswers();
    const call = pool.run('insert into calls values (now())');
    call.catch(() => undefined);
    while ((await server.query('postgres', 'select * from calls')).length === 0) await pause(10);
    proxy.cut();
    proxy.resume();
    await expect(call).rejects.toMatchObject({ code: 'unavailable' });
    expect(await server.query('postgres', 'select * from calls')).toHaveLength(1);
  });

  it('gives up an answer that never comes, and waits for no second connection as silent', async () => {
    const pool = open(throughProxy(), { statementTimeoutMs: 100, readOnly: true });
    await Promise.all(Array.from({ length: 8 }, () => pool.run('select pg_sleep(0.05)')));
    proxy.silence();
    await expect(pool.run('select 1')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('does not answer any more'),
    });
  });

  it('gets bytes and sees what others have committed, whatever the database has been told', async () => {
    const url = await server.createDatabase();
    const name = new URL(url).pathname.slice(1);
    await server.query(
      'postgres',
      `alter database ${name} set bytea_output = escape;
       alter database ${name} set standard_conforming_strings = off;
       alter database ${name} set default_transaction_isolation = serializable`,
    );
    const { rows } = await open(`${url}?options=-c%20bytea_output%3Descape`).run(
      "select '\\x00ff41'::bytea as bytes, current_setting('transaction_isolation') as isolation",
    );
    expect(rows).toEqual([{ bytes: Buffer.from([0, 255, 65]), isolation: 'read committed' }]);
  });

  it('ends when it is told to, although the other end is silent', async () => {
    const pool = openPostgresPool(throughProxy());
    await pool.run('select 1');
    proxy.stall();
    await pool.close();
  });

  it('cannot write where it is for reading', async () => {
    const pool = open(server.url('postgres'), { readOnly: true });
    await expect(pool.run('create table notes_too (text text)')).rejects.toMatchObject({
      code: 'readOnly',
      message: expect.stringContaining('read-only'),
    });
  });

  it('encrypts, and trusts the certificates it is told to trust', async () => {
    const url = server.url('postgres').replace('127.0.0.1', 'localhost');
    const encrypted = async (parameters: string) =>
      (await open(`${url}?${parameters}`).run('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).rows;
    expect(await encrypted('sslmode=require')).toEqual([{ ssl: true }]);
    expect(await encrypted(`sslmode=verify-full&sslrootcert=${own.file}`)).toEqual([{ ssl: true }]);
    expect(await encrypted('sslmode=disable')).toEqual([{ ssl: false }]);
    expect(await refusal(`${url}?sslmode=verify-full`)).toMatchObject({
      code: 'untrusted',
      message: expect.stringContaining('sslrootcert'),
    });
    expect(await refusal(`${server.url('postgres')}?sslmode=verify-full&sslrootcert=${own.file}`)).toMatchObject({
      code: 'untrusted',
      message: expect.stringContaining('another host'),
    });
  });

  it('says that a certificate has expired', async () => {
    const old = certificate(-1);
    const expired = await startPostgresServer({ settings: { ssl: 'on' }, files: old.files });
    try {
      const url = expired.url('postgres').replace('127.0.0.1', 'localhost');
      expect(await refusal(`${url}?sslmode=verify-full&sslrootcert=${old.file}`)).toMatchObject({
        code: 'untrusted',
        message: expect.stringContaining('expired'),
      });
    } finally {
      await expired.stop();
      rmSync(old.folder, { recursive: true });
    }
  });

  it.each([
    ['a wrong password', (url: string) => url.replace('spec-password', 'wrong'), 'accessDenied', /password/],
    ['no password', (url: string) => url.replace(':spec-password', ''), 'accessDenied', /password/],
    ['an unknown user', (url: string) => url.replace('postgres:spec', 'nobody:spec'), 'accessDenied', /user name/],
    ['a database that is not there', (url: string) => `${url}2`, 'missing', /create the database/],
    ['a misspelt parameter', (url: string) => `${url}?sslmod=require`, 'invalidAddress', /no parameter sslmod/],
    ['a TLS mode that promises nothing', (url: string) => `${url}?sslmode=prefer`, 'invalidAddress', /verify-full/],
    ['no certificate file', (url: string) => `${url}?sslmode=require&sslrootcert=/none`, 'invalidAddress', /\/none/],
    ['a / as it is in a password', (url: string) => url.replace(':spec', ':1/spec'), 'invalidAddress', /%2F/],
    ['a ? as it is in a password', (url: string) => url.replace(':spec', ':1?spec'), 'invalidAddress', /%3F/],
    ['a # as it is in a password', (url: string) => url.replace(':spec', ':1#spec'), 'invalidAddress', /%23/],
    ['half an escape', (url: string) => url.replace('word@', '%@'), 'invalidAddress', /%25/],
    ['a host without a name', (url: string) => url.replace('127.0.0.1', 'no-such-host.invalid'), 'unavailable', /host/],
  ])('explains %s in one line', async (_, change, code, message) => {
    expect(await refusal(change(server.url('postgres')))).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('explains missing rights', async () => {
    await server.query('postgres', "create role guest login password 'spec-password'");
    const guest = server.url('postgres').replace('postgres:spec', 'guest:spec');
    expect(await refusal(guest, 'create table gifts (text text)')).toMatchObject({
      code: 'accessDenied',
      message: expect.stringContaining('permission denied'),
    });
  });

  it('says that nothing listens, and that something else does', async () => {
    const other = createServer((socket) =>
      socket.resume().end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
    );
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await refusal(`postgres://u:p@127.0.0.1:${port}/db`)).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('is PostgreSQL that listens'),
    });
    expect(await refusal(`postgres://u:p@127.0.0.1:${port}/db?sslmode=require`)).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('PostgreSQL'),
    });
    other.close();
    await once(other, 'close');
    expect(await refusal(`postgres://u:p@127.0.0.1:${port}/db`)).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('nothing listens there'),
    });
  });

  it('gives a silent server up', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    expect(await refusal(`postgres://u:p@127.0.0.1:${port}/db?connect_timeout=0.2`)).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('does not answer'),
    });
    silent.close();
  });
});
