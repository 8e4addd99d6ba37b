import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settableClock } from '../clock.ts';
import { idOf, type RecordedFact } from '../fact.ts';
import { CommandError } from '../outcome.ts';
import type { OwedCommand, Process } from '../process.ts';
import type { Row } from '../projection.ts';
import { asFact } from '../testing/memory-event-log.ts';
import { memoryProjectionStore } from '../testing/memory-projection-store.ts';
import { openProcessRoom, refusal, until, type ProcessRoom } from '../testing/process-room.ts';
import { createProcessRunner, type ProcessRunner } from './process-runner.ts';
import type { SendCommand } from './process-sender.ts';

const keyOf = ({ stream, data }: RecordedFact): string => {
  const { what = 'return' } = data as { readonly what?: string };
  return `${idOf(stream)}/${what}`;
};

const remind = (loan: string, at: string, key: string): OwedCommand => ({
  category: 'loan',
  id: loan,
  command: { type: 'RemindBorrower', data: { key } },
  due: { at, key },
});

/** What a library owes a borrower: a reminder when a copy is due, unless it came back or the loan was extended. */
const reminding: Process = {
  name: 'reminding',
  version: 1,
  categories: ['loan'],
  react(fact) {
    const { dueAt } = fact.data as { readonly dueAt?: string };
    return dueAt === undefined ? [] : [remind(idOf(fact.stream), dueAt, keyOf(fact))];
  },
  withdraws: (fact) => (fact.type === 'CopyReturned' ? [keyOf(fact)] : []),
  onRefusal: ({ id, due }, { code }) =>
    code === 'not-today' && due ? [remind(id, '2026-12-24T00:00:00Z', due.key)] : undefined,
};

const day = (number: number): string => `2026-11-${number}T00:00:00.000Z`;

