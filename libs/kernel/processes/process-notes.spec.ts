import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idOf, type RecordedFact } from '../fact.ts';
import type { Process, ProcessNotes } from '../process.ts';
import { asFact } from '../testing/memory-event-log.ts';
import { memoryProjectionStore } from '../testing/memory-projection-store.ts';
import { openProcessRoom, type ProcessRoom } from '../testing/process-room.ts';
import { owedCommands } from './owed-commands.ts';

const borrowerIn = ({ data }: RecordedFact): string => (data as { readonly borrower: string }).borrower;

/** A library reminds a borrower of the first copy of those that are out, and tells the shelf which one that was when all are back. */
const remembering: Process = {
  name: 'remembering',
  version: 1,
  categories: ['loan'],
  sendsTo: ['borrower', 'shelf'],
  notes: (fact) => [borrowerIn(fact)],
  react(fact, notes) {
    const borrower = borrowerIn(fact);
    const note = notes.get(borrower) as { readonly first: string; readonly out: number } | undefined;
    const out = (note?.out ?? 0) + (fact.type === 'CopyLent' ? 1 : -1);
    if (out <= 0) {
      notes.delete(borrower);
      return note ? [{ category: 'shelf', id: note.first, command: { type: 'TellShelf', data: { borrower } } }] : [];
    }
    notes.put(borrower, { first: note?.first ?? idOf(fact.stream), out });
    if (note) return [];
    const due = { at: '2026-11-24T00:00:00Z', key: borrower };
    return [{ category: 'borrower', id: borrower, command: { type: 'Remind', data: { borrower } }, due }];
  },
  withdraws(fact, notes) {
    const note = notes.get(borrowerIn(fact));
    return fact.type === 'CopyReturned' && note?.['out'] === 1 ? [borrowerIn(fact)] : [];
  },
  onRefusal: () => undefined,
};

