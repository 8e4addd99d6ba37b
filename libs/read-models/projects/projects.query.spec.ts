import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import { sortsOf } from '../sorting.ts';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { PERSON } from '../testing/goods-order-samples.ts';
import { happenedAt } from '../testing/happened-at.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { planSample } from '../testing/service-contract-samples.ts';
import { ProjectParameters, projectSorts, ProjectsParameters } from './projects.parameters.ts';
import { projectsProjection } from './projects.projection.ts';
import { projectQuery, projectsQuery } from './projects.query.ts';

describeInEachRoom('projects, asked', (openRoom) => {
  let room: ReadModelsRoom;
  let vault: MemoryVault;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    vault = memoryVault();
    log = givenLog(vault);
    conclude('a', 'SO-2026-000001');
    kickOff('a', planSample);
    log.service('a', 'TaskStarted');
    log.service('a', 'TaskDone');
    log.service('a', 'ProgressReported');
    conclude('b', 'SO-2026-000002');
    const members = [{ memberId: 'tanaka', role: 'owner' }];
    kickOff('b', {
      ...planSample,
      owner: 'tanaka',
      members,
      schedule: { startsOn: '2027-01-05', endsOn: '2027-04-30' },
    });
    log.service('b', 'ProjectBecameAtRisk', {}, { engagement: 'delivering.atRisk' });
    log.service('b', 'CustomerContacted');
    happenedAt(log, '2027-01-25T00:00:00Z');
    conclude('c', 'SO-2026-000003');
    await room.project(projectsProjection, log.events);
  });
  afterEach(() => room.leave());

  const conclude = (id: string, orderNumber: string) => {
    log.service(id, 'NeedsRecorded', { orderNumber, customerId: `C-${id}` });
    log.service(id, 'ContractConcluded', {}, { engagement: 'contracting.concluded', step: 3 });
  };
  const kickOff = (id: string, plan: typeof planSample) => {
    log.service(id, 'ProjectPlanned', { plan }, { engagement: 'launching.ready', step: 4 });
    log.service(id, 'ProjectKickedOff', {}, { engagement: 'delivering.onTrack', step: 5 });
  };

  const context = () => ({ database: room.database, vault });
  const ask = async (wanted: Partial<ProjectsParameters> = {}) =>
    (await projectsQuery.run(context(), Object.assign(new ProjectsParameters(), wanted)))!;
  const found = async (wanted: Partial<ProjectsParameters>) => (await ask(wanted)).items.map(({ id }) => id).join('');
  const one = (id: string, asOf?: string) =>
    projectQuery.run(context(), Object.assign(new ProjectParameters(), { id, asOf }));

  it('can be narrowed by every parameter', async () => {
    const cases: readonly (readonly [Partial<ProjectsParameters>, string])[] = [
      [{}, 'bac'],
      [{ owner: 'sato' }, 'a'],
      [{ member: 'suzuki' }, 'a'],
      [{ member: 'tanaka' }, 'b'],
      [{ member: 'kato' }, ''],
      [{ open: true }, 'bac'],
      [{ open: false }, ''],
      [{ atRisk: true }, 'b'],
      [{ atRisk: false }, 'ac'],
      [{ engagement: 'delivering' }, 'ba'],
      [{ engagement: 'delivering.atRisk' }, 'b'],
      [{ customerId: 'C-c' }, 'c'],
      [{ search: '000002' }, 'b'],
      [{ search: '在庫' }, 'bac'],
      [{ late: true, asOf: '2027-01-29' }, ''],
      [{ late: true, asOf: '2027-01-30' }, 'b'],
      [{ late: false, asOf: '2027-01-30' }, 'ac'],
      [{ late: true, asOf: '2027-02-27' }, 'ba'],
      [{ contactOverdue: true, asOf: '2026-12-04' }, ''],
      [{ contactOverdue: true, asOf: '2026-12-05' }, 'a'],
      [{ contactOverdue: false, asOf: '2026-12-05' }, 'bc'],
      [{ contactOverdue: true, late: true, asOf: '2027-02-09' }, 'b'],
    ];
    for (const [wanted, ids] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, ids]);
  });

  it('come in any order, with those last of which nothing is known', async () => {
    const sorted = (sort: string) => found({ sort });
    expect(await sorted('endsOn')).toBe('bac');
    expect((await sorted('percent'))[0]).toBe('a');
    expect((await sorted('-percent'))[0]).toBe('a');
    expect(await sorted('-lateness')).toBe('bac');
    expect(await sorted('lateness')).toBe('abc');
    expect(await sorted('-lastContactAt')).toBe('bca');
    expect(await sorted('nextContactDue')).toBe('abc');
    expect(await sorted('-nextContactDue')).toBe('bac');
  });

  it.each(sortsOf(projectSorts))('are paged by %s without a gap or a duplicate', async (sort) => {
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

  it('show how the work stands, and what is late on a day that the caller names', async () => {
    const [project] = (await ask({ owner: 'sato' })).items;
    expect(project).toMatchObject({
      orderNumber: 'SO-2026-000001',
      customerName: PERSON,
      schedule: { startsOn: '2027-01-05', endsOn: '2027-06-30', from: 'plan' },
      progress: { percent: 40, reportedOn: '2027-02-05' },
      tasks: { total: 2, started: 1, done: 1, late: null },
      deliverables: { pending: 2, submitted: 0, accepted: 0, refused: 0 },
      contactOverdue: null,
      nextContactDue: '2026-12-04',
      value: 1_800_000,
    });
    const [judged] = (await ask({ owner: 'sato', asOf: '2027-02-27' })).items;
    expect(judged).toMatchObject({ tasks: { late: ['T2'] }, contactOverdue: true });
    await vault.destroyKey('a');
    expect((await ask({ owner: 'sato' })).items[0]?.customerName).toBeNull();
  });

  it('are found by id and by number, with the state of every task', async () => {
    expect(await one('SO-2026-000002')).toEqual(await one('b'));
    expect(await one('SO-2026-000009')).toBeUndefined();
    const states = async (id: string, asOf?: string) =>
      (await one(id, asOf))!.parts.tasks.map(({ taskId, state, late }) => `${taskId} ${state} ${String(late)}`);
    expect(await states('a')).toEqual(['T1 done null', 'T2 ready null']);
    expect(await states('b', '2027-01-30')).toEqual(['T1 ready true', 'T2 waiting false']);
    await room.project(projectsProjection, [log.service('b', 'TaskStarted')]);
    expect(await states('b', '2027-01-30')).toEqual(['T1 started true', 'T2 waiting false']);
  });

  it('are told with all that belongs to them', async () => {
    await room.project(projectsProjection, [
      log.service('a', 'DeliverableSubmitted'),
      log.service('a', 'DeliverableRefused'),
      log.service('a', 'IssueRaised'),
      log.service('a', 'ReviewStarted'),
      log.service('a', 'ReviewConcluded', { met: ['K1'], findings: [] }),
      log.service('a', 'ReviewStarted', { reviewId: 'R2' }),
      log.service('a', 'ImprovementPlanned'),
    ]);
    const project = (await one('a'))!;
    expect(project.parts).toMatchObject({
      deliverables: [
        { deliverableId: 'D1', name: '業務フロー図', dueOn: '2027-01-29', state: 'refused', submissions: 1 },
        { deliverableId: 'D2', state: 'pending', submissions: 0 },
      ],
      points: [{ pointId: 'P1', deliverableId: 'D1', description: '出荷の流れがない', resolvedOn: null }],
      issues: [{ issueId: 'X1', kind: 'issue', severity: 'high', resolvedOn: null }],
      reviews: [
        { reviewId: 'R1', passed: true, concludedOn: '2027-02-12' },
        { reviewId: 'R2', passed: null, concludedOn: null },
      ],
      improvements: [{ actionId: 'A1', assignee: 'suzuki', dueOn: '2027-02-19', state: 'open' }],
    });
    expect(project).toMatchObject({ openPoints: 1, openIssues: 1, openReviews: 1, openImprovements: 1 });
    expect(JSON.stringify(project)).not.toContain('sealed');
  });
});

describe('parameters of projects', () => {
  const refusedIn = (sent: object) =>
    validateSync(plainToInstance(ProjectsParameters, sent)).map(({ property }) => property);

  it.each([
    [{ owner: '' }],
    [{ member: '' }],
    [{ open: 'maybe' }],
    [{ atRisk: '1' }],
    [{ engagement: 'shipping' }],
    [{ asOf: 'today' }],
    [{ sort: 'title' }],
  ])('refuse %j', (sent) => {
    expect(refusedIn(sent)).toEqual(Object.keys(sent));
  });

  it('need a day to judge lateness and contacts by', () => {
    expect(refusedIn({ late: 'true' })).toEqual(['asOf']);
    expect(refusedIn({ contactOverdue: 'false' })).toEqual(['asOf']);
    expect(refusedIn({ late: 'true', contactOverdue: 'true', asOf: '2027-01-30' })).toEqual([]);
  });
});