describe('a deadline', () => {
  let room: ProcessRoom;
  const open = () =>
    openProcessRoom(reminding, {
      RemindBorrower: (data) => ({ type: 'BorrowerReminded', data: { key: data.key ?? '' } }),
    });
  const lend = (loan: string, dueAt: string, what = 'return') =>
    room.log.record(`loan-${loan}`, 'CopyLent', { dueAt, what });
  const extend = (loan: string, dueAt: string) => room.log.record(`loan-${loan}`, 'LoanExtended', { dueAt });
  const giveBack = (loan: string) => room.log.record(`loan-${loan}`, 'CopyReturned');
  const reminded = async () => (await room.facts()).filter((fact) => fact.endsWith('BorrowerReminded'));
  const sentTo = () => room.sent.map(({ stream }) => stream);
  const owed = async (runner: ProcessRunner) => (await runner.status())[0]?.owed;
  const statuses = () => room.rows().map(({ status }) => status);
  beforeEach(() => {
    room = open();
  });
  afterEach(() => room.leave());

  it('is sent at its time, once, and not before', async () => {
    const runner = await room.start();
    const cause = lend('1', day(24));
    room.clock.set('2026-11-23T23:59:59.999Z');
    await runner.idle();
    expect(room.sent).toEqual([]);
    expect(await owed(runner)).toEqual({ waiting: 1, open: 0, stuck: 0 });

    room.clock.set(day(24));
    await runner.idle();
    room.clock.set(day(30));
    await runner.idle();
    expect(await room.facts()).toEqual(['loan-1 CopyLent', 'loan-1 BorrowerReminded']);
    expect(room.sent).toHaveLength(1);
    expect(room.sent[0]?.context).toMatchObject({ causationId: cause.id, actor: { id: 'reminding', via: 'process' } });
    expect(await owed(runner)).toEqual({ waiting: 0, open: 0, stuck: 0 });
  });

  it('is sent by itself soon after the clock is set forward', async () => {
    await (await room.start()).idle();
    lend('1', day(24));
    await until(() => room.rows().length === 1);
    room.clock.set(day(25));
    await until(() => room.sent.length === 1);
  });

  it('is an instant, in whatever offset and with as many digits as it is given', async () => {
    const runner = await room.start();
    lend('1', '2026-11-24T09:00:00+09:00');
    lend('2', '2026-11-24T00:00:00.5Z');
    room.clock.set(day(24));
    await runner.idle();
    expect(sentTo()).toEqual(['loan-1']);
  });

  it.each(['next week', '2026-11-24', '2026-11-24T09:00:00'])(
    'stops the process at the fact where it is no instant, as %s is none',
    async (dueAt) => {
      const runner = await room.start();
      lend('1', dueAt);
      await expect(runner.idle()).rejects.toThrow(`"${dueAt}" is no instant that something can be due at`);
    },
  );

  it('is sent once after downtime, and before those that fell due later', async () => {
    await (await room.start()).stop();
    lend('1', day(26));
    lend('2', day(24));
    lend('3', day(25));
    lend('4', day(30));
    room.clock.set(day(27));
    const second = await room.start(room.carryOut, { concurrency: 1 });
    await second.idle();
    expect(sentTo()).toEqual(['loan-2', 'loan-3', 'loan-1']);

    await second.stop();
    await (await room.start()).idle();
    expect(room.sent).toHaveLength(3);
  });

  it('goes to its stream after one that fell due before, whichever was set first', async () => {
    await (await room.start()).stop();
    for (const number of [26, 25, 24]) lend('1', day(number), `on ${number}`);
    room.clock.set(day(27));
    await (await room.start()).idle();
    const { events } = await room.log.readAll({ from: '00000003' });
    expect(events.map(({ data }) => data.key)).toEqual(['1/on 24', '1/on 25', '1/on 26']);
  });

  it('goes to a stream after what happened there, also where its time came first', async () => {
    const telling: Process = {
      ...reminding,
      react: (fact, notes) =>
        fact.type === 'CopyFound'
          ? [{ category: 'loan', id: idOf(fact.stream), command: { type: 'TellLoan', data: {} } }]
          : reminding.react(fact, notes),
    };
    let closed = true;
    const send: SendCommand = (command, context) =>
      closed ? Promise.reject(new CommandError('unavailable', 'later')) : room.carryOut(command, context);
    const runner = await room.start(send, { processes: [telling] });
    await runner.idle();
    lend('1', day(23), 'first');
    lend('1', day(23), 'second');
    room.clock.set(day(23));
    await until(() => statuses().every((status) => status === 'open') && statuses().length === 2);
    room.log.record('loan-1', 'CopyFound');
    await until(() => statuses().length === 3);
    closed = false;
    await runner.idle();
    expect(room.sent.map(({ type }) => type).indexOf('TellLoan')).toBeLessThan(2);
    expect(room.sent.at(-1)?.type).toBe('RemindBorrower');
  });

  it('never falls due where it is set for a time beyond all that can be written', async () => {
    const runner = await room.start();
    lend('1', '9999-12-31T23:59:59-01:00');
    room.clock.set(day(30));
    await runner.idle();
    expect(await owed(runner)).toEqual({ waiting: 1, open: 0, stuck: 0 });
  });

  it('is sent at its time also where something is recorded all the time', async () => {
    const { log } = room;
    let busy = false;
    const head = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return busy ? log.record('desk-1', 'BellRung').position : log.head();
    };
    const runner = await room.start(room.carryOut, { eventStore: { ...log, head } });
    lend('1', day(24));
    await runner.idle();
    busy = true;
    room.clock.set(day(24));
    await until(() => room.sent.length === 1);
  });

  it('is not sent before its time by a program whose clock is behind that of the one before', async () => {
    const first = await room.start(() => Promise.reject(new CommandError('unavailable', 'try again')));
    lend('1', day(24));
    await first.idle();
    room.clock.set(day(24));
    await until(() => statuses().includes('open'));
    await first.stop();
    const clock = settableClock('2026-11-23T23:59:58Z');
    const second = await room.start(room.carryOut, { clock });
    await second.idle();
    expect(room.sent).toEqual([]);
    expect(await owed(second)).toEqual({ waiting: 1, open: 0, stuck: 0 });
    clock.set(day(24));
    await second.idle();
    expect(await reminded()).toHaveLength(1);
  });

  it('is never sent once it was withdrawn, be it in the last moment', async () => {
    const runner = await room.start();
    lend('1', day(24));
    lend('2', day(24));
    await runner.idle();
    giveBack('1');
    await runner.idle();
    expect(await owed(runner)).toEqual({ waiting: 1, open: 0, stuck: 0 });
    giveBack('2');
    room.clock.set(day(25));
    await runner.idle();
    expect(room.sent).toEqual([]);
    expect(statuses()).toEqual(['closed', 'closed']);
  });

  it.each([
    ['is not tried again', 'sent in vain', () => Promise.reject(new CommandError('unavailable', 'try again'))],
    ['leads to nothing more', 'refused', () => Promise.resolve(refusal('not-today'))],
  ])('%s where it was withdrawn while it was %s', async (_, __, answer: SendCommand) => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const tried: unknown[] = [];
    const runner = await room.start(async (command, context) => {
      tried.push(command.due?.key);
      if (command.due?.key !== '1/return') return room.carryOut(command, context);
      await held;
      return answer(command, context);
    });
    lend('1', day(24));
    lend('1', day(24), 'survey');
    room.clock.set(day(24));
    await until(() => tried.length > 0);
    giveBack('1');
    await until(() => statuses().includes('closed'));
    release();
    await runner.idle();
    expect(tried).toEqual(['1/return', '1/survey']);
    expect(statuses()).toEqual(['closed', 'closed']);
  });

  it('is replaced by one that is set under the same key, be that later or earlier', async () => {
    const runner = await room.start();
    lend('1', day(24));
    lend('2', day(28));
    extend('1', day(27));
    extend('2', day(25));
    room.clock.set(day(26));
    await runner.idle();
    expect(sentTo()).toEqual(['loan-2']);
    room.clock.set(day(30));
    await runner.idle();
    expect(sentTo()).toEqual(['loan-2', 'loan-1']);
  });

  it('can be set again after it was answered', async () => {
    const runner = await room.start();
    for (const number of [23, 24]) {
      lend('1', day(number));
      room.clock.set(day(number));
      await runner.idle();
    }
    giveBack('1');
    await runner.idle();
    expect(await reminded()).toHaveLength(2);
    expect(statuses()).toEqual(['closed', 'closed']);
    expect(room.store.query('reminding_deadlines')).toEqual([]);
  });

  it('has one effect where the program crashes between its sending and the closing of its row', async () => {
    const first = await room.start();
    lend('1', day(24));
    await first.idle();
    const commit = room.store.commit.bind(room.store);
    // From the moment the answer is in the log, this program writes nothing more.
    room.store.commit = (build, batch) =>
      room.accepted.size > 0 ? Promise.reject(new Error('crashed')) : commit(build, batch);
    room.clock.set(day(24));
    await until(() => room.accepted.size === 1);
    await first.stop();
    room.store.commit = commit;
    expect(statuses()).toEqual(['open']);

    const second = await room.start();
    await second.idle();
    expect(await reminded()).toHaveLength(1);
    expect(statuses()).toEqual(['closed']);
  });

  it('is not sent again after a rebuild where it was answered or withdrawn, and is where it was neither', async () => {
    const runner = await room.start();
    for (const loan of ['1', '2', '3']) lend(loan, day(24));
    extend('2', day(26));
    giveBack('3');
    room.clock.set(day(25));
    await runner.idle();
    const before = room.rows();
    await runner.rebuild('reminding');
    await runner.idle();
    expect(sentTo()).toEqual(['loan-1']);
    expect(room.rows()).toEqual(before);

    room.clock.set(day(26));
    await runner.idle();
    expect(sentTo()).toEqual(['loan-1', 'loan-2']);

    lend('4', day(27));
    await runner.stop();
    room.store = memoryProjectionStore();
    room.clock.set(day(28));
    await (await room.start()).idle();
    expect(sentTo()).toEqual(['loan-1', 'loan-2', 'loan-4']);
  });

  it('is sent by the program that sends also after another one has made the process anew, though nothing more happens', async () => {
    let closed = true;
    const send: SendCommand = (command, context) =>
      closed ? Promise.resolve(refusal('closed')) : room.carryOut(command, context);
    const runner = await room.start(send);
    lend('1', day(24));
    room.clock.set(day(25));
    await runner.idle();
    closed = false;
    const other = createProcessRunner({
      eventStore: room.log,
      projectionStore: room.store,
      processes: [reminding],
      toFact: asFact,
      send,
      clock: room.clock,
    });
    await other.rebuild('reminding');
    await until(() => room.sent.length === 1);
    expect(sentTo()).toEqual(['loan-1']);
  });

  it('is sent when the database answers again that could not be reached at its time', async () => {
    const runner = await room.start();
    lend('1', day(24));
    await runner.idle();
    const lowestRows = room.store.lowestRows.bind(room.store);
    const commit = room.store.commit.bind(room.store);
    const refused = () => Promise.reject(new Error('the connection was refused'));
    const failures = { reading: 2, writing: 2 };
    room.store.lowestRows = (...wanted) => (failures.reading-- > 0 ? refused() : lowestRows(...wanted));
    room.store.commit = (...batch) => (failures.writing-- > 0 ? refused() : commit(...batch));
    room.clock.set(day(24));
    await runner.idle();
    expect(failures.reading).toBeLessThan(0);
    expect(failures.writing).toBeLessThan(0);
    expect(sentTo()).toEqual(['loan-1']);
  });

  it('waits in the database and not in memory, however many there are', async () => {
    const first = await room.start();
    for (let number = 1; number <= 400; number++) lend(String(number), number > 2 ? day(29) : day(24));
    await first.idle();
    await first.stop();
    const read: Row[] = [];
    const noting =
      <Wanted extends unknown[]>(find: (...wanted: Wanted) => Promise<readonly Row[]>) =>
      async (...wanted: Wanted) => {
        const rows = await find(...wanted);
        read.push(...rows);
        return rows;
      };
    room.store.findRows = noting(room.store.findRows.bind(room.store));
    room.store.lowestRows = noting(room.store.lowestRows.bind(room.store));
    const second = await room.start();
    await second.idle();
    room.clock.set(day(24));
    await second.idle();
    expect(sentTo()).toEqual(['loan-1', 'loan-2']);
    expect(read.length).toBeLessThan(8);
  });

  it('waits its turn where very many fall due at once', async () => {
    let most = 0;
    const send: SendCommand = (command, context) => {
      most = Math.max(most, statuses().filter((status) => status === 'open').length);
      return room.carryOut(command, context);
    };
    const runner = await room.start(send);
    for (let number = 1; number <= 600; number++) lend(String(number), day(24));
    await runner.idle();
    room.clock.set(day(24));
    await runner.idle();
    expect(room.sent).toHaveLength(600);
    expect(most).toBeLessThanOrEqual(256);
  });

  it('is sent by one program, and by the other when that has ended', async () => {
    const senders: string[] = [];
    const named =
      (name: string): SendCommand =>
      (command, context) => {
        senders.push(name);
        return room.carryOut(command, context);
      };
    const first = await room.start(named('first'));
    await first.idle();
    const second = await room.start(named('second'));
    lend('1', day(24));
    lend('2', day(26));
    room.clock.set(day(24));
    await second.idle();
    expect(senders).toEqual(['first']);
    await first.stop();
    room.clock.set(day(26));
    await second.idle();
    expect(senders).toEqual(['first', 'second']);
  });

  it('keeps a program from being idle that leaves the sending to another, also where it is opened in that very moment', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const leader = await room.start(async (command, context) => {
      await held;
      return room.carryOut(command, context);
    });
    await leader.idle();
    lend('1', day(24));
    await leader.idle();
    room.clock.set(day(24));
    const { store } = room;
    const opened = until(() => statuses().includes('open'));
    let idle = false;
    const countRows: typeof store.countRows = async (...wanted) => {
      const counts = await store.countRows(...wanted);
      await opened;
      return counts;
    };
    const onlooker = createProcessRunner({
      eventStore: room.log,
      projectionStore: { ...store, countRows },
      processes: [reminding],
      toFact: asFact,
      send: room.carryOut,
      clock: room.clock,
    });
    const waited = onlooker.idle().then(() => (idle = true));
    await opened;
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
    const wasIdle = idle;
    release();
    expect(wasIdle).toBe(false);
    await waited;
    expect(await reminded()).toHaveLength(1);
  });

  it('is not held up by very many to a stream that cannot be reached', async () => {
    const send: SendCommand = (command, context) =>
      command.id === '1'
        ? Promise.reject(new CommandError('unavailable', 'too busy'))
        : room.carryOut(command, context);
    const runner = await room.start(send, { backOffMs: () => 50 });
    for (let number = 1; number <= 300; number++) lend('1', day(24), String(number));
    lend('2', day(25));
    await until(async () => (await owed(runner))?.waiting === 301);
    room.clock.set(day(25));
    await until(() => room.sent.length === 1);
    expect(sentTo()).toEqual(['loan-2']);
  });

  it('leads to what the process names where it is refused, be that another deadline', async () => {
    const send: SendCommand = (command, context) =>
      command.due?.at === day(24) ? Promise.resolve(refusal('not-today')) : room.carryOut(command, context);
    const runner = await room.start(send);
    lend('1', day(24));
    room.clock.set(day(25));
    await runner.idle();
    expect(room.sent).toEqual([]);
    expect(await runner.deadlines()).toMatchObject([{ key: '1/return', dueAt: '2026-12-24T00:00:00.000Z' }]);
    room.clock.set('2026-12-24T00:00:00.000Z');
    await runner.idle();
    expect(await reminded()).toHaveLength(1);
  });

  it('shows a refusal that nobody expected as stuck, and is withdrawn or sent again from there', async () => {
    let closed = true;
    const send: SendCommand = (command, context) =>
      closed ? Promise.resolve(refusal('closed')) : room.carryOut(command, context);
    const runner = await room.start(send);
    for (const loan of ['1', '2']) lend(loan, day(24));
    room.clock.set(day(24));
    await runner.idle();
    const [status] = await runner.status();
    expect(status?.owed).toEqual({ waiting: 0, open: 0, stuck: 2 });
    giveBack('1');
    await runner.idle();
    closed = false;
    for (const { command_id } of status?.stuck ?? []) await runner.retry(command_id);
    await runner.idle();
    expect(sentTo()).toEqual(['loan-2']);
    expect(await owed(runner)).toEqual({ waiting: 0, open: 0, stuck: 0 });
    expect(room.rows().map(({ refusal: known }) => known !== null)).toContain(true);
  });

  it('is listed with the others in due order, also by a program that sends nothing', async () => {
    const runner = await room.start();
    const [late, early] = [lend('1', day(26)), lend('2', day(24))];
    lend('3', day(28));
    giveBack('3');
    await runner.idle();
    const deadline = (loan: string, number: number, causePosition: string) => ({
      process: 'reminding',
      key: `${loan}/return`,
      dueAt: day(number),
      stream: `loan-${loan}`,
      command: 'RemindBorrower',
      causePosition,
    });
    const expected = [deadline('2', 24, early.position), deadline('1', 26, late.position)];
    expect(await runner.deadlines()).toEqual(expected);
    expect(await runner.deadlines(1)).toEqual(expected.slice(0, 1));
    expect(await runner.deadlines(1, 'reminding')).toEqual(expected.slice(0, 1));
    expect(await runner.deadlines(1, 'another')).toEqual([]);
    await runner.stop();
    expect(await runner.deadlines()).toEqual(expected);
  });

  it('is kept exactly once, whatever is set, replaced and withdrawn when, and whenever a program restarts', async () => {
    const loan = fc.constantFrom('1', '2', '3');
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ lend: loan, hours: fc.integer({ min: 1, max: 30 }) }) },
      fc.record({ giveBack: loan }),
      { weight: 2, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 20 }) }) },
      fc.constantFrom('restart' as const, 'rebuild' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), fc.infiniteStream(fc.boolean()), async (steps, failures) => {
        room = open();
        const unreliable: SendCommand = async (command, context) => {
          if (failures.next().value) throw new CommandError('unavailable', 'try again');
          const outcome = await room.carryOut(command, context);
          if (failures.next().value) throw new CommandError('unavailable', 'the answer was lost');
          return outcome;
        };
        const hoursOn = (hours: number) => new Date(Date.parse(room.clock.now()) + hours * 3_600_000).toISOString();
        const due = new Map<string, string>();
        let kept = 0;
        let runner = await room.start(unreliable);
        for (const next of steps) {
          if (next === 'rebuild') await runner.rebuild('reminding').catch(() => undefined);
          else if (next === 'restart') {
            await runner.stop();
            runner = await room.start(unreliable);
          } else if ('lend' in next) {
            due.set(next.lend, hoursOn(next.hours));
            lend(next.lend, hoursOn(next.hours));
          } else if ('giveBack' in next) {
            due.delete(next.giveBack);
            giveBack(next.giveBack);
          } else {
            room.clock.set(hoursOn(next.pass));
            for (const [key, at] of due) if (at <= room.clock.now() && due.delete(key)) kept += 1;
            await runner.idle();
            expect(await reminded()).toHaveLength(kept);
          }
        }
        await runner.idle();
        expect(await owed(runner)).toEqual({ waiting: due.size, open: 0, stuck: 0 });
        await runner.stop();
        expect(await reminded()).toHaveLength(kept);
      }),
      { numRuns: 30 },
    );
  });
});
