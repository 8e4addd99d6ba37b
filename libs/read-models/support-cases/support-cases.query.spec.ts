import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import { IdPageParameters } from '../parameters.ts';
import { sortsOf } from '../sorting.ts';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { PERSON } from '../testing/goods-order-samples.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { supportCaseTimelineQuery } from './support-case-timeline.query.ts';
import { SupportCaseParameters, SupportCasesParameters, supportCaseSorts } from './support-cases.parameters.ts';
import { supportCasesProjection } from './support-cases.projection.ts';
import { casesOfCustomer, supportCaseQuery, supportCasesQuery } from './support-cases.query.ts';

describeInEachRoom('support cases, asked', (openRoom) => {
  let room: ReadModelsRoom;
  let vault: MemoryVault;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    vault = memoryVault();
    log = givenLog(vault);
    const order = { orderId: 'o', orderKind: 'goods', orderNumber: 'GO-2026-000007' } as const;
    log.supportCase('a', 'CaseOpened');
    log.supportCase('a', 'CaseTaken', {}, { state: 'inProgress' });
    log.supportCase('a', 'CaseAnswered');
    log.order('o', 'InquiryOpened', { about: `${PERSON}様の荷物` });
    log.supportCase('b', 'CaseOpened', {
      caseNumber: 'SC-2026-000002',
      category: 'complaint',
      priority: 'urgent',
      customerId: 'C-2',
      order,
      inquiryId: 'i1',
      firstAnswerDue: '2026-11-20T02:00:00.000Z',
      openedAt: '2026-11-20T01:00:00.000Z',
      title: undefined,
      description: undefined,
    });
    log.supportCase('c', 'CaseOpened', { caseNumber: 'SC-2026-000003', openedAt: '2026-11-20T00:30:00.000Z' });
    log.supportCase('c', 'CaseResolved', { answeredVia: 'phone' }, { state: 'resolved' });
    await room.project(supportCasesProjection, log.events);
  });
  afterEach(() => room.leave());

  const context = () => ({ database: room.database, vault });
  const ask = async (wanted: Partial<SupportCasesParameters> = {}) =>
    (await supportCasesQuery.run(context(), Object.assign(new SupportCasesParameters(), wanted)))!;
  const found = async (wanted: Partial<SupportCasesParameters>) =>
    (await ask(wanted)).items.map(({ id }) => id).join('');
  const one = (id: string, asOf?: string) =>
    supportCaseQuery.run(context(), Object.assign(new SupportCaseParameters(), { id, asOf }));
  const timeline = (wanted: Partial<IdPageParameters>) =>
    supportCaseTimelineQuery.run(context(), Object.assign(new IdPageParameters(), wanted));

  it('can be narrowed by every parameter', async () => {
    const cases: readonly (readonly [Partial<SupportCasesParameters>, string])[] = [
      [{}, 'bac'],
      [{ state: 'inProgress' }, 'a'],
      [{ state: 'closed' }, ''],
      [{ open: true }, 'ba'],
      [{ open: false }, 'c'],
      [{ category: 'complaint' }, 'b'],
      [{ priority: 'urgent' }, 'b'],
      [{ assignee: 'sato' }, 'a'],
      [{ assignee: 'mori' }, ''],
      [{ assigned: true }, 'a'],
      [{ assigned: false }, 'bc'],
      [{ customerId: 'C-1' }, 'ac'],
      [{ order: 'o' }, 'b'],
      [{ order: 'GO-2026-000007' }, 'b'],
      [{ order: 'GO-2026-000008' }, ''],
      [{ overdue: true, asOf: '2026-11-20T02:00:00.000Z' }, ''],
      [{ overdue: true, asOf: '2026-11-20T02:00:01Z' }, 'b'],
      [{ overdue: true, asOf: '2026-11-20T11:00:01+09:00' }, 'b'],
      [{ overdue: false, asOf: '2026-11-20T02:00:01Z' }, 'ac'],
      [{ overdue: true, asOf: '2027-01-01T00:00:00Z' }, 'ba'],
    ];
    for (const [wanted, ids] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, ids]);
  });

  it('come in any order, with those last that have no target left', async () => {
    expect(await found({ sort: 'target' })).toBe('bac');
    expect(await found({ sort: '-target' })).toBe('abc');
    expect(await found({ sort: 'openedAt' })).toBe('acb');
    expect((await found({ sort: '-lastContactAt' }))[0]).toBe('b');
  });

  it.each(sortsOf(supportCaseSorts))('are paged by %s without a gap or a duplicate', async (sort) => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await ask({ sort, limit: 1, cursor });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen.join('')).toBe(await found({ sort }));
    expect([...seen].sort()).toEqual(['a', 'b', 'c']);
  });

  it('say what was promised, whether it was kept, and what is late at an instant that the caller names', async () => {
    const [late, kept] = (await ask({ asOf: '2026-11-21T00:00:00Z' })).items;
    expect(late).toMatchObject({
      caseNumber: 'SC-2026-000002',
      title: `${PERSON}様の荷物`,
      order: { orderId: 'o', orderKind: 'goods', orderNumber: 'GO-2026-000007', lineId: null, shipmentId: null },
      firstAnswer: { due: '2026-11-20T02:00:00.000Z', reachedAt: null, inTime: null },
      overdue: true,
    });
    expect(kept).toMatchObject({
      title: `${PERSON}様から`,
      order: null,
      firstAnswer: { reachedAt: '2026-11-20T00:02:00.000Z', inTime: true },
      resolution: { reachedAt: null },
      overdue: false,
    });
    expect((await ask()).items[0]).toMatchObject({ overdue: null });
  });

  it('are found by their number too, with what was said', async () => {
    expect(await one('SC-2026-000001')).toEqual(await one('a'));
    expect(await one('a')).toMatchObject({ description: expect.stringContaining('請求書の宛名') });
    expect(await one('b', '2026-11-20T11:30:00+09:00')).toMatchObject({ description: PERSON, overdue: true });
    expect(await one('SC-2026-000009')).toBeUndefined();
  });

  it('lose the person once the key is destroyed, and keep the rest', async () => {
    await vault.destroyKey('C-1');
    expect(await one('a')).toMatchObject({ title: null, description: null, caseNumber: 'SC-2026-000001' });
  });

  it('tell every fact in its sequence, with who, when and the words', async () => {
    const { items } = (await timeline({ id: 'SC-2026-000001' }))!;
    expect(items.map(({ revision, type }) => `${revision} ${type}`)).toEqual([
      '0 CaseOpened',
      '1 CaseTaken',
      '2 CaseAnswered',
    ]);
    expect(items[2]).toMatchObject({
      label: { ja: 'お客様に回答した', en: 'Customer answered' },
      happenedAt: '2026-11-20T00:02:00.000Z',
      actor: { id: 'sato', role: 'backOffice', via: 'http' },
      stateAfter: { state: 'inProgress' },
      data: { answer: `${PERSON}様へお返事`, answeredVia: 'phone' },
    });
    expect(await timeline({ id: 'z' })).toBeUndefined();
  });

  it('go on with their timeline where the page before ended', async () => {
    const first = (await timeline({ id: 'a', limit: 2 }))!;
    const second = (await timeline({ id: 'a', limit: 2, cursor: first.next! }))!;
    expect([...first.items, ...second.items].map(({ revision }) => revision)).toEqual(['0', '1', '2']);
    expect(second.next).toBeNull();
  });

  it('show a customer’s open cases by their next target, and the newest ones', async () => {
    log.supportCase('d', 'CaseOpened', {
      caseNumber: 'SC-2026-000004',
      openedAt: '2026-11-20T00:10:00.000Z',
      firstAnswerDue: '2026-11-20T03:00:00.000Z',
    });
    await room.project(supportCasesProjection, log.events.slice(-1));
    const { open, newest } = await casesOfCustomer(room.database, vault, 'C-1');
    expect(open.map(({ id }) => id)).toEqual(['d', 'a']);
    expect(newest.map(({ id }) => id)).toEqual(['c', 'd', 'a']);
    expect(newest[2]).toMatchObject({ title: `${PERSON}様から`, overdue: null });
    expect(await casesOfCustomer(room.database, vault, 'C-9')).toEqual({ open: [], newest: [] });
  });
});

describe('what can be asked of support cases', () => {
  const problems = (parameters: object) =>
    validateSync(plainToInstance(SupportCasesParameters, parameters)).map(({ property }) => property);

  it('has an instant to judge lateness by, with its zone', () => {
    expect(problems({ overdue: 'true' })).toEqual(['asOf']);
    expect(problems({ overdue: 'true', asOf: '2026-11-20' })).toEqual(['asOf']);
    expect(problems({ asOf: '2026-11-20T10:00:00' })).toEqual(['asOf']);
    expect(problems({ asOf: '2026-02-30T10:00:00Z' })).toEqual(['asOf']);
    expect(problems({ overdue: 'true', asOf: '2026-11-20T10:00:00+09:00' })).toEqual([]);
  });

  it('has words that exist', () => {
    expect(problems({ state: 'lost' })).toEqual(['state']);
    expect(problems({ category: 'praise' })).toEqual(['category']);
    expect(problems({ priority: 'asap' })).toEqual(['priority']);
    expect(problems({ sort: 'title' })).toEqual(['sort']);
    expect(problems({ open: 'perhaps', assigned: 'maybe' })).toEqual(['open', 'assigned']);
  });
});
