import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { PERSON } from '../testing/goods-order-samples.ts';
import { happenedAt } from '../testing/happened-at.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { sortsOf } from '../sorting.ts';
import { pipelineSummaryQuery } from './pipeline-summary.query.ts';
import { PipelineParameters, pipelineSorts, PipelineSummaryParameters } from './pipeline.parameters.ts';
import { pipelineProjection } from './pipeline.projection.ts';
import { pipelineQuery } from './pipeline.query.ts';

describeInEachRoom('the pipeline, asked', (openRoom) => {
  let room: ReadModelsRoom;
  let vault: MemoryVault;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    vault = memoryVault();
    log = givenLog(vault);
  });
  afterEach(() => room.leave());

  const catchUp = () => room.project(pipelineProjection, log.events);
  const ask = async (wanted: Partial<PipelineParameters> = {}) =>
    (await pipelineQuery.run({ database: room.database, vault }, Object.assign(new PipelineParameters(), wanted)))!;
  const found = async (wanted: Partial<PipelineParameters>) => (await ask(wanted)).items.map(({ id }) => id).join('');
  const summary = async (period: Partial<PipelineSummaryParameters> = {}) =>
    (await pipelineSummaryQuery.run(
      { database: room.database, vault },
      Object.assign(new PipelineSummaryParameters(), period),
    ))!;

  /** a: first wish; b: proposal with the customer; c: under contract; d: lost. */
  const fourOrders = async () => {
    const receive = (id: string, day: number, value: number, currency = 'JPY') => {
      const wish = { receivedAt: `2026-11-1${day}T00:00:00Z`, orderNumber: `SO-2026-00000${day}`, currency };
      log.service(id, 'NeedsRecorded', wish, { value, total: value });
      happenedAt(log, wish.receivedAt);
    };
    receive('a', 1, 300);
    log.service('a', 'NeedsRevised', { title: '発注管理', desiredDate: undefined });
    receive('b', 2, 200);
    log.service('b', 'WinProbabilityEstimated', { percent: 50 });
    const submitted = { engagement: 'proposing.submitted', step: 2, nextActor: 'customer' };
    log.service('b', 'ProposalSubmitted', {}, submitted);
    receive('c', 3, 400);
    log.service('c', 'ContractConcluded', {}, { engagement: 'contracting.concluded', step: 3 });
    receive('d', 4, 100, 'USD');
    log.service('d', 'EngagementLost', {}, { engagement: 'lost.withdrawn', step: undefined, nextActor: 'nobody' });
    await catchUp();
  };

  it('can be narrowed by every parameter', async () => {
    await fourOrders();
    const cases: readonly (readonly [Partial<PipelineParameters>, string])[] = [
      [{}, 'dcba'],
      [{ step: '1' }, 'a'],
      [{ step: '2,3' }, 'cb'],
      [{ engagement: 'hearing' }, 'a'],
      [{ engagement: 'proposing.submitted' }, 'b'],
      [{ engagement: 'proposing.draft' }, ''],
      [{ nextActor: 'customer' }, 'b'],
      [{ nextActor: 'backOffice' }, 'ca'],
      [{ customerId: 'C-2' }, 'dcba'],
      [{ customerId: 'C-9' }, ''],
      [{ open: true }, 'cba'],
      [{ open: false }, 'd'],
      [{ minValue: 300 }, 'ca'],
      [{ minProbability: 50 }, 'cb'],
      [{ minProbability: 0 }, 'dcb'],
      [{ search: '発注' }, 'a'],
      [{ search: 'so-2026-000002' }, 'b'],
      [{ search: '%' }, ''],
      [{ expiresUntil: '2026-12-10' }, ''],
      [{ expiresUntil: '2026-12-11' }, 'b'],
    ];
    for (const [wanted, ids] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, ids]);
  });

  it('comes in any order, with those last of which nothing is known', async () => {
    await fourOrders();
    const sorted = (sort: string) => found({ sort });
    expect(await sorted('-value')).toBe('cabd');
    expect(await sorted('value')).toBe('dbac');
    expect(await sorted('-weightedValue')).toBe('cbda');
    expect(await sorted('weightedValue')).toBe('dbca');
    expect(await sorted('receivedAt')).toBe('abcd');
    expect(await sorted('-desiredDate')).toBe('dcba');
    expect(await sorted('desiredDate')).toBe('bcda');
    expect((await sorted('validUntil'))[0]).toBe('b');
    expect((await sorted('-validUntil'))[0]).toBe('b');
    expect(await sorted('-ageInStep')).toBe('abcd');
    expect(await sorted('ageInStep')).toBe('cbad');
  });

  it.each(sortsOf(pipelineSorts))('is paged by %s without a gap or a duplicate', async (sort) => {
    await fourOrders();
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await ask({ sort, limit: 1, cursor });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen.join('')).toBe(await found({ sort }));
    expect([...seen].sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('shows an order with its next action, and names the customer until the person is erased', async () => {
    await fourOrders();
    const [order] = (await ask({ nextActor: 'customer' })).items;
    expect(order).toMatchObject({
      orderNumber: 'SO-2026-000002',
      customerName: PERSON,
      nextAction: { ja: 'お客様の回答を待ち、期限の前に確かめる', en: expect.any(String) },
      stepsEntered: [
        { step: 1, times: 1 },
        { step: 2, times: 1 },
      ],
      weightedValue: 100,
      validUntil: '2026-12-11',
      revision: '2',
    });
    await vault.destroyKey('b');
    expect((await ask({ nextActor: 'customer' })).items[0]?.customerName).toBeNull();
  });

  it('counts the days in a step only to a day that the caller names', async () => {
    await fourOrders();
    const age = async (asOf?: string) => (await ask({ search: '000001', asOf })).items[0]?.ageInStepDays;
    expect(await age()).toBeNull();
    expect(await age('2026-11-11')).toBe(0);
    expect(await age('2026-12-01')).toBe(20);
    expect(await age('2026-11-01')).toBe(0);
    expect((await ask({ open: false, asOf: '2026-12-01' })).items[0]?.ageInStepDays).toBeNull();
  });

  it('is summed up per step and currency, with what was won and lost', async () => {
    await fourOrders();
    expect(await summary()).toEqual({
      steps: [
        {
          step: 1,
          currency: 'JPY',
          count: 1,
          value: 300,
          weightedValue: 0,
          withoutProbability: 1,
          oldestSince: '2026-11-11T00:00:00.000Z',
        },
        {
          step: 2,
          currency: 'JPY',
          count: 1,
          value: 200,
          weightedValue: 100,
          withoutProbability: 0,
          oldestSince: '2026-11-20T00:04:00.000Z',
        },
        {
          step: 3,
          currency: 'JPY',
          count: 1,
          value: 400,
          weightedValue: 400,
          withoutProbability: 0,
          oldestSince: '2026-11-20T00:06:00.000Z',
        },
      ],
      won: [{ currency: 'JPY', count: 1, value: 400 }],
      lost: [{ currency: 'USD', count: 1, value: 100, reason: 'budget' }],
    });
  });

  it('sums up what was won and lost in a period', async () => {
    await fourOrders();
    expect(await summary({ from: '2026-11-21', to: '2026-12-15' })).toMatchObject({ won: [{ count: 1 }], lost: [] });
    expect(await summary({ to: '2026-11-20' })).toMatchObject({ won: [], lost: [{ count: 1 }] });
    expect((await summary({ from: '2026-12-16' })).won).toEqual([]);
  });
});

describe('parameters of the pipeline', () => {
  it.each([
    [{ step: '8' }],
    [{ engagement: 'shipping' }],
    [{ nextActor: 'carrier' }],
    [{ open: 'yes' }],
    [{ minValue: '-1' }],
    [{ minProbability: '101' }],
    [{ expiresUntil: 'soon' }],
    [{ asOf: '2026-02-29' }],
    [{ sort: 'title' }],
    [{ search: ' ' }],
  ])('refuse %j', (sent) => {
    const refused = validateSync(plainToInstance(PipelineParameters, sent)).map(({ property }) => property);
    expect(refused).toEqual(Object.keys(sent));
  });

  it('may all be left out, and arrive as texts', () => {
    const parameters = plainToInstance(PipelineParameters, { minValue: '5', open: 'true', search: ' x ' });
    expect(validateSync(parameters)).toEqual([]);
    expect(parameters).toMatchObject({ minValue: 5, open: true, search: 'x', sort: '-receivedAt' });
  });
});
