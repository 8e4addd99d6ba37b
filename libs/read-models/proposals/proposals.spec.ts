import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { IdPageParameters } from '../parameters.ts';
import { PartNotFound } from '../part-not-found.ts';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { proposalSample } from '../testing/service-contract-samples.ts';
import { ProposalComparisonParameters, proposalComparisonQuery } from './proposal-comparison.query.ts';
import { proposalsProjection } from './proposals.projection.ts';
import { proposalsQuery } from './proposals.query.ts';

describeInEachRoom('the versions of a proposal', (openRoom) => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    log = givenLog(memoryVault());
    log.service('a', 'NeedsRecorded');
  });
  afterEach(() => room.leave());

  const context = () => ({ database: room.database, vault: memoryVault() });
  const catchUp = () => room.project(proposalsProjection, log.events);
  const versions = (wanted: Partial<IdPageParameters> = {}) =>
    proposalsQuery.run(context(), Object.assign(new IdPageParameters(), { id: 'a', ...wanted }));
  const compare = (from: number, to: number, id = 'a') =>
    proposalComparisonQuery.run(context(), Object.assign(new ProposalComparisonParameters(), { id, from, to }));
  const statuses = async () => (await versions())!.items.map(({ version, status }) => `${version} ${status}`);

  const cheaper = { ...proposalSample, scope: '現状の調査', validUntil: '2026-12-18' };
  const draft = () => log.service('a', 'ProposalDrafted', {}, { value: 1_800_000, total: 1_980_000 });
  const revise = (version: number) =>
    log.service('a', 'ProposalRevised', { version, proposal: cheaper }, { value: 1_500_000, total: 1_650_000 });

  it('are kept with their content, their price and what became of them', async () => {
    draft();
    log.service('a', 'ProposalSubmitted');
    log.service('a', 'ProposalAccepted');
    await catchUp();
    expect((await versions())!.items).toEqual([
      {
        orderId: 'a',
        orderNumber: 'SO-2026-000001',
        version: 1,
        status: 'accepted',
        currency: 'JPY',
        value: 1_800_000,
        total: 1_980_000,
        validUntil: '2026-12-11',
        draftedAt: '2026-11-20T00:01:00.000Z',
        submittedAt: '2026-11-20T00:02:00.000Z',
        answeredAt: '2026-11-20T00:03:00.000Z',
        content: proposalSample,
        revision: '3',
      },
    ]);
  });

  it('are superseded by the next one, except where they were answered or had expired', async () => {
    draft();
    log.service('a', 'ProposalSubmitted');
    log.service('a', 'ProposalRevisionRequested');
    revise(2);
    log.service('a', 'ProposalSubmitted', { version: 2 });
    log.service('a', 'ProposalExpired', { version: 2 });
    revise(3);
    log.service('a', 'ProposalSubmitted', { version: 3 });
    log.service('a', 'ProposalDeclined', { version: 3 });
    await catchUp();
    expect(await statuses()).toEqual(['3 declined', '2 expired', '1 superseded']);
    const [declined, expired, superseded] = (await versions())!.items;
    expect(declined?.answeredAt).toBe('2026-11-20T00:09:00.000Z');
    expect(expired?.answeredAt).toBeNull();
    expect(superseded).toMatchObject({ content: proposalSample, value: 1_800_000 });
  });

  it('fall with an engagement that is given up, the newest with its number', async () => {
    draft();
    revise(2);
    log.service('a', 'ProposalSubmitted', { version: 2 });
    log.service('a', 'EngagementLost', { version: 2 });
    await catchUp();
    expect(await statuses()).toEqual(['2 withdrawn', '1 superseded']);
    expect((await versions())!.items[0]?.answeredAt).toBeNull();
  });

  it('are found by the order number too, the newest first, a page at a time', async () => {
    draft();
    revise(2);
    revise(3);
    await catchUp();
    const first = (await versions({ id: 'SO-2026-000001', limit: 2 }))!;
    const second = (await versions({ limit: 2, cursor: first.next! }))!;
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(second.next).toBeNull();
    expect(await versions({ id: 'SO-2026-000009' })).toBeUndefined();
  });

  it('are none where nothing was proposed yet', async () => {
    await catchUp();
    expect(await versions()).toEqual({ items: [], next: null });
  });

  it('can be compared, with what the difference costs', async () => {
    draft();
    revise(2);
    await catchUp();
    const scope = { member: 'scope', before: proposalSample.scope, after: '現状の調査' };
    expect(await compare(1, 2, 'SO-2026-000001')).toEqual({
      orderId: 'a',
      orderNumber: 'SO-2026-000001',
      from: { version: 1, status: 'superseded' },
      to: { version: 2, status: 'draft' },
      currency: 'JPY',
      value: { before: 1_800_000, after: 1_500_000, difference: -300_000 },
      total: { before: 1_980_000, after: 1_650_000, difference: -330_000 },
      members: [scope, { member: 'validUntil', before: '2026-12-11', after: '2026-12-18' }],
      items: { added: [], removed: [], changed: [] },
      deliverables: { added: [], removed: [], changed: [] },
    });
    expect(await compare(1, 1)).toMatchObject({ members: [], value: { difference: 0 } });
    expect(await compare(1, 2, 'b')).toBeUndefined();
  });

  it('are named where one of two is not there', async () => {
    await catchUp();
    await expect(compare(1, 2)).rejects.toThrow('This order has no proposal yet.');
    const events = [draft(), revise(2)];
    await room.project(proposalsProjection, events);
    await expect(compare(9, 1)).rejects.toThrow('There is no version 9 of the proposal: name one from 1 to 2.');
    await expect(compare(1, 3)).rejects.toBeInstanceOf(PartNotFound);
    await expect(compare(1, 3)).rejects.toMatchObject({
      field: 'to',
      detail: { ja: '提案の第 3 版はありません。第 1 版から第 2 版までを指定してください。' },
    });
  });

  it('belong to an order that begins with its needs', async () => {
    log.service('b', 'ProposalDrafted');
    await expect(catchUp()).rejects.toThrow('NeedsRecorded');
  });
});
