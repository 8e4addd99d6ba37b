import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { START } from '../event-store.ts';
import type { Row, TableDefinition } from '../projection.ts';
import {
  CheckpointMoved,
  type BuildState,
  type LowestRows,
  type ProjectionFailure,
  type ProjectionShape,
  type ProjectionStore,
} from './projection-store.ts';
import { keyOf } from './row-cache.ts';

/** A store under test, in a database of its own. */
export interface ProjectionStoreUnderTest {
  readonly store: ProjectionStore;
  /** Opens the same database once more, as another process would. */
  another(): Promise<ProjectionStore>;
  /** What queries see by a table's plain name, in the order of keys. */
  query(table: TableDefinition): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const loans: TableDefinition = {
  name: 'loans',
  comment: 'Every type of column',
  key: 'loan_id',
  columns: {
    loan_id: { type: 'text', comment: 'Key' },
    copies: { type: 'integer', comment: 'Integer' },
    overdue: { type: 'boolean', comment: 'Boolean' },
    opened_at: { type: 'instant', comment: 'Instant' },
    due_on: { type: 'date', nullable: true, comment: 'Date' },
    remarks: { type: 'json', nullable: true, comment: 'JSON' },
    state: { type: 'text', comment: 'Indexed' },
  },
  indexes: [['state'], ['due_on', 'state']],
};

const shape = (version = 1): ProjectionShape => ({ name: 'loan-list', version, tables: [loans] });

const loan = (id: string, change: Row = {}): Row => ({
  loan_id: id,
  copies: 1,
  overdue: false,
  opened_at: '2026-01-05T10:00:00.000Z',
  due_on: null,
  remarks: null,
  state: 'open',
  ...change,
});

const failure: ProjectionFailure = {
  eventId: randomUUID(),
  position: '0007',
  stream: 'loan-1',
  type: 'LoanOpened',
  error: 'no such column',
};

/** What every projection store has to hold. */
export const projectionStoreContract = (adapter: string, open: () => Promise<ProjectionStoreUnderTest>): void => {
  describe(`the projection store in ${adapter}`, () => {
    let tested: ProjectionStoreUnderTest;
    let store: ProjectionStore;
    beforeEach(async () => {
      tested = await open();
      store = tested.store;
    });
    afterEach(() => tested.close());

    const put = (build: BuildState, from: string, to: string, ...puts: readonly Row[]) =>
      store.commit(build, { from, to, changes: [{ table: loans, puts, deletes: [] }] });
    const states = async () => (await tested.query(loans)).map(({ loan_id, state }) => [loan_id, state]);

    it('gives back every type of value as it was written', async () => {
      const build = await store.createBuild(shape());
      const full = loan('ü 1', {
        copies: 9_007_199_254_740_991,
        overdue: true,
        due_on: '2026-02-28',
        remarks: { 日本語: ['"', "'", null, 1.5, { deep: true }] },
      });
      await put(build, START, '0001', full, loan('2'));
      const rows = await store.readRows(build, loans, ['ü 1', '2', 'none']);
      expect([...rows]).toHaveLength(2);
      expect(rows.get('ü 1')).toEqual(full);
      expect(rows.get('2')).toEqual(loan('2'));
      expect(await tested.query(loans)).toEqual([loan('2'), full]);
    });

    it('replaces rows by key, deletes them, and moves the checkpoint in the same step', async () => {
      const build = await store.createBuild(shape());
      await put(build, START, '0001', loan('1'), loan('2'));
      const changes = [{ table: loans, puts: [loan('1', { state: 'closed' }), loan('3')], deletes: ['2', 'none'] }];
      await store.commit(build, { from: '0001', to: '0002', changes });
      expect(await states()).toEqual([
        ['1', 'closed'],
        ['3', 'open'],
      ]);
      expect((await store.findBuild(build))?.position).toBe('0002');
    });

    it('writes and reads more rows than one statement can take', async () => {
      const build = await store.createBuild(shape());
      const many = Array.from({ length: 10_001 }, (_, index) => loan(String(index), { copies: index }));
      await put(build, START, '0001', ...many);
      const keys = many.map((row) => keyOf(loans, row));
      expect(await store.readRows(build, loans, keys)).toEqual(new Map(many.map((row) => [keyOf(loans, row), row])));
      await store.commit(build, { from: '0001', to: '0002', changes: [{ table: loans, puts: [], deletes: keys }] });
      expect(await tested.query(loans)).toEqual([]);
    });

    it('writes nothing where the checkpoint is not where the batch expects it', async () => {
      const build = await store.createBuild(shape());
      await put(build, START, '0001', loan('1'));
      const late = put(build, START, '0002', loan('1', { state: 'late' }));
      await expect(late).rejects.toBeInstanceOf(CheckpointMoved);
      await expect(late).rejects.toMatchObject({ expected: START, actual: '0001' });
      expect(await states()).toEqual([['1', 'open']]);
    });

    it('lets one of many writers at the same checkpoint through', async () => {
      const build = await store.createBuild(shape());
      const others = [store, await tested.another(), await tested.another()];
      const writers = Array.from({ length: 10 }, () => others).flat();
      const results = await Promise.allSettled(
        writers.map((writer, index) =>
          writer.commit(build, {
            from: START,
            to: '0001',
            changes: [{ table: loans, puts: [loan(String(index))], deletes: [] }],
          }),
        ),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await tested.query(loans)).toHaveLength(1);
    });

    it('writes nothing of a batch of which one row cannot be written', async () => {
      const build = await store.createBuild(shape());
      await expect(put(build, START, '0001', loan('1'), loan('2', { state: null }))).rejects.toThrow();
      expect(await states()).toEqual([]);
      expect((await store.findBuild(build))?.position).toBe(START);
    });

    it('finds and counts rows by a column', async () => {
      const build = await store.createBuild(shape());
      await put(build, START, '0001', loan('1'), loan('2', { state: 'lost' }), loan('3'));
      expect(await store.findRows(build, loans, 'state', 'lost')).toEqual([loan('2', { state: 'lost' })]);
      expect(await store.countRows(build, loans, 'state', ['open', 'lost', 'sold'])).toEqual({ open: 2, lost: 1 });
      expect(await store.countRows(build, loans, 'state', ['lost'])).toEqual({ lost: 1 });
    });

    it('gives the lowest rows in an order up to a bound, and no more than asked for', async () => {
      const build = await store.createBuild(shape());
      await put(
        build,
        START,
        '0001',
        loan('c', { due_on: '2026-03-01', copies: 10 }),
        loan('b', { due_on: '2026-03-01', copies: 9 }),
        loan('d', { due_on: '2026-02-28' }),
        loan('e', { due_on: '2026-04-01' }),
        loan('lost', { due_on: '2026-01-01', state: 'lost' }),
        loan('never'),
      );
      const ids = async (wanted: Partial<LowestRows>) => {
        const open: LowestRows = { column: 'state', value: 'open', by: ['due_on', 'copies'], limit: 9 };
        return (await store.lowestRows(build, loans, { ...open, ...wanted })).map(({ loan_id }) => loan_id);
      };
      expect(await ids({})).toEqual(['d', 'b', 'c', 'e']);
      expect(await ids({ limit: 2 })).toEqual(['d', 'b']);
      expect(await ids({ upTo: '2026-03-01' })).toEqual(['d', 'b', 'c']);
      expect(await ids({ upTo: '2026-02-27' })).toEqual([]);
      expect(await ids({ value: 'lost' })).toEqual(['lost']);
      expect(await ids({ by: ['copies', 'loan_id'], upTo: 9 })).toEqual(['d', 'e', 'never', 'b']);
    });

    it('shows the first build at once, and a later one only from the swap on', async () => {
      const first = await store.createBuild(shape());
      expect(first).toMatchObject({ number: 1, live: true, status: 'rebuilding', position: START });
      await put(first, START, '0005', loan('old'));
      const second = await store.createBuild(shape(2));
      expect(second).toMatchObject({ number: 2, live: false, version: 2 });
      await put(second, START, '0005', loan('new'));
      expect(await states()).toEqual([['old', 'open']]);
      expect(await store.goLive(second)).toBe(true);
      expect(await states()).toEqual([['new', 'open']]);
      expect(await store.builds()).toMatchObject([{ number: 2, live: true, status: 'running' }]);
      expect(await store.findBuild(first)).toBeUndefined();
    });

    it('does not swap to a build that knows less of the log than queries have seen', async () => {
      const first = await store.createBuild(shape());
      await put(first, START, '0005', loan('old'));
      const second = await store.createBuild(shape());
      await put(second, START, '0004', loan('new'));
      expect(await store.goLive(second)).toBe(false);
      expect(await states()).toEqual([['old', 'open']]);
    });

    it('tells the writer of a build that was swapped out', async () => {
      const first = await store.createBuild(shape());
      await store.goLive(await store.createBuild(shape()));
      await expect(put(first, START, '0001', loan('1'))).rejects.toMatchObject({ actual: undefined });
    });

    it('follows a change of tables from one version to the next', async () => {
      await store.createBuild(shape());
      const renamed = { ...loans, name: 'borrowings' };
      const second = await store.createBuild({ name: 'loan-list', version: 2, tables: [renamed] });
      await store.goLive(second);
      expect(await tested.query(renamed)).toEqual([]);
      await expect(tested.query(loans)).rejects.toThrow();
    });

    it('drops a build that never went live, and no other', async () => {
      const first = await store.createBuild(shape());
      const second = await store.createBuild(shape());
      await store.dropBuild(second);
      await store.dropBuild(second);
      await store.dropBuild(first);
      expect(await store.builds()).toMatchObject([{ number: 1, live: true }]);
    });

    it('keeps the fact that stopped a projection until it is tried again', async () => {
      const build = await store.createBuild(shape());
      await store.stop(build, failure);
      expect(await store.findBuild(build)).toMatchObject({ status: 'stopped', failure });
      await store.resume(build);
      expect(await store.findBuild(build)).toMatchObject({ status: 'running', failure: null });
    });

    it('keeps the reason for which a fact was passed over', async () => {
      const build = await store.createBuild(shape());
      await store.skip(build, 'not stopped, so nothing to skip');
      await store.stop(build, failure);
      await store.skip(build, 'a test order');
      expect(await store.findBuild(build)).toMatchObject({ status: 'running', failure: null });
      expect(await store.skipped('loan-list')).toMatchObject([{ ...failure, version: 1, reason: 'a test order' }]);
    });

    it('gives a lease to one holder until it ends or is given up', async () => {
      const other = await tested.another();
      expect(await store.acquireLease('loan-list', 'first', 60_000)).toBe(true);
      expect(await store.acquireLease('loan-list', 'first', 60_000)).toBe(true);
      expect(await other.acquireLease('loan-list', 'second', 60_000)).toBe(false);
      await other.releaseLease('loan-list', 'second');
      expect(await other.acquireLease('loan-list', 'second', 60_000)).toBe(false);
      await store.releaseLease('loan-list', 'first');
      expect(await other.acquireLease('loan-list', 'second', -1)).toBe(true);
      expect(await store.acquireLease('loan-list', 'first', 60_000)).toBe(true);
    });

    it('belongs to one event store', async () => {
      await store.bindTo('8f7e6f51-0000-4000-8000-000000000001');
      await store.bindTo('8f7e6f51-0000-4000-8000-000000000001');
      await expect(store.bindTo('8f7e6f51-0000-4000-8000-000000000002')).rejects.toThrow(/another event store/);
    });
  });
};
