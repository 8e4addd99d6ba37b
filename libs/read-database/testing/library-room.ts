import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import type { EventStore } from '#libs/kernel/event-store';
import { createProcessRunner, type ProcessRunner } from '#libs/kernel/processes/process-runner';
import { createProjectionRunner, type ProjectionRunner } from '#libs/kernel/projections/projection-runner';
import { runProgram, type RunningProgram } from '#libs/test-servers/program';
import { openReadDatabase, type ReadDatabase } from '../read-database.ts';
import { ask, carryOut, fetching, tally, toFact } from './library-log.ts';

/** One row of `tallies` as it is stored. */
export interface StoredTally {
  readonly stream: string;
  readonly facts: number;
  readonly history: string;
}

/** A library with its log, its read database, and programs that keep the one up with the other. */
export interface LibraryRoom {
  readonly eventStore: EventStore;
  readonly database: ReadDatabase;
  /** Look on from this program; neither is started. */
  readonly projections: ProjectionRunner;
  readonly processes: ProcessRunner;
  /** Starts a program that keeps everything up; `url` where it is to reach the read database in another way. */
  begin(url?: string): Promise<RunningProgram>;
  /** So many loans ask for a copy each. */
  askMany(count: number): Promise<void>;
  /** Every row in the order of keys. */
  rows(): Promise<readonly StoredTally[]>;
  /** The event behind each copy that was fetched. */
  causes(): Promise<readonly unknown[]>;
  /** Waits until everything that was asked for is fetched and counted. */
  settled(): Promise<void>;
  /** Ends all programs. */
  leave(): Promise<void>;
}

export const openLibraryRoom = async (url: string): Promise<LibraryRoom> => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-library-'));
  const file = join(folder, 'events.db');
  const eventStore = await openSqliteEventStore({ file });
  const database = await openReadDatabase(url);
  const { projectionStore } = database;
  const projections = createProjectionRunner({ eventStore, projectionStore, projections: [tally], toFact });
  const send = carryOut(eventStore);
  const processes = createProcessRunner({ eventStore, projectionStore, processes: [fetching], toFact, send });
  const programs: RunningProgram[] = [];
  return {
    eventStore,
    database,
    projections,
    processes,
    async begin(other = url) {
      const program = runProgram(join(import.meta.dirname, 'library.process.ts'), [file, other]);
      programs.push(program);
      await program.firstLine;
      return program;
    },
    async askMany(count) {
      for (let index = 0; index < count; index++) await ask(eventStore, `shelf${index % 5}`);
    },
    rows() {
      const tables = database.db.$extendTables<Readonly<Record<'tallies', StoredTally>>>();
      return tables.selectFrom('tallies').selectAll().orderBy('stream').execute();
    },
    async causes() {
      const { events } = await eventStore.readAll({ filter: { categories: ['shelf'] }, max: 4096 });
      return events.map(({ metadata }) => metadata.causationId);
    },
    async settled() {
      await processes.idle();
      const head = await eventStore.head();
      while (!(await projections.waitFor(tally.name, head, 1000)));
    },
    async leave() {
      for (const program of programs) await program.kill();
      await database.close();
      await eventStore.close();
      rmSync(folder, { recursive: true });
    },
  };
};
