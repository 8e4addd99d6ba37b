import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import { settableClock } from '#libs/kernel/clock';
import { type RunningApi, startApi } from './start-api.ts';
import { apiClient, TEST_KEY } from './testing/api-client.ts';
import {
  type Engagement,
  engagementAt,
  engagementOf,
  type EngagementStage,
  migration,
} from './testing/sample-engagement.ts';

/** The day on which every engagement of this company begins; its proposals are valid for fourteen days, its invoices are due after thirty. */
const FIRST_DAY = '2026-04-01';

describe('the deadlines of a service order', () => {
  let folder: string;
  let api: RunningApi | undefined;
  const clock = settableClock(`${FIRST_DAY}T01:00:00Z`);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-deadlines-'));
    clock.set(`${FIRST_DAY}T01:00:00Z`);
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (worker: 'inside' | 'apart' = 'inside'): Promise<void> => {
    const settings = { JUCHU_DATA: folder, JUCHU_PORT: '0', JUCHU_ADMIN_KEY: TEST_KEY, JUCHU_WORKER: worker };
    api = await startApi(configurationFrom(settings), { simulation: true, clock });
  };
  const stop = async (): Promise<void> => {
    await api?.close();
    api = undefined;
  };
  const running = (): RunningApi => {
    if (!api) throw new Error('nothing runs');
    return api;
  };

  /** An engagement at a stage; its processes have seen it. */
  const lead = async (stage: EngagementStage): Promise<string> => {
    await start();
    const { id } = await engagementAt(apiClient(running().url), stage, migration(FIRST_DAY));
    await running().engine.processes.idle();
    return id;
  };
  const spokenTo = (id: string): Engagement => engagementOf(apiClient(running().url), id);
  const stateOf = async (id: string) => (await spokenTo(id).read()).state;

  /** The facts of one type, after all that is due was done. */
  const factsOf = async (id: string, type: string) => {
    const { engine } = running();
    await engine.processes.idle();
    return (await engine.store.readStream(`serviceOrder-${id}`)).filter((event) => event.type === type);
  };
  const factsAt = (instant: string, id: string, type: string) => {
    clock.set(instant);
    return factsOf(id, type);
  };

  it('expire a proposal when its last day is over in Japan, once', async () => {
    const id = await lead('proposalSubmitted');
    expect(await factsAt('2026-04-15T14:59:59.999Z', id, 'ProposalExpired')).toHaveLength(0);
    expect(await factsAt('2026-04-15T15:00:00.000Z', id, 'ProposalExpired')).toHaveLength(1);
    expect(await factsAt('2026-06-01T00:00:00.000Z', id, 'ProposalExpired')).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ engagement: 'lost.expired' });
  });

  it('expire a proposal once where the server was down at that moment, however often it starts', async () => {
    const id = await lead('proposalSubmitted');
    await stop();
    clock.set('2026-05-01T00:00:00Z');
    for (let starts = 0; starts < 3; starts += 1) {
      await start();
      expect(await factsOf(id, 'ProposalExpired')).toMatchObject([
        {
          data: { version: 1, validUntil: '2026-04-15' },
          metadata: { actor: { id: 'proposal-expiry', via: 'process' }, recordedAt: '2026-05-01T00:00:00.000Z' },
        },
      ]);
      const refused = await spokenTo(id).attempt('accept-proposal', { version: 1 });
      expect(refused).toMatchObject({ status: 409, body: { code: 'proposal-expired' } });
      await stop();
    }
  });

  it('outlive the database that they are kept in: they are made anew from the log, and what was sent is not sent again', async () => {
    const id = await lead('proposalSubmitted');
    const loseReadDatabase = async () => {
      await stop();
      for (const file of globSync('read-models.db*', { cwd: folder })) rmSync(path.join(folder, file));
    };
    await loseReadDatabase();
    clock.set('2026-05-01T00:00:00Z');
    await start();
    expect(await factsOf(id, 'ProposalExpired')).toHaveLength(1);
    await spokenTo(id).send('revise-proposal', { validUntil: '2026-05-31' });
    await loseReadDatabase();
    await start();
    expect(await factsAt('2026-06-30T00:00:00Z', id, 'ProposalExpired')).toHaveLength(1);
  });

  it('keep an expired proposal from being accepted also before anything has recorded that it expired', async () => {
    const id = await lead('proposalSubmitted');
    await stop();
    clock.set('2026-04-15T15:00:00Z');
    await start('apart');
    const before = await spokenTo(id).read();
    expect(await spokenTo(id).attempt('accept-proposal', { version: 1 })).toMatchObject({
      status: 422,
      body: { code: 'proposal-expired', errors: [{ field: 'version', rule: 'proposal-expired' }] },
    });
    expect(await spokenTo(id).read()).toEqual(before);
  });

  it('follow the version that replaced a proposal, and leave one that was answered in time', async () => {
    const id = await lead('proposalSubmitted');
    clock.set('2026-04-10T01:00:00Z');
    await spokenTo(id).send('revise-proposal', { validUntil: '2026-04-30' });
    await spokenTo(id).send('submit-proposal');
    expect(await factsAt('2026-04-30T14:59:59.999Z', id, 'ProposalExpired')).toHaveLength(0);
    await spokenTo(id).send('accept-proposal', { version: 2 });
    expect(await factsAt('2026-06-01T00:00:00.000Z', id, 'ProposalExpired')).toHaveLength(0);
    expect(await stateOf(id)).toMatchObject({ engagement: 'proposing.agreed' });
  });

  it('find an unpaid invoice overdue once, also where the server was down when it fell due', async () => {
    const id = await lead('contractConcluded');
    await spokenTo(id).send('issue-invoice', { invoiceNumber: 'INV-1' });
    await spokenTo(id).send('record-invoice-payment', { amount: 100_000, method: 'bankTransfer' });
    expect(await factsAt('2026-05-01T14:59:59.999Z', id, 'InvoiceBecameOverdue')).toHaveLength(0);
    expect(await stateOf(id)).toMatchObject({ billing: 'partlyPaid' });

    await stop();
    clock.set('2026-05-10T00:00:00Z');
    for (let starts = 0; starts < 2; starts += 1) {
      await start();
      expect(await factsOf(id, 'InvoiceBecameOverdue')).toMatchObject([
        { data: { invoiceNumber: 'INV-1' }, metadata: { actor: { id: 'invoice-overdue', via: 'process' } } },
      ]);
      expect(await stateOf(id)).toMatchObject({ billing: 'overdue', milestones: { M1: 'overdue' } });
      await stop();
    }
    await start();
    await spokenTo(id).send('record-invoice-payment', { amount: 560_000, method: 'bankTransfer' });
    expect(await stateOf(id)).toMatchObject({ billing: 'scheduled', milestones: { M1: 'paid' } });
  });

  it('say nothing of an invoice that was paid in time', async () => {
    const id = await lead('contractConcluded');
    await spokenTo(id).send('issue-invoice', { invoiceNumber: 'INV-1' });
    await spokenTo(id).send('record-invoice-payment', { amount: 660_000, method: 'bankTransfer' });
    expect(await factsAt('2026-05-10T00:00:00.000Z', id, 'InvoiceBecameOverdue')).toHaveLength(0);
    for (const { owed } of await running().engine.processes.status())
      expect(owed).toEqual({ waiting: 0, open: 0, stuck: 0 });
  });
});
