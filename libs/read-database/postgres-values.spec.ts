import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { START } from '#libs/kernel/event-store';
import type { Json } from '#libs/kernel/json';
import type { TableDefinition } from '#libs/kernel/projection';
import type { BuildState } from '#libs/kernel/projections/projection-store';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer, type PostgresServer } from '#libs/test-servers/postgres-server';
import { openReadDatabase, type ReadDatabase } from './read-database.ts';

const notes: TableDefinition = {
  name: 'notes',
  comment: 'Anything',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'Key' },
    text: { type: 'text', comment: 'Text' },
    json: { type: 'json', nullable: true, comment: 'JSON' },
  },
};

describeWithPostgres('what PostgreSQL has no place for', () => {
  let server: PostgresServer;
  let database: ReadDatabase;
  let build: BuildState;
  beforeAll(async () => {
    server = await startPostgresServer();
    database = await openReadDatabase(await server.createDatabase());
    build = await database.projectionStore.createBuild({ name: 'notes', version: 1, tables: [notes] });
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  let position = START;
  const roundTrip = async (id: string, text: string, json: Json) => {
    const from = position;
    const to = String(Number(from) + 1).padStart(8, '0');
    const puts = [{ id, text, json }];
    await database.projectionStore.commit(build, {
      from,
      to,
      changes: [{ table: notes, puts, deletes: [] }],
    });
    position = to;
    return (await database.projectionStore.readRows(build, notes, [id])).get(id);
  };

  it('is replaced by U+FFFD, in text, in JSON and in the names of its members', async () => {
    expect(await roundTrip('a\0b', 'half \uD83D of a cup\0', { 'lone \uDC00': ['\0', { deep: '\uDBFF.' }] })).toEqual({
      id: 'a\uFFFDb',
      text: 'half \uFFFD of a cup\uFFFD',
      json: { 'lone \uFFFD': ['\uFFFD', { deep: '\uFFFD.' }] },
    });
  });

  it('leaves everything else as it was, backslashes and whole pairs too', async () => {
    const text = '煎茶 🍵 \\u0000 \\ud800 \'"{}, NULL \u0001\u{10FFFF}';
    expect(await roundTrip('whole', text, { [text]: text })).toEqual({ id: 'whole', text, json: { [text]: text } });
  });

  it('never keeps a row from being written', async () => {
    const anyText = fc
      .string({ unit: 'binary', maxLength: 12 })
      .map((text) => text + (text.length % 3 ? '' : '\0\uD800'));
    await fc.assert(
      fc.asyncProperty(anyText, anyText, fc.json(), async (id, text, json) => {
        expect(await roundTrip(id, text, JSON.parse(json) as Json)).toMatchObject({
          text: text.toWellFormed().replaceAll('\0', '\uFFFD'),
        });
      }),
      { numRuns: 100 },
    );
  });
});
