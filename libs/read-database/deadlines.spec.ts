import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { settableClock } from '#libs/kernel/clock';
import { idOf } from '#libs/kernel/fact';
import type { Process } from '#libs/kernel/process';
import { owedTable } from '#libs/kernel/processes/owed-rows';
import { createProcessRunner, type ProcessRunner } from '#libs/kernel/processes/process-runner';
import { openReadDatabase, type ReadDatabase } from './read-database.ts';
import { describeOnEachDatabase, type EmptyDatabase } from './testing/each-database.ts';
import { ask, carryOut, fetching, toFact } from './testing/library-log.ts';
import { openLibraryRoom, type LibraryRoom } from './testing/library-room.ts';

/** Copies are fetched in November, on the day that their shelf is called after. */
const fetchingLater: Process = {
  ...fetching,
  react: (fact, notes) =>
    fetching.react(fact, notes).map((owed) => ({
      ...owed,
      due: { at: `2026-11-${owed.id}T09:00:00+09:00`, key: `${idOf(fact.stream)}/fetch` },
    })),
};

describeOnEachDatabase(
  (engine) => `deadlines in ${engine}`,
  (makeDatabase) => {
    let made: EmptyDatabase[];
    let library: LibraryRoom;
    let opened: { close(): Promise<void> }[];
    const clock = settableClock('2026-11-22T00:00:00Z');
    beforeEach(async () => {
      clock.set('2026-11-22T00:00:00Z');
      made = [await makeDatabase(), await makeDatabase()];
      library = await openLibraryRoom(made[0]?.url ?? '');
      opened = [];
    });
    afterEach(async () => {
      for (const each of opened.toReversed()) await each.close();
      await library.leave();
      for (const each of made) each.remove();
    });

    const start = async ({ projectionStore }: ReadDatabase, process: Process): Promise<ProcessRunner> => {
      const { eventStore } = library;
      const send = carryOut(eventStore);
      const runner = createProcessRunner({ eventStore, projectionStore, processes: [process], toFact, send, clock });
      opened.push({ close: () => runner.stop() });
      await runner.start();
      return runner;
    };
    const fetched = async () => {
      const { events } = await library.eventStore.readAll({ filter: { categories: ['shelf'] } });
      return events.map(({ stream }) => stream);
    };

    it('sends what is due, in the order of the times, and keeps the rest', async () => {
      const runner = await start(library.database, fetchingLater);
      for (const shelf of ['25', '23', '28', '24']) await ask(library.eventStore, shelf);
      await runner.idle();
      expect(await fetched()).toEqual([]);
      expect((await runner.deadlines()).map(({ dueAt, stream }) => [dueAt, stream])).toEqual(
        ['23', '24', '25', '28'].map((day) => [`2026-11-${day}T00:00:00.000Z`, `shelf-${day}`]),
      );
      for (const day of ['23', '24', '26']) {
        clock.set(`2026-11-${day}T00:00:00Z`);
        await runner.idle();
      }
      expect(await fetched()).toEqual(['shelf-23', 'shelf-24', 'shelf-25']);
      expect((await runner.status())[0]?.owed).toEqual({ waiting: 1, open: 0, stuck: 0 });
    });

    it('are kept in new tables beside those of a version that had none, and nothing is sent twice on the way', async () => {
      const elsewhere = await openReadDatabase(made[1]?.url ?? '');
      opened.push(elsewhere);
      await ask(library.eventStore, 'a');
      await (await start(elsewhere, fetching)).idle();
      const { due_at: _, deadline_key: __, ...columns } = owedTable(fetching).columns;
      const tables = [{ ...owedTable(fetching), columns, indexes: [['status']] }];
      const { projectionStore } = library.database;
      const build = await projectionStore.createBuild({ name: fetching.name, version: fetching.version, tables });
      const stuck = {
        command_id: 'c',
        cause_id: 'e',
        cause_position: '1',
        place: 0,
        correlation_id: 'e',
        category: 'shelf',
        target_id: 'a',
        command: {},
        status: 'stuck',
        attempts: 0,
        refusal: null,
        problem: 'closed',
      };
      const changes = [{ table: { ...owedTable(fetching), columns }, puts: [stuck], deletes: [] }];
      await projectionStore.commit(build, { from: '', to: await library.eventStore.head(), changes });
      await projectionStore.goLive(build);
      await ask(library.eventStore, 'b');

      expect(await library.processes.deadlines()).toEqual([]);
      expect((await library.processes.status())[0]?.owed).toEqual({ waiting: 0, open: 0, stuck: 1 });
      await expect(library.processes.retry('c')).rejects.toThrow(
        'what fetching owes is still in the tables of an earlier version',
      );
      expect(await library.processes.retry('d')).toBe(false);
      await opened.pop()?.close();
      await (await start(library.database, fetching)).idle();
      expect(await fetched()).toEqual(['shelf-a', 'shelf-b']);
      expect(await projectionStore.builds()).toMatchObject([{ number: 2, version: fetching.version + 1, live: true }]);
    });
  },
);
