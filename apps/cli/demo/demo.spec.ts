import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { goodsJourneys, journeys, serviceJourneys } from '#libs/sample-company/journeys';
import { sampleCustomers } from '#libs/sample-company/sample-customers';
import { sampleMembers } from '#libs/sample-company/sample-desk';
import { configurationFrom } from '#libs/engine/configuration';
import { openEngine } from '#libs/engine/engine';
import { projections } from '#libs/read-models/catalogue';
import type { ProcessStatus } from '#libs/kernel/processes/process-runner';
import { followUpStates } from '#libs/read-models/follow-ups/follow-ups.table';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { caseCategories } from '#state-machines/support-case/support-case.events';
import { run } from '../testing/recording-terminal.ts';
import type { DemoResult } from './demo-result.ts';
import { runDemo } from './run-demo.ts';

const root = mkdtempSync(path.join(tmpdir(), 'juchu-demo-'));
const folderOf = (name: string): string => path.join(root, name);
afterAll(() => rmSync(root, { recursive: true }));

const ORDERS = journeys.length;

const demo = async (folder: string, ...more: readonly string[]): Promise<DemoResult> => {
  const { exitCode, out, err } = await run(['demo', '--orders', String(ORDERS), '--data', folder, '--json', ...more]);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  return JSON.parse(out) as DemoResult;
};

const logOf = async (folder: string): Promise<readonly RecordedEvent[]> => {
  const store = await openSqliteEventStore({ file: path.join(folder, 'events.db'), simulation: true });
  const { events } = await store.readAll({ max: 4096 });
  await store.close();
  return events;
};

/** Ids of follow-ups follow from sealed facts, which differ in each run: they are told apart by what they are about. Cases of inquiries get their numbers as they come. */
const nameOf = ([first]: readonly RecordedEvent[]): string => {
  const origin = first?.data['origin'] as { readonly rule: string; readonly matter: string } | undefined;
  const { stream = '', metadata } = first ?? {};
  return origin ? `followUp of ${JSON.stringify([origin.rule, origin.matter, metadata?.['recordedAt']])}` : stream;
};

/** Who did what, where that is not left to chance. */
const deedOf = ({ type, metadata, data }: RecordedEvent): string =>
  [type, metadata['actor'], data['team'], data['assignee'], data['until'], data['outcome'], data['answeredWith']]
    .filter((word) => word !== undefined)
    .map((word) => JSON.stringify(word))
    .join(' ');

/** What happened to each stream: its facts, in whatever order lines got their answers, and where that led. */
const storiesOf = (log: readonly RecordedEvent[]): Readonly<Record<string, object>> =>
  Object.fromEntries(
    [...Map.groupBy(log, ({ stream }) => stream).values()].map((events) => [
      nameOf(events),
      {
        deeds: events.map(deedOf).toSorted(),
        end: events.at(-1)?.metadata['stateAfter'],
        times: [...new Set(events.map(({ metadata }) => metadata['occurredAt'] ?? metadata['recordedAt']))],
        number: events[0]?.data['orderNumber'] ?? (events[0]?.data['inquiryId'] ? '' : events[0]?.data['caseNumber']),
      },
    ]),
  );

