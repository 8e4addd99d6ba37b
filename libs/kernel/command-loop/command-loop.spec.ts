import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CorruptStream, NewerProgram, type StreamType } from '../decider.ts';
import type { EventStore } from '../event-store.ts';
import { verifyStream } from '../log/hash-chain.ts';
import type { CommandContext, Outcome } from '../outcome.ts';
import { PersonErased } from '../personal-data.ts';
import { possibleCommands } from './possible-commands.ts';
import type { LoanFact } from '../testing/loan.machine.ts';
import { loan, type LoanCommand, type LoanState } from '../testing/loan.stream.ts';
import { fromClerk, type LoopHarness, openLoopHarness } from '../testing/loop-harness.ts';

let harness: LoopHarness;
beforeAll(async () => {
  harness = await openLoopHarness();
});
afterAll(() => harness.close());

const openLoan = (borrowerId = 'b1'): LoanCommand => ({
  type: 'OpenLoan',
  data: { borrowerId, borrower: '山田 花子', copyIds: ['c1', 'c2'] },
});
const charge = (amount: number): LoanCommand => ({ type: 'ChargeFee', data: { amount } });

/** A new loan that was opened by `context`. */
const opened = async (context = fromClerk(), borrowerId?: string) => {
  const id = randomUUID();
  const loop = harness.loop();
  const execute = (command: LoanCommand, commandContext: CommandContext = fromClerk()) =>
    loop.execute(loan, id, command, commandContext);
  return { id, loop, execute, outcome: await execute(openLoan(borrowerId), context) };
};

const accepted = (outcome: Outcome) => {
  if (!outcome.accepted) throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome;
};

describe('a command that is accepted', () => {
  it('is answered with its facts in the clear, the state, the revision and the position', async () => {
    const { id, outcome } = await opened();
    expect(outcome).toEqual({
      accepted: true,
      id,
      stream: `loan-${id}`,
      revision: 2n,
      position: await harness.store.head(),
      state: {
        lending: 'open.gathering',
        fee: 'none',
        pause: 'running',
        contact: 'quiet',
        step: 1,
        copies: { c1: 'shelved', c2: 'shelved' },
      },
      facts: [
        { type: 'LoanOpened', data: { borrowerId: 'b1', borrower: '山田 花子', dueOn: '2026-12-01' } },
        { type: 'CopyAdded', data: { copyId: 'c1' } },
        { type: 'CopyAdded', data: { copyId: 'c2' } },
      ],
      repeated: false,
    });
  });

  it('leaves facts that say who, why, when, by which machine, and the state after each', async () => {
    const context = fromClerk({ causationId: randomUUID(), occurredAt: '2026-11-20T09:00:00.000Z' });
    const { id } = await opened(context);
    const [first, second] = await harness.eventsOf(id);
    expect(first?.metadata).toMatchObject({
      commandId: context.commandId,
      correlationId: context.correlationId,
      causationId: context.causationId,
      actor: context.actor,
      recordedAt: '2026-11-22T00:00:00.000Z',
      occurredAt: '2026-11-20T09:00:00.000Z',
      schemaVersion: 2,
      machine: 'loan@1',
      stateAfter: { lending: 'open.gathering', step: 1 },
      prevHash: null,
    });
    expect(first?.metadata['stateAfter']).not.toHaveProperty('copies');
    expect(second?.metadata['stateAfter']).toMatchObject({ copies: { c1: 'shelved' } });
  });

  it('leaves a stream whose proof holds', async () => {
    const { id, execute } = await opened();
    await execute(charge(5));
    expect(await harness.eventsOf(id)).toHaveLength(4);
    expect(verifyStream(await harness.eventsOf(id))).toEqual([]);
  });

  it('changes nothing where what it asks for already is', async () => {
    const { id, execute } = await opened();
    const pause: LoanCommand = { type: 'PauseLoan', data: { reason: 'illness' } };
    await execute(pause);
    const again = accepted(await execute(pause));
    expect(again).toMatchObject({ revision: 3n, position: undefined, facts: [], repeated: false });
    expect(await harness.eventsOf(id)).toHaveLength(4);
  });
});

