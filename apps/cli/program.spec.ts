import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { run } from './testing/recording-terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the command line', () => {
  it('explains itself in both languages, with examples', async () => {
    const { exitCode, out, err } = await run(['--help']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    for (const word of ['start', 'demo', 'order', 'import', 'queue', 'deadlines', 'processes', '受注', '$ juchu demo'])
      expect(out).toContain(word);
  });

  it.each<readonly string[]>([
    ['start'],
    ['worker'],
    ['demo'],
    ['order'],
    ['import', 'orders'],
    ['projections', 'status'],
    ['projections', 'rebuild'],
    ['projections', 'retry'],
    ['projections', 'skip'],
    ['processes', 'status'],
    ['processes', 'retry'],
    ['processes', 'skip'],
    ['queue'],
    ['queue', 'list'],
    ['queue', 'counts'],
    ['queue', 'day'],
    ['queue', 'show'],
    ['queue', 'add'],
    ['queue', 'next'],
    ['queue', 'claim'],
    ['queue', 'assign'],
    ['queue', 'return'],
    ['queue', 'move'],
    ['queue', 'snooze'],
    ['queue', 'wake'],
    ['queue', 'done'],
    ['queue', 'drop'],
    ['queue', 'members', 'list'],
    ['queue', 'members', 'add'],
    ['queue', 'members', 'move'],
    ['queue', 'members', 'remove'],
    ['queue', 'rules', 'list'],
    ['queue', 'rules', 'on'],
    ['queue', 'rules', 'off'],
    ['queue', 'calendar', 'show'],
    ['queue', 'calendar', 'set'],
    ['deadlines'],
    ['copy'],
    ['copy-keys'],
    ['event-store', 'serve'],
  ])('has an example for %s %s', async (...words) => {
    const { exitCode, out } = await run([...words.filter((word) => typeof word === 'string'), '--help']);
    expect(exitCode).toBe(0);
    expect(out).toContain(`$ juchu ${words.filter((word) => typeof word === 'string').join(' ')}`);
  });

  it.each([
    [['bogus'], 'juchu: unknown command \'bogus\' (see "juchu --help")'],
    [['demo', '--ordrs', '3'], 'juchu: unknown option \'--ordrs\' (Did you mean --orders?) (see "juchu demo --help")'],
    [
      ['demo', '--orders', '1.5'],
      "juchu: option '--orders <number>' argument '1.5' is invalid. It must be a whole number from 1 to 100000. (see \"juchu demo --help\")",
    ],
    [['order'], 'juchu: missing required argument \'id-or-number\' (see "juchu order --help")'],
    [
      ['order', 'GO-1', '--lang', 'fr'],
      "juchu: option '--lang <language>' argument 'fr' is invalid. Allowed choices are ja, en. (see \"juchu order --help\")",
    ],
    [
      ['projections', 'skip', 'inventory'],
      'juchu: required option \'--reason <text>\' not specified (see "juchu projections skip --help")',
    ],
  ])('says in one line what is wrong with %j, and ends with 2', async (words, line) => {
    expect(await run(words)).toEqual({ exitCode: 2, out: '', err: line });
  });

  it('ends with 1 and one line where there is no store, and makes none', async () => {
    const { exitCode, err } = await run(['order', 'GO-2026-000001', '--data', folder]);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^juchu: there is no event store at .*events\.db: name the data folder with --data, .*$/);
    expect(existsSync(path.join(folder, 'events.db'))).toBe(false);
  });

  it('names a setting that is wrong', async () => {
    expect(await run(['projections', 'status'], { JUCHU_PORT: 'eighty' })).toEqual({
      exitCode: 1,
      out: '',
      err: 'juchu: JUCHU_PORT must be a whole number from 0 to 65535, not "eighty"',
    });
  });
});
