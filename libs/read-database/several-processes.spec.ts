import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import type { EventStore } from '#libs/kernel/event-store';
import { createProcessRunner, type ProcessRunner } from '#libs/kernel/processes/process-runner';
import { createProjectionRunner, type ProjectionRunner } from '#libs/kernel/projections/projection-runner';
import { type RunningProgram, runProgram } from '#libs/test-servers/program';
import { openReadDatabase, type ReadDatabase } from './read-database.ts';
import { ask, carryOut, fetching, tally, toFact } from './testing/library-log.ts';

type Tallies = Readonly<
  Record<'tallies', { readonly stream: string; readonly facts: number; readonly history: string }>
>;

describe('several programs on one read database', () => {
  let folder: string;
  let eventStore: EventStore;
  let database: ReadDatabase;
  /** Look on from this program; neither is started. */
  let projections: ProjectionRunner;
  let processes: ProcessRunner;
  let programs: RunningProgram[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'read-database-'));
    eventStore = await openSqliteEventStore({ file: join(folder, 'events.db') });
    database = await openReadDatabase(`sqlite:${join(folder, 'read-models.db')}`);
    const { projectionStore } = database;
    projections = createProjectionRunner({ eventStore, projectionStore, projections: [tally], toFact });
    const send = carryOut(eventStore);
    processes = createProcessRunner({ eventStore, projectionStore, processes: [fetching], toFact, send });
    programs = [];
  });
  afterEach(async () => {
    for (const program of programs) await program.kill();
    await database.close();
    await eventStore.close();
    rmSync(folder, { recursive: true });
  });

  const begin = async (): Promise<RunningProgram> => {
    const files = [join(folder, 'events.db'), join(folder, 'read-models.db')];
    const program = runProgram(join(import.meta.dirname, 'testing', 'library.process.ts'), files);
    programs.push(program);
    await program.firstLine;
    return program;
  };
  const askMany = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) await ask(eventStore, `shelf${index % 5}`);
  };
  const rows = () => database.db.$extendTables<Tallies>().selectFrom('tallies').selectAll().orderBy('stream').execute();
  const fetched = async () => {
    const { events } = await eventStore.readAll({ filter: { categories: ['shelf'] }, max: 4096 });
    return events.map(({ metadata }) => metadata.causationId);
  };

  it('goes on in the other when one is killed in the middle, with every row and every command exactly once', async () => {
    const [first, second] = [await begin(), await begin()];
    await askMany(60);
    const asking = askMany(60);
    await first.kill();
    await asking;
    const third = await begin();
    await askMany(60);
    await second.kill();
    await askMany(20);
    await processes.idle();
    expect(await projections.waitFor('tally', await eventStore.head(), 20_000)).toBe(true);

    const causes = await fetched();
    expect(causes).toHaveLength(200);
    expect(new Set(causes).size).toBe(200);
    expect((await processes.status())[0]?.owed).toEqual({ open: 0, closed: 200, stuck: 0 });

    await third.kill();
    const before = await rows();
    expect(before).toHaveLength(205);
    await projections.rebuild('tally');
    expect(await rows()).toEqual(before);
  });

  it('rebuilds in one while another keeps the rows up', async () => {
    await begin();
    await askMany(30);
    const asking = askMany(60);
    await projections.rebuild('all');
    await asking;
    await processes.rebuild('fetching');
    await processes.idle();
    expect(await projections.waitFor('tally', await eventStore.head(), 20_000)).toBe(true);
    expect(await fetched()).toHaveLength(90);
    expect(await rows()).toHaveLength(95);
    expect(await database.projectionStore.builds()).toMatchObject([{ number: 2 }, { number: 2 }]);
  });
});
