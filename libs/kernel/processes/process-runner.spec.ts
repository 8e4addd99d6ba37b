import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idOf, type RecordedFact } from '../fact.ts';
import { CommandError } from '../outcome.ts';
import type { OwedCommand, Process } from '../process.ts';
import type { SendCommand } from './process-sender.ts';
import { createProcessRunner, type ProcessRunner } from './process-runner.ts';
import type { Row } from '../projection.ts';
import { asFact } from '../testing/memory-event-log.ts';
import { memoryProjectionStore } from '../testing/memory-projection-store.ts';
import { openProcessRoom, refusal, until, type ProcessRoom } from '../testing/process-room.ts';

/** What a library owes a loan: each copy asked for is fetched from its shelf, and the loan is told. */
const fetching: Process = {
  name: 'fetching',
  version: 1,
  categories: ['loan', 'shelf'],
  react({ type, data, stream }: RecordedFact): readonly OwedCommand[] {
    const { shelves = [], loan = '' } = data as { readonly shelves?: readonly string[]; readonly loan?: string };
    if (type === 'CopiesAsked')
      return shelves.map((id) => ({ category: 'shelf', id, command: { type: 'FetchCopy', data: { loan: stream } } }));
    if (type === 'CopyFetched') return [{ category: 'loan', id: loan, command: { type: 'TellLoan', data: {} } }];
    return [];
  },
  onRefusal: ({ command, id }, { code }) => {
    if (code === 'no-copy')
      return [{ category: 'loan', id: '1', command: { type: 'TellShortage', data: { shelf: id } } }];
    return code === 'no-matter' && command.type === 'FetchCopy' ? [] : undefined;
  },
};