describe('what a process remembers', () => {
  let room: ProcessRoom;
  beforeEach(() => {
    room = openProcessRoom(remembering, {
      Remind: () => ({ type: 'Reminded', data: {} }),
      TellShelf: () => ({ type: 'ShelfTold', data: {} }),
    });
  });
  afterEach(() => room.leave());
  const lend = (loan: string, borrower = 'mori') => room.log.record(`loan-${loan}`, 'CopyLent', { borrower });
  const giveBack = (loan: string, borrower = 'mori') => room.log.record(`loan-${loan}`, 'CopyReturned', { borrower });
  const sent = () => room.sent.map(({ stream, type }) => `${type} ${stream}`);
  const notes = () => room.store.query('remembering_notes');

  it('tells it at a later fact what an earlier one was about', async () => {
    const runner = await room.start();
    lend('1');
    lend('2');
    giveBack('1');
    await runner.idle();
    expect(notes()).toEqual([{ note_key: 'mori', note: { first: '1', out: 1 } }]);
    expect(sent()).toEqual([]);
    giveBack('2');
    await runner.idle();
    expect(sent()).toEqual(['TellShelf shelf-1']);
    expect(notes()).toEqual([]);
  });

  it('withdraws a deadline that it knows of by what it remembers', async () => {
    const runner = await room.start();
    lend('1');
    lend('2', 'abe');
    giveBack('1');
    room.clock.set('2026-11-25T00:00:00Z');
    await runner.idle();
    expect(sent().toSorted()).toEqual(['Remind borrower-abe', 'TellShelf shelf-1']);
  });

  it('is the same when the database is lost and made anew, and nothing is sent twice', async () => {
    const first = await room.start();
    for (const loan of ['1', '2', '3']) lend(loan);
    giveBack('2');
    lend('4', 'abe');
    giveBack('4', 'abe');
    await first.idle();
    const before = { notes: notes(), rows: room.rows() };
    await first.stop();
    room.store = memoryProjectionStore();
    room.sent = [];
    await (await room.start()).idle();
    expect({ notes: notes(), rows: room.rows() }).toEqual(before);
    expect(sent()).toEqual([]);
  });

  it('does not depend on how the facts came in batches', async () => {
    const step = fc.record({
      borrower: fc.constantFrom('mori', 'abe'),
      type: fc.constantFrom('CopyLent', 'CopyReturned'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (steps, batchSize) => {
        const rows: unknown[] = [];
        for (const size of [batchSize, 1024]) {
          const one = openProcessRoom(remembering, {
            Remind: () => ({ type: 'R', data: {} }),
            TellShelf: () => ({ type: 'T', data: {} }),
          });
          steps.forEach(({ borrower, type }, index) => one.log.record(`loan-${index % 3}`, type, { borrower }));
          await (await one.start(one.carryOut, { batchSize: size })).idle();
          rows.push([one.store.query('remembering_notes'), one.sent.map(({ stream }) => stream).toSorted()]);
          await one.leave();
        }
        expect(rows[0]).toEqual(rows[1]);
      }),
      { numRuns: 25 },
    );
  });

  it('sees no streams but those that it looks at, and those that its commands go to', () => {
    expect(owedCommands(remembering).categories).toEqual(['loan', 'borrower', 'shelf']);
    expect(owedCommands({ ...remembering, sendsTo: undefined }).categories).toBe('all');
  });

  it('is a mistake of the program in a process that has no notes', () => {
    const forgetful = { ...remembering, notes: undefined };
    const fact = asFact(lend('1'));
    expect(() => owedCommands(forgetful).touches(fact)).toThrow('remembers nothing');
  });
});

/** Counts what a borrower has out. Only the first fact of a loan says whose it is. */
const pointing: Process = {
  name: 'pointing',
  version: 1,
  categories: ['loan'],
  sendsTo: ['borrower'],
  notes: ({ stream }) => [stream],
  notesThen(fact, notes) {
    const borrower = borrowerOf(fact, notes);
    return borrower === undefined ? [] : [borrower];
  },
  react(fact, notes) {
    const borrower = borrowerOf(fact, notes);
    if (borrower === undefined) throw new Error(`nobody borrowed ${fact.stream}`);
    notes.put(fact.stream, { borrower });
    const out = Number(notes.get(borrower)?.['out'] ?? 0) + (fact.type === 'CopyLent' ? 1 : -1);
    notes.put(borrower, { out });
    return out === 3 ? [{ category: 'borrower', id: borrower, command: { type: 'Remind', data: { borrower } } }] : [];
  },
  onRefusal: () => undefined,
};
const borrowerOf = (fact: RecordedFact, notes: ProcessNotes): string | undefined =>
  fact.type === 'CopyLent' ? borrowerIn(fact) : (notes.get(fact.stream)?.['borrower'] as string | undefined);

describe('what a process remembers about what other notes point to', () => {
  const roomWith = (process: Process) => openProcessRoom(process, { Remind: () => ({ type: 'Reminded', data: {} }) });
  const outOf = (room: ProcessRoom, borrower: string) =>
    room.store.query('pointing_notes').find(({ note_key: key }) => key === borrower)?.['note'];

  it.each([1, 2, 1024])('is found whether one batch has both facts or not (%i facts a batch)', async (batchSize) => {
    const room = roomWith(pointing);
    for (const [loan, borrower] of ['mori', 'mori', 'abe', 'mori'].entries())
      room.log.record(`loan-${loan}`, 'CopyLent', { borrower });
    room.log.record('loan-1', 'CopyReturned', {});
    room.log.record('loan-2', 'CopyReturned', {});
    await (await room.start(room.carryOut, { batchSize })).idle();
    expect([outOf(room, 'mori'), outOf(room, 'abe')]).toEqual([{ out: 2 }, { out: 0 }]);
    expect(room.sent.map(({ stream }) => stream)).toEqual(['borrower-mori']);
    await room.leave();
  });

  it('is found again by another program, which has nothing in memory', async () => {
    const room = roomWith(pointing);
    room.log.record('loan-1', 'CopyLent', { borrower: 'mori' });
    const first = await room.start();
    await first.idle();
    await first.stop();
    room.log.record('loan-1', 'CopyReturned', {});
    await (await room.start()).idle();
    expect(outOf(room, 'mori')).toEqual({ out: 0 });
    await room.leave();
  });

  it('stops the process at the fact where it cannot be said', async () => {
    const room = roomWith({
      ...pointing,
      notesThen: () => {
        throw new Error('no idea');
      },
    });
    room.log.record('loan-1', 'CopyLent', { borrower: 'mori' });
    const runner = await room.start();
    await expect(runner.idle()).rejects.toThrow('pointing has stopped at CopyLent: no idea');
    await room.leave();
  });

  it('may be read only where it was named', async () => {
    const room = roomWith({ ...pointing, notesThen: () => [] });
    room.log.record('loan-1', 'CopyLent', { borrower: 'mori' });
    await expect((await room.start()).idle()).rejects.toThrow('row "mori" of pointing_notes was read');
    await room.leave();
  });
});
