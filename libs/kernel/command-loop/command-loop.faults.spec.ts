import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { openSqliteSnapshotStore } from '#libs/event-store-sqlite/snapshot-store.sqlite';
import { type EventStore, EventStoreError, type RecordedEvent } from '../event-store.ts';
import { verifyStream } from '../log/hash-chain.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { loan, type LoanCommand } from '../testing/loan.stream.ts';
import { fromClerk, type LoopHarness, openLoopHarness } from '../testing/loop-harness.ts';

let harness: LoopHarness;
beforeAll(async () => {
  harness = await openLoopHarness();
});
afterAll(() => harness.close());

const openLoan: LoanCommand = { type: 'OpenLoan', data: { borrowerId: 'b1', borrower: '山田', copyIds: ['c1'] } };
const charge = (amount: number): LoanCommand => ({ type: 'ChargeFee', data: { amount } });
const outcomeUnknown = () => new EventStoreError('outcomeUnknown', 'the connection broke');

/** A loan on a store whose first appends, after its creation, go as `faults` says. */
const loanOnFaultyStore = async (...faults: readonly EventStore['append'][]) => {
  const id = randomUUID();
  await harness.loop().execute(loan, id, openLoan, fromClerk());
  const remaining = [...faults];
  const append: EventStore['append'] = (...call) => (remaining.shift() ?? harness.store.append)(...call);
  return { id, loop: harness.loop({ store: { ...harness.store, append } }) };
};

const writesButBreaks: EventStore['append'] = async (...call) => {
  await harness.store.append(...call);
  throw outcomeUnknown();
};
const breaksBefore: EventStore['append'] = () => Promise.reject(outcomeUnknown());
const isAway: EventStore['append'] = () => Promise.reject(new EventStoreError('unavailable', 'the store is away'));

describe('a store that does not say whether it wrote', () => {
  it.each([
    ['wrote', [writesButBreaks]],
    ['did not write', [breaksBefore]],
    ['did not write, then wrote, then was away', [breaksBefore, writesButBreaks, isAway]],
  ])('is asked again with the very same events: it %s', async (_what, faults) => {
    const { id, loop } = await loanOnFaultyStore(...faults);
    const outcome = await loop.execute(loan, id, charge(5), fromClerk({ fresh: true }));
    expect(outcome).toMatchObject({ accepted: true, repeated: false, revision: 2n });
    expect(await harness.eventsOf(id)).toHaveLength(3);
    expect(await loop.execute(loan, id, charge(5), fromClerk())).toMatchObject({ revision: 3n });
    expect(verifyStream(await harness.eventsOf(id))).toEqual([]);
  });

  it('is asked again although others have written behind it', async () => {
    const id = randomUUID();
    const other = harness.loop();
    await other.execute(loan, id, openLoan, fromClerk());
    let broken = false;
    const append: EventStore['append'] = async (...call) => {
      const result = await harness.store.append(...call);
      if (broken) return result;
      broken = true;
      await other.execute(loan, id, charge(1), fromClerk());
      throw outcomeUnknown();
    };
    const loop = harness.loop({ store: { ...harness.store, append } });
    expect(await loop.execute(loan, id, charge(5), fromClerk())).toMatchObject({ accepted: true, revision: 2n });
    expect((await loop.load(loan, id))?.state.data.owed).toBe(6);
  });

  it('that never does is unavailable in time, and the same command later is recognised', async () => {
    const id = randomUUID();
    await harness.loop().execute(loan, id, openLoan, fromClerk());
    const loop = harness.loop({ store: { ...harness.store, append: writesButBreaks } });
    const context = fromClerk({ timeoutMs: 100 });
    await expect(loop.execute(loan, id, charge(5), context)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await harness.loop().execute(loan, id, charge(5), context)).toMatchObject({ repeated: true, revision: 2n });
    expect(await harness.eventsOf(id)).toHaveLength(3);
  });
});

