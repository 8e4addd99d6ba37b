import { setTimeout as moment } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedFact } from '../fact.ts';
import type { Projection, ProjectionTables, Row } from '../projection.ts';
import { createProjectionRunner, type ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.ts';
import type { RebuildProgress } from './projection-rebuild.ts';
import { asFact, memoryEventLog, type MemoryEventLog } from '../testing/memory-event-log.ts';
import { memoryProjectionStore } from '../testing/memory-projection-store.ts';

type Store = ReturnType<typeof memoryProjectionStore>;

/** Counts the facts of each stream, and forgets the stream at `Closed`. */
const tally = (change: Partial<Projection> = {}): Projection => ({
  name: 'tally',
  version: 1,
  categories: ['loan'],
  tables: [
    {
      name: 'tallies',
      comment: 'Facts per stream',
      key: 'stream',
      columns: {
        stream: { type: 'text', comment: 'Stream' },
        facts: { type: 'integer', comment: 'How many' },
        last: { type: 'text', comment: 'Type of the last' },
      },
    },
  ],
  touches: ({ stream }) => [{ table: 'tallies', key: stream }],
  apply: applyTally,
  ...change,
});

const applyTally = (tables: ProjectionTables, { stream, type }: RecordedFact): void => {
  if (type === 'Closed') {
    tables.delete('tallies', stream);
    return;
  }
  const facts = tables.get('tallies', stream)?.facts ?? 0;
  tables.put('tallies', { stream, facts: Number(facts) + 1, last: type });
  // After the write, so that what a failing fact wrote has to be undone.
  if (type === 'Poison') throw new Error('cannot handle poison');
};

const row = (stream: string, facts: number, last: string): Row => ({ stream, facts, last });

describe('the projection runner', () => {
  let log: MemoryEventLog;
  let store: Store;
  const running: ProjectionRunner[] = [];
  beforeEach(() => {
    log = memoryEventLog();
    store = memoryProjectionStore();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((runner) => runner.stop()));
  });

  const settings = (projections: readonly Projection[]) => ({
    eventStore: log,
    projectionStore: store,
    projections,
    toFact: asFact,
    leaseMs: 90,
  });
  const create = (projections: readonly Projection[], options: Partial<ProjectionRunnerOptions> = {}) => {
    const runner = createProjectionRunner({ ...settings(projections), ...options });
    running.push(runner);
    return runner;
  };
  const started = async (projections: readonly Projection[], options: Partial<ProjectionRunnerOptions> = {}) => {
    const runner = create(projections, options);
    await runner.start();
    return runner;
  };
  const seen = async (runner: ProjectionRunner, name = 'tally') =>
    expect(await runner.waitFor(name, await log.head(), 10_000)).toBe(true);
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) await moment(5);
  };

  it('catches up with history and then follows what happens', async () => {
    for (const id of ['1', '2', '1', '3', '1']) log.record(`loan-${id}`, 'Opened');
    const runner = await started([tally()]);
    await seen(runner);
    log.record('loan-3', 'Closed');
    log.record('loan-2', 'Paid');
    await seen(runner);
    expect(store.query('tallies')).toEqual([row('loan-1', 3, 'Opened'), row('loan-2', 2, 'Paid')]);
    expect(await runner.status()).toMatchObject([{ status: 'running', position: await log.head(), leading: true }]);
  });

  it('reaches positions of facts that it does not look at', async () => {
    const runner = await started([tally()]);
    log.record('shelf-1', 'Dusted');
    await seen(runner);
    expect(store.query('tallies')).toEqual([]);
  });

  it('says when a position was not reached in time', async () => {
    const runner = await started([tally()]);
    expect(await runner.waitFor('tally', '99999999', 30)).toBe(false);
  });

  it('says so in time too where the database does not answer', async () => {
    const runner = create([tally()]);
    store.builds = () => new Promise(() => undefined);
    expect(await runner.waitFor('tally', '00000001', 30)).toBe(false);
  });

  it('stops one projection at the fact it cannot handle, with everything before it in place', async () => {
    for (const type of ['Opened', 'Paid']) log.record('loan-1', type);
    const poison = log.record('loan-1', 'Poison');
    log.record('loan-2', 'Opened');
    const untroubled = tally({
      name: 'other',
      tables: tally().tables.map((table) => ({ ...table, name: 'others' })),
      touches: () => [],
      apply: (tables, { stream }) => tables.put('others', row(stream, 0, '')),
    });
    const runner = await started([tally(), untroubled]);
    await seen(runner, 'other');
    await until(async () => (await runner.status())[0]?.status === 'stopped');
    expect(store.query('tallies')).toEqual([row('loan-1', 2, 'Paid')]);
    expect((await runner.status())[0]).toMatchObject({
      position: '00000002',
      failure: { eventId: poison.id, position: poison.position, stream: 'loan-1', type: 'Poison' },
    });
    expect((await runner.status())[0]?.failure?.error).toMatch(/cannot handle poison/);
    expect(await runner.waitFor('tally', poison.position, 60_000)).toBe(false);
  });

  it('goes on after a person skipped the fact, keeps the reason, and a rebuild skips it too', async () => {
    log.record('loan-1', 'Poison');
    log.record('loan-1', 'Opened');
    const runner = await started([tally()]);
    await until(async () => (await runner.status())[0]?.status === 'stopped');
    expect(await runner.skip('tally', 'made by mistake')).toBe(true);
    await until(async () => (await runner.status())[0]?.status === 'running');
    await seen(runner);
    expect(store.query('tallies')).toEqual([row('loan-1', 1, 'Opened')]);
    expect(await store.skipped('tally')).toMatchObject([{ type: 'Poison', reason: 'made by mistake' }]);
    await runner.rebuild('tally');
    expect(store.query('tallies')).toEqual([row('loan-1', 1, 'Opened')]);
    expect(await runner.skip('tally', 'nothing to skip')).toBe(false);
  });

  const recounting = (change: Partial<Projection> = {}) =>
    tally({ remadeBy: { type: 'Recounted', when: ({ stream }) => stream === 'loan-1' }, ...change });

  it('begins anew at a fact that calls for it, and goes on from there', async () => {
    let rate = 1;
    const apply: Projection['apply'] = (tables, { stream, type }) => {
      const before = Number(tables.get('tallies', stream)?.facts ?? 0);
      tables.put('tallies', row(stream, before + rate, type));
    };
    const runner = await started([recounting({ apply })]);
    for (const type of ['Opened', 'Paid']) log.record('loan-1', type);
    await seen(runner);
    rate = 10;
    log.record('loan-2', 'Recounted');
    await seen(runner);
    expect(store.query('tallies')).toEqual([row('loan-1', 2, 'Paid'), row('loan-2', 10, 'Recounted')]);
    log.record('loan-1', 'Recounted');
    log.record('loan-1', 'Paid');
    await seen(runner);
    expect(store.query('tallies')).toEqual([row('loan-1', 40, 'Paid'), row('loan-2', 10, 'Recounted')]);
    expect((await runner.status())[0]).toMatchObject({ status: 'running', leading: true, building: undefined });
  });

  it('begins anew also where nobody ran when the fact was recorded, and not again afterwards', async () => {
    const builds: number[] = [];
    const createBuild = store.createBuild.bind(store);
    store.createBuild = async (projection) => {
      const build = await createBuild(projection);
      builds.push(builds.length);
      return build;
    };
    const first = await started([recounting()]);
    log.record('loan-1', 'Opened');
    await seen(first);
    await first.stop();
    log.record('loan-1', 'Recounted');
    const second = await started([recounting()]);
    await seen(second);
    expect(builds).toHaveLength(2);
    await second.stop();
    await seen(await started([recounting()]));
    expect(builds).toHaveLength(2);
  });

  it('stops where what it begins anew cannot be built, and goes on once a person skipped the fact', async () => {
    let healthy = true;
    const apply: Projection['apply'] = (tables, fact) => {
      if (!healthy && fact.type === 'Opened') throw new Error('cannot handle it any more');
      applyTally(tables, fact);
    };
    const opened = log.record('loan-1', 'Opened');
    log.record('loan-1', 'Paid');
    const runner = await started([recounting({ apply })]);
    await seen(runner);
    healthy = false;
    log.record('loan-1', 'Recounted');
    await until(async () => (await runner.status())[0]?.status === 'stopped');
    expect((await runner.status())[0]?.failure).toMatchObject({ eventId: opened.id });
    expect(store.query('tallies')).toEqual([row('loan-1', 2, 'Paid')]);
    expect(await runner.skip('tally', 'made by mistake')).toBe(true);
    await seen(runner);
    expect(store.query('tallies')).toEqual([row('loan-1', 2, 'Recounted')]);
  });

  it('tries a fact again when asked to', async () => {
    let healthy = false;
    log.record('loan-1', 'Opened');
    const apply: Projection['apply'] = (tables, fact) => {
      if (!healthy) throw new Error('not yet');
      applyTally(tables, fact);
    };
    const runner = await started([tally({ apply })]);
    await until(async () => (await runner.status())[0]?.status === 'stopped');
    healthy = true;
    expect(await runner.retry('tally')).toBe(true);
    await until(async () => (await runner.status())[0]?.status === 'running');
    await seen(runner);
    expect(store.query('tallies')).toEqual([row('loan-1', 1, 'Opened')]);
  });

  it('stops at a fact that only a newer program can read', async () => {
    log.record('loan-1', 'Opened');
    const toFact = () => {
      throw new Error('loan@2 wrote it');
    };
    const runner = await started([tally()], { toFact });
    await until(async () => (await runner.status())[0]?.failure?.error === 'loan@2 wrote it');
    expect(store.query('tallies')).toEqual([]);
  });

  it.each([
    ['reads a row it did not announce', { touches: () => [] }, /row "loan-1" of tallies was read/],
    [
      'writes a value that does not fit its column',
      { apply: (tables: ProjectionTables) => tables.put('tallies', row('loan-1', 0.5, 'Opened')) },
      /tallies\.facts has to be integer, not 0\.5/,
    ],
    [
      'writes a column that its table does not have',
      { apply: (tables: ProjectionTables) => tables.put('tallies', { ...row('a', 1, ''), extra: 1 }) },
      /tallies has no column extra/,
    ],
  ])('stops a projection that %s, and says so', async (_, mistake, message) => {
    log.record('loan-1', 'Opened');
    const runner = await started([tally(mistake)]);
    await until(async () => message.test((await runner.status())[0]?.failure?.error ?? ''));
  });

  it('builds a new version beside the old rows and swaps when it has caught up', async () => {
    for (let count = 0; count < 8; count++) log.record('loan-1', 'Opened');
    const first = await started([tally()]);
    await seen(first);
    await first.stop();
    log.record('loan-1', 'Paid');
    const apply: Projection['apply'] = (tables, { stream }) => {
      const seenBefore = store.query('tallies');
      expect(seenBefore).toEqual([row('loan-1', 8, 'Opened')]);
      tables.put('tallies', row(stream, 0, 'second version'));
    };
    const second = await started([tally({ version: 2, apply })]);
    await seen(second);
    expect(store.query('tallies')).toEqual([row('loan-1', 0, 'second version')]);
    expect(await second.status()).toMatchObject([{ version: 2, status: 'running', building: undefined }]);
  });

  it('builds a new version again whose build was dropped at the end of a log in which nothing happens', async () => {
    log.record('loan-1', 'Opened');
    const runner = await started([tally()]);
    await seen(runner);
    await runner.stop();
    const goLive = store.goLive.bind(store);
    let swaps = 0;
    store.goLive = async (build) => {
      if (swaps++ === 0) await store.dropBuild(build);
      return goLive(build);
    };
    const newer = await started([tally({ version: 2 })]);
    await until(async () => (await newer.status())[0]?.version === 2);
    expect(store.query('tallies')).toEqual([row('loan-1', 1, 'Opened')]);
  });

  it('may be rebuilt by another program after a new version was swapped in', async () => {
    log.record('loan-1', 'Opened');
    const first = await started([tally()]);
    await seen(first);
    await first.stop();
    const upgraded = await started([tally({ version: 2 })]);
    await until(async () => (await upgraded.status())[0]?.version === 2);
    log.record('loan-1', 'Paid');
    await seen(upgraded);
    await create([tally({ version: 2 })]).rebuild('tally');
    expect(store.query('tallies')).toEqual([row('loan-1', 2, 'Paid')]);
  });

  it('leaves the rows of a newer program alone', async () => {
    const newer = await started([tally({ version: 2 })]);
    await seen(newer);
    await newer.stop();
    log.record('loan-1', 'Opened');
    const older = await started([tally({ version: 1 })]);
    expect(await older.waitFor('tally', await log.head(), 100)).toBe(false);
    expect(await older.status()).toMatchObject([{ version: 2, position: '' }]);
  });

  it('rebuilds while queries and new facts go on, and shows progress', async () => {
    for (const id of ['1', '2', '1', '3', '1']) log.record(`loan-${id}`, 'Opened');
    const runner = await started([tally()]);
    await seen(runner);
    const before = store.query('tallies');
    const progress: RebuildProgress[] = [];
    await runner.rebuild('all', (step) => {
      if (!step.done) expect(store.query('tallies')).toEqual(before);
      progress.push(step);
    });
    expect(store.query('tallies')).toEqual(before);
    expect(progress.map(({ events, done }) => [events, done])).toEqual([
      [3, false],
      [5, true],
    ]);
    log.record('loan-9', 'Opened');
    await seen(runner);
    expect(store.query('tallies')).toHaveLength(4);
  });

  it('finishes a rebuild although the database cannot say meanwhile who has the lease', async () => {
    for (const id of ['1', '2', '3']) log.record(`loan-${id}`, 'Opened');
    const asked = store.acquireLease.bind(store);
    let renewals = -1;
    store.acquireLease = async (...lease) => {
      renewals++;
      if (renewals === 0) return asked(...lease);
      if (renewals === 1) throw new Error('the disk is full');
      await moment(100);
      return asked(...lease);
    };
    const commit = store.commit.bind(store);
    store.commit = async (build, batch) => {
      await until(() => Promise.resolve(renewals >= 3));
      await commit(build, batch);
    };
    await create([tally()], { leaseMs: 30, batchSize: 1 }).rebuild('tally');
    expect(store.query('tallies')).toHaveLength(3);
  });

  it('begins a rebuild again where another process took its build for one that was left behind', async () => {
    for (const id of ['1', '2', '3']) log.record(`loan-${id}`, 'Opened');
    const runner = await started([tally()]);
    await seen(runner);
    const goLive = store.goLive.bind(store);
    let swaps = 0;
    store.goLive = async (build) => {
      if (swaps++ === 0) await store.dropBuild(build);
      return goLive(build);
    };
    await runner.rebuild('tally');
    expect(swaps).toBe(2);
    expect(store.query('tallies')).toHaveLength(3);
    expect(await store.builds()).toHaveLength(1);
  });

  it('gives a rebuild up that another process has taken over, and keeps the present rows', async () => {
    for (const id of ['1', '2', '3']) log.record(`loan-${id}`, 'Opened');
    const runner = await started([tally()]);
    await seen(runner);
    await runner.stop();
    const before = store.query('tallies');
    const [asked, commit] = [store.acquireLease.bind(store), store.commit.bind(store)];
    let asks = 0;
    store.acquireLease = (...lease) => (asks++ === 0 ? asked(...lease) : Promise.resolve(false));
    store.commit = async (build, batch) => {
      await until(() => Promise.resolve(asks > 1));
      await commit(build, batch);
    };
    const refused = create([tally()], { batchSize: 1 }).rebuild('tally');
    await expect(refused).rejects.toThrow('tally was not rebuilt: another process took over; try again');
    expect(store.query('tallies')).toEqual(before);
    expect(await store.builds()).toHaveLength(1);
  });

  it('does not begin a rebuild for ever that others take for left behind', async () => {
    log.record('loan-1', 'Opened');
    const runner = await started([tally()]);
    await seen(runner);
    const goLive = store.goLive.bind(store);
    store.goLive = async (build) => {
      await store.dropBuild(build);
      return goLive(build);
    };
    await expect(runner.rebuild('tally')).rejects.toThrow('another process took over; try again');
    expect(store.query('tallies')).toEqual([row('loan-1', 1, 'Opened')]);
  });

  it('keeps the present rows when a rebuild cannot handle a fact', async () => {
    log.record('loan-1', 'Opened');
    const runner = await started([tally()]);
    await seen(runner);
    await runner.stop();
    const broken = create([
      tally({
        apply: () => {
          throw new Error('a mistake');
        },
      }),
    ]);
    await expect(broken.rebuild('tally')).rejects.toThrow(/tally cannot handle Opened at 00000001: a mistake/);
    expect(store.query('tallies')).toEqual([row('loan-1', 1, 'Opened')]);
    expect(await store.builds()).toHaveLength(1);
  });

  it('drops what a rebuild left behind whose process died', async () => {
    const runner = await started([tally()]);
    await seen(runner);
    await runner.stop();
    await store.createBuild(tally());
    await seen(await started([tally()]));
    await until(async () => (await store.builds()).length === 1);
  });

  it('refuses a log that ends before the read models do, as one that was restored from a backup', async () => {
    for (const id of ['1', '2', '3']) log.record(`loan-${id}`, 'Opened');
    const runner = await started([tally()]);
    await seen(runner);
    await runner.stop();
    const restored = memoryEventLog();
    restored.record('loan-1', 'Opened');
    const older = { ...restored, identity: log.identity };
    await expect(create([tally()], { eventStore: older }).start()).rejects.toThrow(
      /tally is at .* beyond the end of the log/,
    );
  });

  it('lets one runner apply and another take over when it ends', async () => {
    const first = await started([tally()]);
    await seen(first);
    const second = await started([tally()]);
    for (let count = 0; count < 5; count++) log.record('loan-1', 'Opened');
    await seen(second);
    const leaders = async () =>
      (await Promise.all([first.status(), second.status()])).flat().map(({ leading }) => leading);
    expect(await leaders()).toEqual([true, false]);
    await first.stop();
    log.record('loan-1', 'Opened');
    await seen(second);
    expect(await leaders()).toEqual([false, true]);
    expect(store.query('tallies')).toEqual([row('loan-1', 6, 'Opened')]);
  });

  it('never applies a fact twice, although two runners believe that they hold the lease', async () => {
    store.acquireLease = () => Promise.resolve(true);
    const runners = [await started([tally()]), await started([tally()])];
    for (let count = 0; count < 40; count++) {
      log.record('loan-1', 'Opened');
      if (count % 7 === 0) await moment(2);
    }
    for (const runner of runners) await seen(runner);
    expect(store.query('tallies')).toEqual([row('loan-1', 40, 'Opened')]);
  });

  it('shows what keeps it from its work, and goes on when that has passed', async () => {
    const commit = store.commit.bind(store);
    let failing = true;
    store.commit = (build, batch) => (failing ? Promise.reject(new Error('the disk is full')) : commit(build, batch));
    const told: (string | undefined)[] = [];
    const runner = await started([tally()], { observer: { troubled: (_, cause) => told.push(cause) } });
    log.record('loan-1', 'Opened');
    await until(async () => (await runner.status())[0]?.trouble === 'the disk is full');
    failing = false;
    await seen(runner);
    await until(async () => (await runner.status())[0]?.trouble === undefined);
    expect(told).toEqual(['the disk is full', undefined]);
    expect(store.query('tallies')).toEqual([row('loan-1', 1, 'Opened')]);
  });

  it('refuses two tables of one name', () => {
    expect(() => create([tally(), tally({ name: 'other' })])).toThrow(/called tallies/);
  });

  it('gives the same rows whatever the size of the batches', async () => {
    const facts = fc.array(fc.tuple(fc.constantFrom('1', '2', '3'), fc.constantFrom('Opened', 'Paid', 'Closed')));
    await fc.assert(
      fc.asyncProperty(facts, fc.integer({ min: 2, max: 3 }), async (history, batchSize) => {
        log = memoryEventLog();
        for (const [id, type] of history) log.record(`loan-${id}`, type);
        const rowsWith = async (size: number) => {
          store = memoryProjectionStore();
          await create([tally()], { batchSize: size }).rebuild('tally');
          return store.query('tallies');
        };
        expect(await rowsWith(batchSize)).toEqual(await rowsWith(1));
      }),
      { numRuns: 50 },
    );
  });
});
