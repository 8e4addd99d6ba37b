import { describe, expect, it } from '@jest/globals';
import type { ProcessStatus } from '#libs/kernel/processes/process-runner';
import type { ProjectionStatus } from '#libs/kernel/projections/projection-runner';
import { engineHealth } from './health.ts';
import type { WriteFailure } from './write-failures.ts';

const running: ProjectionStatus = {
  name: 'order-status',
  version: 1,
  status: 'running',
  position: '0007',
  failure: null,
  updatedAt: undefined,
  building: undefined,
  leading: true,
  trouble: undefined,
};
const process: ProcessStatus = { ...running, name: 'allocation', owed: { waiting: 0, open: 0, stuck: 0 }, stuck: [] };

const healthOf = async (
  status: ProjectionStatus,
  processStatus: ProcessStatus = process,
  writeFailure?: WriteFailure,
  now = 0,
) => {
  const health = engineHealth({
    store: { head: () => Promise.resolve('0009') },
    vault: { findKeys: () => Promise.resolve(new Map()) },
    writeFailure: () => writeFailure,
    now: () => now,
    projectionStore: { builds: () => Promise.resolve([]) },
    projections: { status: () => Promise.resolve([status]) },
    processes: { status: () => Promise.resolve([processStatus]) },
  });
  return health();
};

describe('the health of the engine', () => {
  it('takes a read model that is behind for well, and says so', async () => {
    const [store, , , model] = await healthOf(running);
    expect(store).toMatchObject({ name: 'event store', healthy: true, details: { head: '0009' } });
    expect(model).toMatchObject({ healthy: true, details: { behind: true, position: '0007' } });
  });

  it('takes one that has stopped for ill, and says where', async () => {
    const failure = { eventId: 'e', position: '0008', stream: 'goodsOrder-1', type: 'OrderHeld', error: 'x' };
    const [, , , model] = await healthOf({ ...running, status: 'stopped', failure });
    expect(model).toMatchObject({ healthy: false, details: { stoppedAt: 'OrderHeld at 0008' } });
  });

  it('takes one that cannot do its work for ill, and says why', async () => {
    const troubled = { trouble: 'the disk is full' };
    const [, , , model, allocation] = await healthOf({ ...running, ...troubled }, { ...process, ...troubled });
    for (const part of [model, allocation])
      expect(part).toMatchObject({ healthy: false, details: { status: 'running', problem: 'the disk is full' } });
  });

  it('takes a store that could not be written for ill, and says why', async () => {
    const at = Date.parse('2026-11-22T00:00:00Z');
    const failure: WriteFailure = { code: 'unavailable', message: 'nothing was written: the disk is full', at };
    const details = {
      head: '0009',
      writeFailure: 'unavailable',
      problem: 'nothing was written: the disk is full',
      failedAt: '2026-11-22T00:00:00.000Z',
    };
    expect((await healthOf(running, process, failure, at + 1000))[0]).toMatchObject({ healthy: false, details });
    // Where no request comes to a program that is ill, none would ever show that it is well again.
    expect((await healthOf(running, process, failure, at + 60_000))[0]).toMatchObject({ healthy: true, details });
  });

  it('shows commands that wait for a person, and apart from them those that wait for their time, without taking the process for ill', async () => {
    const owed = { waiting: 4, open: 2, stuck: 3 };
    const [, , , , allocation] = await healthOf(running, { ...process, owed });
    expect(allocation).toMatchObject({ name: 'process allocation', healthy: true, details: owed });
  });

  it('tells which part does not answer, and what the others say', async () => {
    const head = () => Promise.resolve('0009');
    const findKeys = () => Promise.resolve(new Map());
    const status = () => Promise.resolve([running]);
    const lost = () => Promise.reject(new Error('the connection was refused'));
    const silent = () => new Promise<never>(() => undefined);
    const builds = () => Promise.resolve([]);
    const illParts = async (store: typeof head, vault: typeof findKeys, rows: typeof builds) => {
      const health = engineHealth({
        store: { head: store },
        vault: { findKeys: vault },
        writeFailure: () => undefined,
        projectionStore: { builds: rows },
        projections: { status },
        processes: { status: () => Promise.resolve([process]) },
      });
      return (await health()).filter(({ healthy }) => !healthy);
    };
    const problem = (text: string) => ({ details: { problem: text } });
    expect(await illParts(head, findKeys, builds)).toEqual([]);
    expect(await illParts(lost, findKeys, builds)).toMatchObject([
      { name: 'event store', ...problem('the connection was refused') },
    ]);
    expect(await illParts(head, lost, lost)).toMatchObject([{ name: 'key vault' }, { name: 'read database' }]);
    expect(await illParts(head, findKeys, silent)).toMatchObject([
      { name: 'read database', ...problem('no answer within 2000 ms') },
    ]);
  });

  it('does not know whether a read model is behind while the store does not answer', async () => {
    const health = engineHealth({
      store: { head: () => Promise.reject(new Error('gone')) },
      vault: { findKeys: () => Promise.resolve(new Map()) },
      writeFailure: () => undefined,
      projectionStore: { builds: () => Promise.resolve([]) },
      projections: { status: () => Promise.resolve([running]) },
      processes: { status: () => Promise.resolve([]) },
    });
    expect((await health()).at(-1)).toMatchObject({ healthy: true, details: { behind: null, position: '0007' } });
  });
});
