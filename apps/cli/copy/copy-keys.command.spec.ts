import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { type PostgresServer, startPostgresServer } from '#libs/test-servers/postgres-server';
import { run } from '../testing/recording-terminal.ts';

describeWithPostgres('juchu copy-keys', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'juchu-keys-'));
  const from = `sqlite:${path.join(data, 'keys.db')}`;
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgresServer();
    expect(await run(['demo', '--orders', '3', '--data', data])).toMatchObject({ exitCode: 0, err: '' });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(data, { recursive: true });
  });

  it('copies the keys to where the installation goes on to read names with them', async () => {
    const to = await server.createDatabase();
    const { exitCode, out, err } = await run(['copy-keys', '--from', from, '--to', to]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/^keys of [1-9]\d* persons are in the database, and 0 persons stay erased\n.*JUCHU_KEY_VAULT/);
    const order = ['order', 'GO-2026-000001', '--lang', 'en'];
    const before = await run([...order, '--data', data]);
    expect(before.out).not.toMatch(/Customer +null/);
    expect(await run(order, { JUCHU_DATA: data, JUCHU_KEY_VAULT: to })).toEqual(before);
  });

  it.each([
    ['--from', 'postgres://juchu:open-sesame@db/juchu', /^juchu: --from must be sqlite:<file>, or @<file with it>$/],
    ['--to', 'mysql://juchu:open-sesame@db/juchu', /^juchu: --to must be postgres:\/\/<user>@<host>\/<database>, /],
    ['--from', 'sqlite:/no/such/keys.db', /^juchu: there is no key vault at \/no\/such\/keys\.db: check its path$/],
  ])('says in one line what is wrong with %s %s, without a password', async (flag, wrong, line) => {
    const given = { '--from': from, '--to': server.url('no_such_database'), [flag]: wrong };
    const { exitCode, out, err } = await run(['copy-keys', '--from', given['--from'], '--to', given['--to']]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(line);
    expect(err).not.toContain('open-sesame');
  });
});