describe('the demo', () => {
  let first: DemoResult;
  beforeAll(async () => {
    first = await demo(folderOf('first'));
  });

  it('takes an order to the end of every journey', async () => {
    const ends = (await logOf(folderOf('first'))).reduce(
      (latest, { stream, metadata }) => latest.set(stream, metadata['stateAfter'] as object),
      new Map<string, object>(),
    );
    const reached = (category: string): readonly object[] =>
      [...ends].filter(([stream]) => stream.startsWith(`${category}-`)).map(([, end]) => end);
    for (const { endsIn } of goodsJourneys) {
      const { shipments: _shipments, ...regions } = endsIn;
      expect(reached('goodsOrder')).toContainEqual(expect.objectContaining(regions));
    }
    for (const { endsIn } of serviceJourneys)
      expect(reached('serviceOrder')).toContainEqual(expect.objectContaining(endsIn));
  });

  it('says in JSON how many orders are in which state', () => {
    expect(first).toEqual({
      orders: ORDERS,
      events: expect.any(Number),
      ordersByStep: expect.objectContaining({ received: 1, completed: expect.any(Number) }),
      ordersByKind: { goods: expect.any(Object), service: expect.any(Object) },
      customers: sampleCustomers.length,
      casesByState: expect.any(Object),
      followUpsByState: expect.any(Object),
      followUpsByAssignee: expect.any(Array),
      deadlinesWaiting: expect.any(Number),
      durationMs: expect.any(Number),
    });
    expect(Object.values(first.ordersByStep).reduce((sum, count) => sum + count, 0)).toBe(ORDERS);
    expect(new Set(Object.keys(first.ordersByKind.goods))).toEqual(
      new Set(goodsJourneys.map(({ endsIn: { fulfilment } }) => fulfilment)),
    );
    expect(new Set(Object.keys(first.ordersByKind.service))).toEqual(
      new Set(serviceJourneys.map(({ endsIn: { engagement } }) => engagement)),
    );
    expect(first.ordersByStep['completed']).toBe(
      Number(first.ordersByKind.goods['completed']) + Number(first.ordersByKind.service['completed']),
    );
  });

  it('has customers who look alike registered as others, each with a contact in both directions or something to do by hand', async () => {
    const log = await logOf(folderOf('first'));
    const registered = log.filter(({ type }) => type === 'CustomerRegistered');
    expect(registered.filter(({ data }) => data['distinctFrom'] !== undefined)).toHaveLength(3);
    const contacts = log.filter(({ type }) => type === 'CustomerContacted');
    for (const category of ['goodsOrder', 'serviceOrder', 'supportCase', 'customer']) {
      const own = contacts.filter(({ stream }) => stream.startsWith(`${category}-`)).map(({ data }) => data);
      expect(new Set(own.map(({ direction }) => direction))).toEqual(new Set(['inbound', 'outbound']));
      expect(own.some(({ promise }) => promise !== undefined)).toBe(true);
      expect(own.some(({ replyDue }) => replyDue !== undefined)).toBe(true);
    }
  });

  it('has cases of every category, and in every state', async () => {
    expect(new Set(Object.keys(first.casesByState))).toEqual(
      new Set(['opened', 'inProgress', 'awaitingCustomer', 'resolved', 'closed']),
    );
    const log = await logOf(folderOf('first'));
    const opened = log.filter(({ type }) => type === 'CaseOpened').map(({ data }) => data);
    expect(new Set(opened.map(({ category }) => category))).toEqual(new Set(caseCategories));
    expect(opened.filter(({ inquiryId }) => inquiryId !== undefined).length).toBeGreaterThan(1);
    expect(opened.some(({ inquiryId, order }) => order !== undefined && inquiryId === undefined)).toBe(true);
    expect(log.some(({ type }) => type === 'CaseReopened')).toBe(true);
  });

  it('opens follow-ups by every rule that has its time within a quarter, and by hand', async () => {
    const opened = (await logOf(folderOf('first'))).filter(({ type }) => type === 'FollowUpOpened');
    const rules = opened.map(
      ({ data }) => (data['origin'] as { readonly rule: string } | undefined)?.rule ?? 'by hand',
    );
    const reachable = followUpRules.map(({ id }) => id).filter((id) => id !== 'next-proposal-90');
    expect(new Set(rules)).toEqual(new Set([...reachable, 'by hand']));
  });

  it('leaves open and finished follow-ups with everybody, some late, some resting, and some in the queues of several teams', async () => {
    expect(new Set(Object.keys(first.followUpsByState))).toEqual(new Set(followUpStates));
    const { followUpsByAssignee: counts } = first;
    const some = (...numbers: readonly (number | undefined)[]): boolean => numbers.some((number = 0) => number > 0);
    for (const { memberId } of sampleMembers) {
      const own = counts.find(({ assignee }) => assignee === memberId);
      expect({
        memberId,
        open: some(own?.states['assigned'], own?.states['snoozed']),
        finished: some(own?.states['done'], own?.states['dropped']),
      }).toEqual({ memberId, open: true, finished: true });
    }
    expect(counts.reduce((sum, { overdue }) => sum + overdue, 0)).toBeGreaterThan(0);
    const teamOf = new Map<string, unknown>();
    const isOpen = new Map<string, boolean>();
    for (const { stream, type, data, metadata } of await logOf(folderOf('first'))) {
      if (!stream.startsWith('followUp-')) continue;
      if (type === 'FollowUpOpened' || type === 'FollowUpMovedToTeam') teamOf.set(stream, data['team']);
      isOpen.set(stream, (metadata['stateAfter'] as { readonly state: string }).state === 'open');
    }
    const waiting = [...teamOf].filter(([stream]) => isOpen.get(stream)).map(([, team]) => team);
    expect(new Set(waiting).size).toBeGreaterThan(1);
    expect(first.deadlinesWaiting).toBeGreaterThan(0);
  });

  it('makes the same facts from the same seed', async () => {
    const second = await demo(folderOf('second'));
    expect({ ...second, durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
    expect(storiesOf(await logOf(folderOf('second')))).toEqual(storiesOf(await logOf(folderOf('first'))));
  });

  it('changes nothing when it is run again', async () => {
    const before = await logOf(folderOf('first'));
    expect({ ...(await demo(folderOf('first'))), durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
    expect(await logOf(folderOf('first'))).toEqual(before);
  });

  it('is told to people in their language', async () => {
    const words = ['demo', '--orders', '3', '--data', folderOf('small')];
    const japanese = (await run(words, { LANG: 'ja_JP.UTF-8' })).out;
    for (const word of ['お客様回答待ち', 'フォローアップ', '担当者', '期限待ち']) expect(japanese).toContain(word);
    const english = (await run(words, { LANG: 'C.UTF-8' })).out;
    for (const word of ['Awaiting the customer', 'Follow-ups', 'Assignee', 'deadlines waiting'])
      expect(english).toContain(word);
    expect(english).toMatch(/^Next: juchu queue day \w+ --data /m);
    expect(english).toMatch(/^Next: juchu deadlines --data /m);
  });

  it('leaves a log that passes the audit, and nothing that is stuck', async () => {
    const audit = await run(['audit', '--data', folderOf('first')]);
    expect({ exitCode: audit.exitCode, err: audit.err }).toEqual({ exitCode: 0, err: '' });
    const { out } = await run(['processes', 'status', '--data', folderOf('first'), '--json']);
    const { processes } = JSON.parse(out) as { readonly processes: readonly ProcessStatus[] };
    for (const { name, status, owed } of processes)
      expect({ name, status, open: owed.open, stuck: owed.stuck }).toEqual({
        name,
        status: 'running',
        open: 0,
        stuck: 0,
      });
  });

  it('has read models that are the same, row for row, when they are rebuilt', async () => {
    const engine = await openEngine(configurationFrom({ JUCHU_DATA: folderOf('first') }), {
      runProjections: false,
      runProcesses: false,
    });
    const tables = projections.flatMap((projection) => projection.tables);
    const rows = async () => {
      const found: Record<string, readonly object[]> = {};
      for (const { name, key } of tables)
        found[name] = (
          await sql<object>`select * from ${sql.table(name)} order by ${sql.ref(key)}`.execute(engine.readDatabase.db)
        ).rows;
      return found;
    };
    try {
      const before = await rows();
      expect(Object.entries(before).filter(([, some]) => some.length === 0)).toEqual([]);
      await engine.projections.rebuild('all');
      expect(await rows()).toEqual(before);
    } finally {
      await engine.close();
    }
  });

  it('goes on where it was interrupted', async () => {
    const place = configurationFrom({ JUCHU_DATA: folderOf('interrupted') });
    const options = { seed: '1', orders: ORDERS, place };
    let steps = 0;
    const powerCut = {
      begin: () => undefined,
      advance() {
        steps += 1;
        if (steps > 600) throw new Error('the power is out');
      },
      end: () => undefined,
    };
    await expect(runDemo(options, powerCut)).rejects.toThrow('the power is out');
    expect({ ...(await demo(folderOf('interrupted'))), durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
  });

  it('refuses a folder with the demo of another seed, or of another size, and leaves it as it is', async () => {
    const before = await logOf(folderOf('first'));
    for (const other of [
      ['--seed', 'other'],
      ['--orders', '3'],
    ]) {
      const { exitCode, out, err } = await run([
        'demo',
        '--orders',
        String(ORDERS),
        '--data',
        folderOf('first'),
        ...other,
      ]);
      expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
      expect(err).toMatch(
        /^juchu: .*first holds something other than the demo of seed .*: name another folder with --data.*$/,
      );
    }
    expect(await logOf(folderOf('first'))).toEqual(before);
  });

  it('refuses a folder with a real store', async () => {
    const store = await openSqliteEventStore({ file: path.join(folderOf('real'), 'events.db') });
    await store.close();
    const { exitCode, out, err } = await run(['demo', '--orders', '3', '--data', folderOf('real')]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(
      /^juchu: .*events\.db is a real store, in which no demo is made: name another folder with --data$/,
    );
  });
});