describe('a store that cannot be reached', () => {
  it('is unavailable at once where nothing can have been written', async () => {
    const { id, loop } = await loanOnFaultyStore(isAway);
    await expect(loop.execute(loan, id, charge(5), fromClerk())).rejects.toMatchObject({ code: 'unavailable' });
    expect(await harness.eventsOf(id)).toHaveLength(2);
    expect(await loop.execute(loan, id, charge(5), fromClerk())).toMatchObject({ accepted: true });
  });

  it('is unavailable for loading too', async () => {
    const readStream: EventStore['readStream'] = () => Promise.reject(new EventStoreError('unavailable', 'away'));
    const loop = harness.loop({ store: { ...harness.store, readStream } });
    await expect(loop.load(loan, randomUUID())).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a stream of 20,000 events', () => {
  const id = randomUUID();
  const first = fromClerk();
  let snapshots: SnapshotStore;

  /** A loop that starts with an empty memory, and the number of events it reads. */
  const coldLoop = (snapshotStore: SnapshotStore) => {
    const read: RecordedEvent[] = [];
    const readStream: EventStore['readStream'] = async (...call) => {
      const events = await harness.store.readStream(...call);
      read.push(...events);
      return events;
    };
    const store = { ...harness.store, readStream };
    return { loop: harness.loop({ store, snapshots: snapshotStore, snapshotEvery: 100 }), read };
  };

  beforeAll(async () => {
    snapshots = openSqliteSnapshotStore({
      file: join(harness.folder, 'snapshots.db'),
      storeId: harness.store.identity.id,
    });
    const { loop } = coldLoop(snapshots);
    await loop.execute(loan, id, openLoan, first);
    const chargeMany: LoanCommand = { type: 'ChargeManyFees', data: { amount: 1, count: 500 } };
    for (let events = 0; events < 20_000; events += 500) await loop.execute(loan, id, chargeMany, fromClerk());
    await loop.execute(loan, id, charge(1), fromClerk());
    await loop.idle();
  });
  afterAll(() => snapshots.close());

  it('is loaded from its snapshot and the events after it', async () => {
    const { loop, read } = coldLoop(snapshots);
    const loaded = await loop.load(loan, id);
    expect(loaded?.revision).toBe(20_002n);
    expect(read.length).toBeLessThanOrEqual(101);
    expect(loaded).toEqual(await harness.loop().load(loan, id));
  });

  it('still recognises its first command', async () => {
    const { loop } = coldLoop(snapshots);
    expect(await loop.execute(loan, id, openLoan, first)).toMatchObject({ repeated: true, revision: 1n });
  });

  it('is loaded from its start where the snapshot is of another machine, or of another log, or gone', async () => {
    const kept = await snapshots.load(`loan-${id}`);
    const lying = (change: object): SnapshotStore => ({
      load: () => Promise.resolve(kept && { ...kept, state: {}, ...change }),
      save: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
    const none: SnapshotStore = { ...lying({}), load: () => Promise.resolve(undefined) };
    for (const store of [lying({ machine: 'loan@0' }), lying({ hash: 'other' }), lying({ revision: 99_999n }), none]) {
      const { loop, read } = coldLoop(store);
      expect((await loop.load(loan, id))?.state.data.owed).toBe(20_001);
      expect(read.length).toBeGreaterThan(20_000);
    }
  });
});

describe('a key vault that another program keeps locked', () => {
  it('holds back what is about a person, in time and with nothing written, and nothing else', async () => {
    const id = randomUUID();
    const loop = harness.loop();
    await loop.execute(loan, id, openLoan, fromClerk());
    const lock = new Database(join(harness.folder, 'keys.db'), { timeout: 0 });
    lock.exec('BEGIN IMMEDIATE');
    const another: LoanCommand = { type: 'OpenLoan', data: { borrowerId: 'b2', borrower: '鈴木', copyIds: ['c2'] } };
    const context = fromClerk({ timeoutMs: 200 });
    const [opening, charging] = [randomUUID(), loop.execute(loan, id, charge(5), fromClerk())];
    await expect(loop.execute(loan, opening, another, context)).rejects.toMatchObject({
      name: 'CommandError',
      code: 'unavailable',
      message: 'the key vault cannot be reached: send the command again under the same id',
    });
    expect(await charging).toMatchObject({ accepted: true });
    expect(await harness.eventsOf(opening)).toEqual([]);
    lock.exec('COMMIT');
    lock.close();
    expect(await loop.execute(loan, opening, another, context)).toMatchObject({ accepted: true, repeated: false });
  });
});
