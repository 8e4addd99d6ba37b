import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres } from './describe-with-postgres.ts';
import { startPostgresServer, type PostgresServer } from './postgres-server.ts';

describeWithPostgres('a PostgreSQL of the suite', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server.stop());

  const answers = async (port: number): Promise<boolean> => {
    const socket = createConnection(port, '127.0.0.1');
    const answered = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    return answered;
  };

  it('keeps what was committed when it is killed and started again', async () => {
    const database = new URL(await server.createDatabase()).pathname.slice(1);
    await server.query(database, 'create table notes (text text); insert into notes values ($$tea$$)');
    await server.kill();
    expect(await answers(server.port)).toBe(false);
    await server.restart();
    expect(await server.query(database, 'select text from notes')).toEqual([{ text: 'tea' }]);
  });

  it('ends with the process that started it, even when that one is killed', async () => {
    const script = `
      const { startPostgresServer } = await import(${JSON.stringify(join(import.meta.dirname, 'postgres-server.ts'))});
      console.log((await startPostgresServer()).port);`;
    const child = spawn(
      process.execPath,
      ['--conditions=source', '--no-warnings', '--input-type=module', '-e', script],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env.PATH } },
    );
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    const port = Number(printed.toString());
    expect(await answers(port)).toBe(true);
    child.kill('SIGKILL');
    while (await answers(port)) await pause(20);
  });
});
