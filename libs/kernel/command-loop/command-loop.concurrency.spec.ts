import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStore, VersionConflict } from '../event-store.ts';
import { verifyStream } from '../log/hash-chain.ts';
import type { Outcome } from '../outcome.ts';
import { loan, type LoanCommand } from '../testing/loan.stream.ts';
import { fromClerk, type LoopHarness, openLoopHarness } from '../testing/loop-harness.ts';

let harness: LoopHarness;
beforeAll(async () => {
  harness = await openLoopHarness();
});
afterAll(() => harness.close());

const openLoan: LoanCommand = { type: 'OpenLoan', data: { borrowerId: 'b1', borrower: '山田', copyIds: ['c1'] } };
const charge = (amount: number): LoanCommand => ({ type: 'ChargeFee', data: { amount } });
const pay = (amount: number): LoanCommand => ({ type: 'PayFee', data: { amount } });

const openedId = async (): Promise<string> => {
  const id = randomUUID();
  await harness.loop().execute(loan, id, openLoan, fromClerk());
  return id;
};

const times = <Result>(count: number, task: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => task(index)));

const acceptedCount = (outcomes: readonly Outcome[]): number => outcomes.filter(({ accepted }) => accepted).length;

describe('many commands at once on one stream', () => {
  it('are carried out one after the other inside a process, without a single conflict', async () => {
    const id = await openedId();
    const appends: unknown[] = [];
    const counting: EventStore = {
      ...harness.store,
      append: (...call) => {
        appends.push(call);
        return harness.store.append(...call);
      },
    };
    const loop = harness.loop({ store: counting });
    await times(50, () => loop.execute(loan, id, charge(1), fromClerk()));
    expect(appends).toHaveLength(50);
    expect((await loop.load(loan, id))?.state.data.owed).toBe(50);
  });

  it('lose and double nothing when two processes race', async () => {
    const id = await openedId();
    const loops = [harness.loop({ maxConflicts: 100 }), harness.loop({ maxConflicts: 100 })];
    await times(60, (index) => loops[index % 2]!.execute(loan, id, charge(1), fromClerk()));
    expect((await harness.loop().load(loan, id))?.state.data.owed).toBe(60);
    expect(verifyStream(await harness.eventsOf(id))).toEqual([]);
  });

  it('never pay more than is owed, whichever process decides', async () => {
    const id = await openedId();
    await harness.loop().execute(loan, id, charge(10), fromClerk());
    const loops = [harness.loop({ maxConflicts: 100 }), harness.loop({ maxConflicts: 100 })];
    const outcomes = await times(30, (index) => loops[index % 2]!.execute(loan, id, pay(1), fromClerk()));
    expect(acceptedCount(outcomes)).toBe(10);
    expect((await harness.loop().load(loan, id))?.stateAfter).toMatchObject({ fee: 'none' });
  });
});

describe('one command sent many times', () => {
  const expectOneEffect = async (id: string, outcomes: readonly Outcome[]): Promise<void> => {
    const [first, ...repeats] = outcomes.map((outcome) => ({ ...outcome, repeated: false }));
    for (const repeat of repeats) expect(repeat).toEqual(first);
    // Two processes that decide the same in the same millisecond make the very same event: then neither had to recognise it.
    expect(outcomes.some((outcome) => outcome.accepted && !outcome.repeated)).toBe(true);
    expect(await harness.eventsOf(id)).toHaveLength(3);
  };

  it('at once has one effect and one answer', async () => {
    const id = await openedId();
    const loop = harness.loop();
    const context = fromClerk();
    await expectOneEffect(id, await times(20, () => loop.execute(loan, id, charge(7), context)));
  });

  it('at once through two processes, and again later, has one effect and one answer', async () => {
    const id = await openedId();
    const loops = [harness.loop(), harness.loop()];
    const context = fromClerk();
    const atOnce = await times(20, (index) => loops[index % 2]!.execute(loan, id, charge(7), context));
    harness.clock.advance(24 * 60 * 60 * 1000);
    const later = await times(2, () => harness.loop().execute(loan, id, charge(7), context));
    await expectOneEffect(id, [...atOnce, ...later]);
  });

  it('has one effect where it creates the stream', async () => {
    const id = randomUUID();
    const loops = [harness.loop(), harness.loop()];
    const context = fromClerk();
    const outcomes = await times(10, (index) => loops[index % 2]!.execute(loan, id, openLoan, context));
    expect(acceptedCount(outcomes)).toBe(10);
    expect(await harness.eventsOf(id)).toHaveLength(2);
  });
});

describe('a process whose memory is behind', () => {
  it('looks again before it refuses', async () => {
    const id = await openedId();
    const [here, elsewhere] = [harness.loop(), harness.loop()];
    await here.load(loan, id);
    await elsewhere.execute(loan, id, charge(5), fromClerk());
    expect(await here.execute(loan, id, pay(5), fromClerk())).toMatchObject({ accepted: true, revision: 3n });
  });

  it('looks again before it says that nothing is to change', async () => {
    const id = await openedId();
    const [here, elsewhere] = [harness.loop(), harness.loop()];
    const handOut: LoanCommand = { type: 'HandOut', data: { copyId: 'c1' } };
    await here.execute(loan, id, handOut, fromClerk());
    await elsewhere.execute(loan, id, charge(1), fromClerk());
    expect(await here.execute(loan, id, handOut, fromClerk())).toMatchObject({ facts: [], revision: 3n });
  });

  it('looks again before it calls an expected revision stale', async () => {
    const id = await openedId();
    const [here, elsewhere] = [harness.loop(), harness.loop()];
    await here.load(loan, id);
    await elsewhere.execute(loan, id, charge(1), fromClerk());
    const outcome = await here.execute(loan, id, charge(1), fromClerk({ expectedRevision: 2n }));
    expect(outcome).toMatchObject({ accepted: true, revision: 3n });
  });

  it('loads what others have written', async () => {
    const id = await openedId();
    const here = harness.loop();
    await here.load(loan, id);
    await harness.loop().execute(loan, id, charge(5), fromClerk());
    expect(await here.load(loan, id)).toMatchObject({ revision: 2n, stateAfter: { fee: 'owing' } });
  });
});

describe('a stream that never stands still', () => {
  it('ends in contention after a bounded number of attempts, with nothing written', async () => {
    const id = await openedId();
    let attempts = 0;
    const loop = harness.loop({
      maxConflicts: 3,
      store: {
        ...harness.store,
        append: (stream, _events, expected) => {
          attempts += 1;
          return Promise.reject(new VersionConflict(stream, expected, 99n));
        },
      },
    });
    await expect(loop.execute(loan, id, charge(1), fromClerk())).rejects.toMatchObject({ code: 'contention' });
    expect(attempts).toBe(4);
    expect(await harness.eventsOf(id)).toHaveLength(2);
  });
});

describe('a command whose time ran out in the queue', () => {
  it('is unavailable and does nothing', async () => {
    const id = await openedId();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const append: EventStore['append'] = async (...call) => {
      await released;
      return harness.store.append(...call);
    };
    const loop = harness.loop({ store: { ...harness.store, append } });
    const first = loop.execute(loan, id, charge(1), fromClerk());
    const second = loop.execute(loan, id, charge(1), fromClerk({ timeoutMs: 0 }));
    release();
    expect(await first).toMatchObject({ accepted: true });
    await expect(second).rejects.toMatchObject({ code: 'unavailable' });
    expect(await harness.eventsOf(id)).toHaveLength(3);
  });
});