describe('a command that is refused', () => {
  it('is answered with the rule and the state, and leaves nothing', async () => {
    const { id, execute } = await opened();
    const outcome = await execute({ type: 'PayFee', data: { amount: 1 } });
    expect(outcome).toMatchObject({ accepted: false, id, revision: 2n, refusal: { code: 'more-than-owed' } });
    expect(await harness.eventsOf(id)).toHaveLength(3);
  });

  it('is refused by the state before its content is looked at', async () => {
    const outcome = await harness.loop().execute(loan, randomUUID(), charge(5), fromClerk());
    expect(outcome).toMatchObject({ accepted: false, revision: undefined, refusal: { refused: 'state' } });
  });

  it('is foretold by what is possible now', async () => {
    const { id, loop } = await opened();
    const loaded = await loop.load(loan, id);
    const possible = possibleCommands(loan.decider, loaded?.state ?? loan.decider.initial, ['OpenLoan', 'TakeNote']);
    expect(possible).toMatchObject([{ type: 'OpenLoan', refusal: { code: 'already-open' } }, { type: 'TakeNote' }]);
    expect(possible[1]).not.toHaveProperty('refusal');
  });
});

describe('a command that comes again', () => {
  it('gets the answer of its first run, whatever has happened since', async () => {
    const context = fromClerk();
    const { id, execute, outcome } = await opened(context);
    await execute(charge(5));
    expect(await execute(openLoan(), context)).toEqual({ ...outcome, repeated: true });
    expect(await harness.loop().execute(loan, id, openLoan(), context)).toEqual({ ...outcome, repeated: true });
    expect(await harness.eventsOf(id)).toHaveLength(4);
  });

  it('is looked for in the store only where it may have run', async () => {
    const id = randomUUID();
    const lookedFor: string[] = [];
    const store: EventStore = {
      ...harness.store,
      findCommand: (stream, commandId) => {
        lookedFor.push(commandId);
        return harness.store.findCommand(stream, commandId);
      },
    };
    const loop = harness.loop({ store });
    const context = fromClerk();
    await loop.execute(loan, id, openLoan(), context);
    await loop.execute(loan, id, charge(5), fromClerk());
    expect(lookedFor).toEqual([]);
    expect(await loop.execute(loan, id, openLoan(), context)).toMatchObject({ repeated: true });
    expect(lookedFor).toEqual([context.commandId]);
  });

  it('is recognised after more commands than memory keeps', async () => {
    const context = fromClerk();
    const { execute } = await opened(context);
    for (let index = 0; index < 600; index++) await execute(charge(1));
    expect(await execute(openLoan(), context)).toMatchObject({ repeated: true, revision: 2n });
  });

  it('is recognised before the expected revision is looked at', async () => {
    const { execute } = await opened();
    const context = fromClerk({ expectedRevision: 2n });
    await execute(charge(5), context);
    expect(await execute(charge(5), context)).toMatchObject({ accepted: true, repeated: true, revision: 3n });
  });

  it('is an error where its id was used for another command', async () => {
    const { execute } = await opened();
    const context = fromClerk();
    await execute(charge(5), context);
    await expect(execute(charge(6), context)).rejects.toMatchObject({ code: 'commandReused' });
  });

  it('is compared by what the caller sent, where the command was enriched since', async () => {
    const { execute } = await opened();
    const context = fromClerk({ commandHash: 'what the caller sent' });
    await execute(charge(5), context);
    expect(await execute(charge(6), context)).toMatchObject({ repeated: true, facts: [{ data: { amount: 5 } }] });
  });

  it('is decided anew where its first run was refused', async () => {
    const { execute } = await opened();
    const context = fromClerk();
    const pay: LoanCommand = { type: 'PayFee', data: { amount: 5 } };
    expect(await execute(pay, context)).toMatchObject({ accepted: false });
    await execute(charge(5));
    expect(await execute(pay, context)).toMatchObject({ accepted: true, repeated: false });
  });
});

