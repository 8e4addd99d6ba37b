import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import type { FollowUpFactOf } from '#state-machines/follow-up/follow-up.events';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { PERSON } from '../testing/goods-order-samples.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { sortsOf } from '../sorting.ts';
import { followUpCountsQuery } from './follow-up-counts.query.ts';
import {
  FollowUpCountsParameters,
  FollowUpParameters,
  followUpSorts,
  FollowUpsParameters,
} from './follow-ups.parameters.ts';
import { followUpsProjection } from './follow-ups.projection.ts';
import { followUpQuery, followUpsQuery } from './follow-ups.query.ts';
import { MemberDayParameters, memberDayQuery } from './member-day.query.ts';

/** A Friday; the queue below is looked at on this day. */
const FRIDAY = '2026-11-27';

describeInEachRoom('follow-up queues', (openRoom) => {
  let room: ReadModelsRoom;
  let vault: MemoryVault;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    vault = memoryVault();
    log = givenLog(vault);
  });
  afterEach(() => room.leave());

  const catchUp = (batchSizes?: readonly number[]) => room.project(followUpsProjection, log.events, batchSizes);
  const context = () => ({ database: room.database, vault, now: `${FRIDAY}T03:00:00.000Z` });
  const ask = async (wanted: Partial<FollowUpsParameters> = {}) =>
    (await followUpsQuery.run(context(), Object.assign(new FollowUpsParameters(), wanted)))!;
  const found = async (wanted: Partial<FollowUpsParameters>) => (await ask(wanted)).items.map(({ id }) => id).join('');
  const one = (id: string) => followUpQuery.run(context(), Object.assign(new FollowUpParameters(), { id }));
  const counts = async (wanted: Partial<FollowUpCountsParameters> = {}) =>
    (await followUpCountsQuery.run(context(), Object.assign(new FollowUpCountsParameters(), wanted)))!.items;
  const day = (id: string, asOf?: string) =>
    memberDayQuery.run(context(), Object.assign(new MemberDayParameters(), { id, asOf }));

  const open = (id: string, dueOn: string, more: Partial<FollowUpFactOf<'FollowUpOpened'>['data']> = {}) =>
    log.followUp(id, 'FollowUpOpened', { dueOn, ...more });
  const give = (id: string, assignee: string, claimed = false) =>
    log.followUp(id, 'FollowUpAssigned', { assignee, claimed }, 'assigned');
  const byHand = (customerId: string) => ({ origin: undefined, subject: { customerId }, task: `${PERSON}様に電話` });
  const join = (memberId: string, ...teams: string[]) =>
    log.add('desk-company', { type: 'MemberAdded', data: { memberId, teams } }, { members: 1 });

  /**
   * a: long overdue, nobody's; b: overdue, Sato's; c: due today and urgent, Sato's; d: due today, nobody's, of the team support; e: due next week, by hand, Mori's; f: Sato's,
   * rests; g: done by Sato; h: dropped; i: far off.
   */
  const aQueue = async () => {
    open('a', '2026-11-10');
    open('b', '2026-11-26', { subject: { customerId: 'C-2', orderId: 'o2', orderNumber: 'GO-2026-000002' } });
    give('b', 'sato');
    open('c', FRIDAY, { priority: 'urgent', origin: { ...originOf('shortage-to-tell') } });
    give('c', 'sato', true);
    open('d', FRIDAY, { team: 'support', subject: { customerId: 'C-1', caseId: 's1', caseNumber: 'SC-2026-000001' } });
    open('e', '2026-12-02', byHand('C-3'));
    give('e', 'mori');
    open('f', '2026-11-30');
    give('f', 'sato');
    log.followUp('f', 'FollowUpSnoozed', { until: '2026-12-01' }, 'snoozed');
    open('g', FRIDAY);
    give('g', 'sato');
    log.followUp('g', 'FollowUpDone', {}, 'done');
    open('h', FRIDAY);
    log.followUp('h', 'FollowUpDropped', {}, 'dropped');
    open('i', '2027-03-01');
    await catchUp();
  };
  const originOf = (rule: string) => ({
    rule,
    matter: 'goodsOrder-a',
    causeId: `event-${rule}`,
    causeType: 'LineBackordered',
    causedAt: '2026-11-27T01:00:00Z',
  });

  it('show what is overdue first, then what is due soonest, and of one day the more urgent', async () => {
    await aQueue();
    expect(await found({})).toBe('abcdei');
    expect(await found({ sort: '-queue' })).toBe('iedcba');
  });

  it('can be narrowed by every parameter', async () => {
    await aQueue();
    const cases: readonly (readonly [Partial<FollowUpsParameters>, string])[] = [
      [{ state: 'open' }, 'adi'],
      [{ state: 'assigned' }, 'bce'],
      [{ state: 'snoozed' }, 'f'],
      [{ state: 'done' }, 'g'],
      [{ state: 'all' }, 'abcdghfei'],
      [{ rule: 'shortage-to-tell' }, 'c'],
      [{ rule: 'manual' }, 'e'],
      [{ priority: 'urgent' }, 'c'],
      [{ assignee: 'sato' }, 'bc'],
      [{ unassigned: true }, 'adi'],
      [{ unassigned: false }, 'bce'],
      [{ team: 'support' }, 'd'],
      [{ customerId: 'C-2' }, 'b'],
      [{ order: 'o2' }, 'b'],
      [{ order: 'GO-2026-000002' }, 'b'],
      [{ supportCase: 's1' }, 'd'],
      [{ supportCase: 'SC-2026-000001' }, 'd'],
      [{ dueFrom: FRIDAY, dueTo: '2026-12-02' }, 'cde'],
      [{ overdue: true }, 'ab'],
      [{ overdue: false }, 'cdei'],
      [{ overdue: true, state: 'all', asOf: '2026-11-28' }, 'abcd'],
      [{ overdue: true, asOf: '2026-11-26' }, 'a'],
    ];
    for (const [wanted, ids] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, ids]);
  });

  it('can be read page by page in every order', async () => {
    await aQueue();
    for (const sort of sortsOf(followUpSorts)) {
      const whole = (await ask({ sort, state: 'all' })).items;
      const first = await ask({ sort, state: 'all', limit: 4 });
      const second = await ask({ sort, state: 'all', limit: 10, cursor: first.next! });
      expect([...first.items, ...second.items]).toEqual(whole);
    }
  });

  it('tell of each what is to be done, for whom, by when, why, and who has it', async () => {
    await aQueue();
    const rule = followUpRules.find(({ id }) => id === 'shortage-to-tell')!;
    expect(await one('c')).toMatchObject({
      rule: { id: rule.id, name: rule.name },
      task: rule.task,
      state: 'assigned',
      assignee: 'sato',
      dueOn: FRIDAY,
      overdue: false,
      customerId: 'C-1',
      order: { id: 'a', kind: 'goods', number: 'GO-2026-000001' },
      cause: { eventId: 'event-shortage-to-tell', type: 'LineBackordered', happenedAt: '2026-11-27T01:00:00.000Z' },
      ended: null,
    });
    expect(await one('a')).toMatchObject({ overdue: true, assignee: null });
    expect(await one('e')).toMatchObject({ rule: null, cause: null, task: { ja: `${PERSON}様に電話` } });
    expect(await one('f')).toMatchObject({ snoozedUntil: '2026-12-01', note: `${PERSON}様が出張中` });
    expect(await one('z')).toBeUndefined();
  });

  it('tell how each ended: by whom, with what', async () => {
    await aQueue();
    log.followUp('a', 'FollowUpAnswered', {}, 'done');
    await room.project(followUpsProjection, log.events.slice(-1));
    expect(await one('a')).toMatchObject({
      state: 'done',
      overdue: false,
      ended: { outcome: null, answeredWith: 'ClarificationReceived' },
    });
    expect(await one('g')).toMatchObject({
      ended: { by: 'sato', outcome: 'reached', answeredWith: null },
      note: `${PERSON}様とお話しした`,
    });
    expect(await one('h')).toMatchObject({ ended: { outcome: null }, note: `${PERSON}様のご希望` });
  });

  it('follow whoever has it, and where it rests', async () => {
    open('a', FRIDAY);
    give('a', 'sato');
    log.followUp('a', 'FollowUpSnoozed', {}, 'snoozed');
    log.followUp('a', 'FollowUpAwoke', {}, 'assigned');
    log.followUp('a', 'FollowUpMovedToTeam', {}, 'assigned');
    await catchUp();
    expect(await one('a')).toMatchObject({ assignee: 'sato', snoozedUntil: null, team: 'support', state: 'assigned' });
    log.followUp('a', 'FollowUpReturned', {}, 'open');
    await room.project(followUpsProjection, log.events.slice(-1));
    expect(await one('a')).toMatchObject({ assignee: null, assignedAt: null, note: `${PERSON}様は木村の担当` });
  });

  it('put one that is due on another day where it belongs', async () => {
    await aQueue();
    log.followUp('i', 'FollowUpRescheduled', { dueOn: '2026-11-01' }, 'open');
    await room.project(followUpsProjection, log.events.slice(-1));
    expect(await found({})).toBe('iabcde');
    expect(await one('i')).toMatchObject({ dueOn: '2026-11-01', overdue: true, note: `${PERSON}様のご希望` });
  });

  it('are counted by age, all together and by whom or what is wanted', async () => {
    await aQueue();
    const ages = { longOverdue: 1, overdue: 1, dueToday: 2, dueSoon: 1, later: 1 };
    expect(await counts()).toEqual([{ key: null, total: 6, ...ages, unassigned: 3, oldestDueOn: '2026-11-10' }]);
    const keys = async (by: FollowUpCountsParameters['by']) =>
      (await counts({ by })).map(({ key, total }) => [key, total]);
    expect(await keys('assignee')).toEqual([
      [null, 3],
      ['sato', 2],
      ['mori', 1],
    ]);
    expect(Object.fromEntries(await keys('customer'))).toEqual({ 'C-1': 4, 'C-2': 1, 'C-3': 1 });
    expect(Object.fromEntries(await keys('team'))).toEqual({ null: 5, support: 1 });
    expect(Object.fromEntries(await keys('priority'))).toEqual({ high: 5, urgent: 1 });
    expect(await counts({ assignee: 'sato', by: 'rule' })).toHaveLength(2);
    expect(await counts({ customerId: 'nobody' })).toMatchObject([{ total: 0, oldestDueOn: null }]);
  });

  it('tell a member what the day holds: what is due, what comes, what could be claimed', async () => {
    await aQueue();
    join('sato', 'orders');
    join('abe', 'support');
    await catchUp();
    const ids = (views: readonly { readonly id: string }[] | undefined) => views?.map(({ id }) => id).join('');
    const satos = await day('sato');
    expect({ ...satos, today: ids(satos?.today), soon: ids(satos?.soon), toClaim: satos?.toClaim.count }).toEqual({
      member: 'sato',
      teams: ['orders'],
      day: FRIDAY,
      today: 'bc',
      soon: '',
      snoozed: 1,
      endedToday: 0,
      toClaim: 2,
    });
    expect(ids((await day('abe'))?.toClaim.next)).toBe('adi');
    expect(await day('sato', '2026-11-20')).toMatchObject({ endedToday: 1, day: '2026-11-20' });
    expect(await day('nobody')).toBeUndefined();
  });

  it('forget a member who left, and know the teams of one who moved', async () => {
    join('sato', 'orders');
    log.add('desk-company', { type: 'MemberMoved', data: { memberId: 'sato', teams: ['support'] } }, { members: 1 });
    await catchUp();
    expect(await day('sato')).toMatchObject({ teams: ['support'] });
    const left = log.add('desk-company', { type: 'MemberRemoved', data: { memberId: 'sato' } }, { members: 0 });
    await room.project(followUpsProjection, [left]);
    expect(await day('sato')).toBeUndefined();
  });

  it('remember which follow-up each claim took', async () => {
    await aQueue();
    expect(await room.rows(followUpsProjection, 'follow_up_claims')).toEqual([
      { command_id: expect.stringMatching(/^command-/), follow_up_id: 'c' },
    ]);
  });

  it('keep what was written about a person sealed, and lose it with the key', async () => {
    await aQueue();
    expect(JSON.stringify(await room.rows(followUpsProjection, 'follow_ups'))).not.toContain(PERSON);
    await vault.destroyKey('e');
    await vault.destroyKey('g');
    expect(await one('e')).toMatchObject({ task: null });
    expect(await one('g')).toMatchObject({ note: null, ended: { outcome: 'reached' } });
  });

  it('are the same rows however the facts came in batches', async () => {
    await aQueue();
    const before = await room.rows(followUpsProjection, 'follow_ups');
    const other = await openRoom();
    await other.project(followUpsProjection, log.events, [1, 3, 2]);
    expect(await other.rows(followUpsProjection, 'follow_ups')).toEqual(before);
    await other.leave();
  });

  it('stop at a follow-up that nothing has opened, and at a fact that nobody knows', async () => {
    const early = give('a', 'sato');
    await expect(room.project(followUpsProjection, [early])).rejects.toThrow('not with FollowUpOpened');
    const other = await openRoom();
    const foreign = log.add('followUp-b', { type: 'FollowUpPainted', data: {} }, {});
    await expect(other.project(followUpsProjection, [foreign])).rejects.toThrow('FollowUpPainted');
    await other.leave();
  });
});

describe('the parameters of a queue', () => {
  const problems = (parameters: object) =>
    validateSync(plainToInstance(FollowUpsParameters, parameters), {
      whitelist: true,
      forbidNonWhitelisted: true,
    }).map(({ property }) => property);

  it.each([
    ['an unknown state', { state: 'waiting' }, 'state'],
    ['an unknown rule', { rule: 'no-such-rule' }, 'rule'],
    ['an unknown priority', { priority: 'highest' }, 'priority'],
    ['a day that does not exist', { dueFrom: '2026-02-30' }, 'dueFrom'],
    ['a period that ends before it begins', { dueFrom: '2026-12-02', dueTo: '2026-12-01' }, 'dueTo'],
    ['a word that is neither true nor false', { overdue: 'perhaps' }, 'overdue'],
    ['an unknown order', { sort: 'colour' }, 'sort'],
    ['a parameter that there is not', { colour: 'red' }, 'colour'],
  ])('are refused with %s', (_what, parameters, property) => {
    expect(problems(parameters)).toEqual([property]);
  });
});
