import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import Database from 'better-sqlite3';
import { openSqliteEventLog } from '#libs/event-store-sqlite/sqlite-event-log';
import { runProgram, type RunningProgram } from '#libs/test-servers/program';
import { run } from '../testing/recording-terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-serve-'));
const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const note = () => jsonEvent({ type: 'NoteTaken', data: { text: '明日 届く' } });

describe('event-store serve', () => {
  const running: RunningProgram[] = [];
  afterEach(async () => {
    for (const program of running.splice(0)) await program.kill();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const serve = (words: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningProgram => {
    const program = runProgram(main, ['event-store', 'serve', '--port', '0', ...words], environment);
    running.push(program);
    return program;
  };
  const eventsIn = async (file: string): Promise<readonly string[]> => {
    const log = await openSqliteEventLog({ file });
    const { events } = await log.readAll({ from: 'start', direction: 'forwards', max: 10 });
    await log.close();
    return events.map(({ stream, type }) => `${stream}/${type}`);
  };

  it('makes the file, says where it serves, and keeps what clients append', async () => {
    const file = path.join(folder, 'new', 'events.db');
    const program = serve(['--file', file]);
    const connectionString = await program.firstLine;
    expect(connectionString).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/);
    const client = EventStoreDBClient.connectionString(connectionString);
    await client.appendToStream('note-1', note());
    await client.dispose();
    expect(await program.kill('SIGTERM')).toMatchObject({ code: 0, errors: '' });
    expect(await eventsIn(file)).toEqual(['note-1/NoteTaken']);
  });

  const inFolder = (name: string): string => path.join(folder, name);
  it.each([
    ['the configured installation', 'configured', [], { JUCHU_DATA: inFolder('configured') }],
    ['the installation in a folder', 'chosen', ['--data', inFolder('chosen')], {}],
    [
      'a data folder whose programs are told to come here',
      'here',
      [],
      { JUCHU_DATA: inFolder('here'), JUCHU_EVENT_STORE: 'esdb://127.0.0.1:2113?tls=false' },
    ],
  ])('serves the log of %s, and ends well on the keyboard too', async (_what, name, words, environment) => {
    const program = serve(words, environment);
    const client = EventStoreDBClient.connectionString(await program.firstLine);
    await client.appendToStream('note-1', note());
    await client.dispose();
    expect(await program.kill('SIGINT')).toMatchObject({ code: 0, errors: '' });
    expect(await eventsIn(path.join(inFolder(name), 'events.db'))).toContain('note-1/NoteTaken');
  });

  it("protects the engine's own streams", async () => {
    const client = EventStoreDBClient.connectionString(
      await serve(['--file', path.join(folder, 'protected.db')]).firstLine,
    );
    for (const stream of ['goodsOrder-1', 'stockItem-1', 'juchuStore-1'])
      await expect(client.appendToStream(stream, note())).rejects.toMatchObject({ type: 'access-denied' });
    await expect(client.tombstoneStream('goodsOrder-1')).rejects.toMatchObject({ type: 'access-denied' });
    await client.dispose();
  });

  it('says in one line that the port is taken, or that there is no such address', async () => {
    const port = /:(\d+)\?/.exec(await serve(['--file', path.join(folder, 'first.db')]).firstLine)?.[1] ?? '';
    const second = runProgram(main, ['event-store', 'serve', '--port', port, '--file', path.join(folder, 'second.db')]);
    const { code, output, errors } = await second.ended;
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^juchu: 127\.0\.0\.1:\d+ cannot be served, another program listens there: .*\n$/);
    const nowhere = await serve(['--file', path.join(folder, 'third.db'), '--host', '192.0.2.1']).ended;
    expect(nowhere.errors).toMatch(/^juchu: 192\.0\.2\.1:0 cannot be served, this machine has no such address: .*\n$/);
  });

  it("says in one line that a file is another program's, or damaged, and leaves it alone", async () => {
    const other = path.join(folder, 'other.db');
    new Database(other).exec('CREATE TABLE tea (cups INTEGER)').close();
    expect(await serve(['--file', other]).ended).toMatchObject({
      code: 1,
      output: '',
      errors: `juchu: ${other} is not an event store but another program's database; name another file\n`,
    });
    const text = path.join(folder, 'notes.txt');
    writeFileSync(text, 'これはメモです');
    expect((await serve(['--file', text]).ended).errors).toMatch(/^juchu: .*notes\.txt is not an event store.*\n$/);
  });

  it('makes no new log where one was lost', async () => {
    const data = path.join(folder, 'lost');
    await serve(['--data', data]).firstLine;
    for (const program of running.splice(0)) await program.kill('SIGTERM');
    rmSync(path.join(data, 'events.db'));
    writeFileSync(path.join(data, 'keys.db'), 'keys');
    const { exitCode, err } = await run(['event-store', 'serve', '--port', '0', '--data', data]);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('events.db is missing although') });
  });

  it('is told one file', async () => {
    expect(await run(['event-store', 'serve', '--file', 'a.db', '--data', 'b'])).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("option '--file <path>' cannot be used with option '--data <folder>'"),
    });
  });
});