describe('the process runner', () => {
  let room: ProcessRoom;
  const open = () =>
    openProcessRoom(fetching, {
      FetchCopy: ({ loan }) => ({ type: 'CopyFetched', data: { loan: idOf(loan as string) } }),
      TellLoan: () => ({ type: 'LoanTold', data: {} }),
      TellShortage: () => ({ type: 'ShortageTold', data: {} }),
    });
  const started = (...settings: Parameters<ProcessRoom['start']>) => room.start(...settings);
  const carryOut: SendCommand = (command, context) => room.carryOut(command, context);
  const ask = (loan: string, ...shelves: readonly string[]) =>
    room.log.record(`loan-${loan}`, 'CopiesAsked', { shelves });
  const facts = () => room.facts();
  const owed = async (runner: ProcessRunner) => (await runner.status())[0]?.owed;
  const rows = () => room.rows();
  beforeEach(() => {
    room = open();
  });
  afterEach(() => room.leave());

  it('sends what a fact makes due, and what follows from the answer', async () => {
    const runner = await started();
    const cause = ask('1', 'a', 'b');
    await runner.idle();
    expect(await facts()).toEqual([
      'loan-1 CopiesAsked',
      'shelf-a CopyFetched',
      'shelf-b CopyFetched',
      'loan-1 LoanTold',
      'loan-1 LoanTold',
    ]);
    expect(await owed(runner)).toEqual({ waiting: 0, open: 0, stuck: 0 });
    expect(room.sent[0]?.context).toEqual({
      commandId: room.sent[0]?.context.commandId,
      correlationId: asFact(cause).metadata.correlationId,
      causationId: cause.id,
      actor: { id: 'fetching', role: 'process', via: 'process' },
    });
  });

  it('sends what became due while it was away, and only that', async () => {
    const first = await started();
    ask('1', 'a');
    await first.idle();
    await first.stop();
    ask('2', 'b');
    room.sent = [];
    await (await started()).idle();
    expect(room.sent.map(({ stream }) => stream)).toEqual(['shelf-b', 'loan-2']);
  });

  it('sends nothing after a rebuild that the log has answered already', async () => {
    const runner = await started();
    ask('1', 'a', 'b');
    await runner.idle();
    const before = rows();
    room.sent = [];
    await runner.rebuild('fetching');
    ask('2', 'c');
    await runner.idle();
    expect(room.sent.map(({ stream }) => stream)).toEqual(['shelf-c', 'loan-2']);
    expect(rows()).toEqual(expect.arrayContaining([...before]));
  });

  it('sends nothing when its rows are lost and made anew from the log', async () => {
    const first = await started();
    ask('1', 'a', 'b');
    await first.idle();
    await first.stop();
    const before = rows();
    room.store = memoryProjectionStore();
    room.sent = [];
    await (await started()).idle();
    expect(room.sent).toEqual([]);
    expect(rows()).toEqual(before);
  });

  it('keeps the causing order to one stream while other streams go ahead', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let holding = true;
    const slow: SendCommand = async (command, context) => {
      if (command.id === 'a' && holding) await held;
      return carryOut(command, context);
    };
    const runner = await started(slow);
    for (const loan of ['1', '2', '3']) ask(loan, 'a', 'b');
    await until(async () => (await facts()).filter((fact) => fact === 'shelf-b CopyFetched').length === 3);
    expect(await facts()).not.toContain('shelf-a CopyFetched');
    holding = false;
    release();
    await runner.idle();
    const toA = room.sent.filter(({ stream }) => stream === 'shelf-a').map(({ context }) => context.causationId);
    const causes = (await room.log.readAll({ max: 3 })).events.map(({ id }) => id);
    expect(toA).toEqual(causes);
  });

  it('sends no more commands at once than it may', async () => {
    let atOnce = 0;
    let most = 0;
    const counting: SendCommand = async (command, context) => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce -= 1;
      return carryOut(command, context);
    };
    const runner = await started(counting, { concurrency: 2 });
    ask('1', 'a', 'b', 'c', 'd', 'e', 'f');
    await runner.idle();
    expect(most).toBe(2);
  });

  it('closes a row whose command had nothing to change', async () => {
    const nothing: SendCommand = ({ category, id }) =>
      Promise.resolve({
        accepted: true,
        id,
        stream: `${category}-${id}`,
        revision: undefined,
        position: undefined,
        state: {},
        facts: [],
        repeated: false,
      });
    const runner = await started(nothing);
    ask('1', 'a');
    await runner.idle();
    expect(await owed(runner)).toEqual({ waiting: 0, open: 0, stuck: 0 });
  });

  it('follows a refusal with the command that the process names, and keeps the refusal', async () => {
    const send: SendCommand = (command, context) =>
      command.id === 'a' ? Promise.resolve(refusal('no-copy')) : carryOut(command, context);
    const runner = await started(send);
    const cause = ask('1', 'a');
    await runner.idle();
    expect(await facts()).toEqual(['loan-1 CopiesAsked', 'loan-1 ShortageTold']);
    expect(room.sent[0]?.context.causationId).toBe(cause.id);
    expect(rows().find(({ target_id }) => target_id === 'a')).toMatchObject({
      status: 'closed',
      refusal: { code: 'no-copy' },
    });
    const before = await facts();
    await runner.rebuild('fetching');
    ask('2');
    await runner.idle();
    expect(await facts()).toEqual([...before, 'loan-2 CopiesAsked']);
    expect(await owed(runner)).toEqual({ waiting: 0, open: 0, stuck: 0 });
  });

  it('settles a refusal that does not matter', async () => {
    const runner = await started(() => Promise.resolve(refusal('no-matter')));
    ask('1', 'a');
    await runner.idle();
    expect(await owed(runner)).toEqual({ waiting: 0, open: 0, stuck: 0 });
  });

  it('shows a refusal that nobody expected as stuck, goes on with the rest, and sends it again when asked to', async () => {
    let closedShelf = true;
    const send: SendCommand = (command, context) =>
      command.id === 'a' && closedShelf ? Promise.resolve(refusal('shelf-closed')) : carryOut(command, context);
    const runner = await started(send);
    ask('1', 'a', 'b');
    await runner.idle();
    const [status] = await runner.status();
    expect(status?.owed).toEqual({ waiting: 0, open: 0, stuck: 1 });
    expect(status?.stuck).toMatchObject([{ target_id: 'a', refusal: { code: 'shelf-closed' } }]);
    closedShelf = false;
    const commandId = status?.stuck[0]?.command_id ?? '';
    expect(await runner.retry(commandId)).toBe(true);
    await runner.idle();
    expect(await owed(runner)).toEqual({ waiting: 0, open: 0, stuck: 0 });
    expect(await runner.retry(commandId)).toBe(false);
  });

  it('shows what it saw last, and what is wrong, while the database cannot be read', async () => {
    const runner = await started(() => Promise.resolve(refusal('shelf-closed')));
    ask('1', 'a');
    await runner.idle();
    const [before] = await runner.status();
    expect(before).toMatchObject({ owed: { open: 0, stuck: 1 }, trouble: undefined });
    room.store.builds = () => Promise.reject(new Error('the database is gone'));
    expect(await runner.status()).toEqual([{ ...before, trouble: 'the database is gone' }]);
  });

  it('sends a stuck command again that another program was told to retry, and remembers so while sending is in vain', async () => {
    let closedShelf = true;
    const seen: unknown[] = [];
    const send: SendCommand = (command, context) => {
      if (closedShelf) return Promise.resolve(refusal('shelf-closed'));
      if (command.category === 'shelf')
        seen.push(rows().map(({ status, attempts, refusal: known }) => ({ status, attempts, known })));
      return seen.length === 1 ? Promise.reject(new CommandError('unavailable', 'later')) : carryOut(command, context);
    };
    const runner = await started(send);
    ask('1', 'a');
    await runner.idle();
    closedShelf = false;
    const elsewhere = createProcessRunner({
      eventStore: room.log,
      projectionStore: room.store,
      processes: [fetching],
      toFact: asFact,
      send,
    });
    const commandId = (await elsewhere.status())[0]?.stuck[0]?.command_id ?? '';
    expect(await elsewhere.retry(commandId)).toBe(true);
    await until(() => rows().filter(({ status }) => status === 'closed').length === 2);
    expect(seen).toEqual([
      [{ status: 'open', attempts: 0, known: null }],
      [{ status: 'open', attempts: 1, known: null }],
    ]);
  });

  it.each(['contention', 'unavailable'] as const)('sends again after %s until it gets an answer', async (code) => {
    let failures = 3;
    const send: SendCommand = (command, context) =>
      failures-- > 0 ? Promise.reject(new CommandError(code, 'try again')) : carryOut(command, context);
    const runner = await started(send);
    ask('1', 'a');
    await runner.idle();
    expect(await facts()).toEqual(['loan-1 CopiesAsked', 'shelf-a CopyFetched', 'loan-1 LoanTold']);
    expect(rows().find(({ target_id }) => target_id === 'a')).toMatchObject({ status: 'closed', attempts: 3 });
  });

  it('shows a command as stuck that fails for good, with the reason', async () => {
    const runner = await started(() => Promise.reject(new Error('the stream is corrupt')));
    ask('1', 'a');
    await runner.idle();
    expect((await runner.status())[0]?.stuck).toMatchObject([{ target_id: 'a', problem: 'the stream is corrupt' }]);
  });

  it('sends the same command again after a crash between its append and the closing of its row', async () => {
    const first = await started();
    await first.idle();
    const commit = room.store.commit.bind(room.store);
    // From the moment the answer is in the log, this program writes nothing more.
    room.store.commit = (build, batch) =>
      room.accepted.size > 0 ? Promise.reject(new Error('crashed')) : commit(build, batch);
    ask('1', 'a');
    await until(() => room.accepted.size === 1);
    await first.stop();
    room.store.commit = commit;
    expect(rows()).toMatchObject([{ status: 'open' }]);

    const second = await started();
    await second.idle();
    expect(await facts()).toEqual(['loan-1 CopiesAsked', 'shelf-a CopyFetched', 'loan-1 LoanTold']);
    expect(await owed(second)).toEqual({ waiting: 0, open: 0, stuck: 0 });
  });

  it('sends from one program at a time, and from the other when the first has ended', async () => {
    const senders: string[] = [];
    const named =
      (name: string): SendCommand =>
      (command, context) => {
        senders.push(name);
        return carryOut(command, context);
      };
    const first = await started(named('first'));
    await first.idle();
    const second = await started(named('second'));
    ask('1', 'a');
    await second.idle();
    expect(senders).toEqual(['first', 'first']);
    await first.stop();
    ask('2', 'b');
    await second.idle();
    expect(senders).toEqual(['first', 'first', 'second', 'second']);
  });

  it('says so instead of waiting for ever where a process has stopped at a fact', async () => {
    const runner = await started(carryOut, {
      processes: [
        {
          ...fetching,
          react: () => {
            throw new Error('a mistake');
          },
        },
      ],
    });
    ask('1', 'a');
    await expect(runner.idle()).rejects.toThrow('the process fetching has stopped at CopiesAsked: a mistake');
  });

  it('answers every demand once, whatever comes when, fails when, and restarts when', async () => {
    const step = fc.oneof(
      fc.record({ loan: fc.constantFrom('1', '2'), shelf: fc.constantFrom('a', 'b', 'c') }),
      fc.constantFrom('restart' as const, 'pause' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.infiniteStream(fc.boolean()), async (steps, failures) => {
        room = open();
        const unreliable: SendCommand = async (command, context) => {
          if (failures.next().value) throw new CommandError('unavailable', 'try again');
          const outcome = await carryOut(command, context);
          if (failures.next().value) throw new CommandError('unavailable', 'the answer was lost');
          return outcome;
        };
        let runner = await started(unreliable);
        let asked = 0;
        for (const next of steps) {
          if (next === 'pause') await new Promise((resolve) => setTimeout(resolve, 1));
          else if (next === 'restart') {
            await runner.stop();
            runner = await started(unreliable);
          } else {
            ask(next.loan, next.shelf);
            asked += 1;
          }
        }
        await runner.idle();
        await runner.stop();
        const counts = await facts();
        expect(counts.filter((fact) => fact.endsWith('CopyFetched'))).toHaveLength(asked);
        expect(counts.filter((fact) => fact.endsWith('LoanTold'))).toHaveLength(asked);
        expect(rows().every(({ status }: Row) => status === 'closed')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