describe('the expected revision', () => {
  it('lets a command through that has seen the latest, and stops one that has not', async () => {
    const { execute } = await opened();
    expect(await execute(charge(1), fromClerk({ expectedRevision: 2n }))).toMatchObject({ accepted: true });
    await expect(execute(charge(1), fromClerk({ expectedRevision: 2n }))).rejects.toMatchObject({
      code: 'staleRevision',
    });
  });
});

describe('personal data', () => {
  const note: LoanCommand = { type: 'TakeNote', data: { text: 'prefers to be called 花ちゃん' } };

  it('is not in the log, nor in the state, in the clear', async () => {
    const { id, loop, execute } = await opened();
    await execute(note);
    const kept = JSON.stringify([
      (await harness.eventsOf(id)).map(({ data, metadata }) => [data, metadata]),
      (await loop.load(loan, id))?.state,
    ]);
    expect(kept).toContain('"sealed":"v1.b1.');
    expect(kept).not.toMatch(/花/);
  });

  it('of an erased person is null in the answer to a repeat, breaks no proof, and takes no more notes', async () => {
    const context = fromClerk();
    const { id, execute } = await opened(context, 'forgotten');
    await harness.vault.destroyKey('forgotten');
    expect(await execute(openLoan('forgotten'), context)).toMatchObject({
      repeated: true,
      facts: [{ data: { borrowerId: 'forgotten', borrower: null } }, {}, {}],
    });
    await expect(execute(note)).rejects.toThrow(PersonErased);
    expect(await execute(charge(5))).toMatchObject({ accepted: true });
    expect(verifyStream(await harness.eventsOf(id))).toEqual([]);
  });
});

describe('the state of a stream', () => {
  it('is loaded with its revision; nothing is loaded where there is none', async () => {
    const { id, loop } = await opened();
    expect(await loop.load(loan, id)).toMatchObject({ revision: 2n, stateAfter: { lending: 'open.gathering' } });
    expect(await loop.load(loan, randomUUID())).toBeUndefined();
  });

  it('is the same from memory and from the log', async () => {
    const { id, loop, execute } = await opened();
    await execute({ type: 'HandOut', data: { copyId: 'c1' } });
    expect(await loop.load(loan, id)).toEqual(await harness.loop().load(loan, id));
  });
});

describe('a program and a log that do not fit', () => {
  const variant = (
    change: Partial<StreamType<LoanState, LoanCommand, LoanFact>>,
  ): StreamType<LoanState, LoanCommand, LoanFact> => ({ ...loan, ...change });

  it('write nothing where a decider proposes what its own chart refuses', async () => {
    const { id, execute } = await opened();
    await expect(execute({ type: 'LoseTrack', data: {} })).rejects.toThrow(
      'loan@1 refuses QuestionAnswered, which its own decider proposed',
    );
    expect(await harness.eventsOf(id)).toHaveLength(3);
  });

  it('upcast old shapes as they are read', async () => {
    const id = randomUUID();
    await harness.loop().execute(variant({ upcasters: {} }), id, openLoan(), fromClerk());
    const [first] = await harness.eventsOf(id);
    expect(first?.metadata['schemaVersion']).toBe(1);
    expect((await harness.loop().load(loan, id))?.state.data.dueOn).toBe('2020-01-01');
  });

  it('ask for a newer program for a newer shape or machine', async () => {
    const { id } = await opened();
    await expect(harness.loop().load(variant({ upcasters: {} }), id)).rejects.toThrow(NewerProgram);
    const other = randomUUID();
    await harness.loop().execute(variant({ machine: 'loan@2' }), other, openLoan(), fromClerk());
    await expect(harness.loop().load(loan, other)).rejects.toThrow(NewerProgram);
  });

  it('name the stream and the revision of a fact that cannot have happened', async () => {
    const { id } = await opened();
    const strict = variant({
      decider: {
        ...loan.decider,
        evolve: (state, fact) => {
          if (fact.type === 'CopyAdded') throw new CorruptStream('CopyAdded: no');
          return loan.decider.evolve(state, fact);
        },
      },
    });
    await expect(harness.loop().load(strict, id)).rejects.toThrow(`loan-${id} at revision 1: CopyAdded: no`);
  });
});
