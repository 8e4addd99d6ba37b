import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FollowUpView } from '#libs/read-models/follow-ups/follow-up.view';
import type { CompanyCalendar } from '#state-machines/desk/desk.events';
import { dateInTokyo, daysLater, type CalendarDate } from '#state-machines/vocabulary/dates';
import { done, openOrderOffice, ordered, orderNumber, type OrderOffice } from '../testing/order-office.ts';
import { nextClosedDays } from './calendar-text.ts';

let office: OrderOffice;
beforeAll(async () => {
  office = await openOrderOffice();
});
afterAll(() => office.close());

const queue = (...words: readonly string[]) => office.juchu('queue', ...words);
const listed = async (...words: readonly string[]): Promise<readonly FollowUpView[]> =>
  (JSON.parse((await queue('list', '--json', ...words)).out) as { items: readonly FollowUpView[] }).items;

describe('members on the command line', () => {
  it('come, move and go, and leave behind what they have', async () => {
    await queue('members', 'add', 'ito', '--team', 'orders');
    expect((await queue('members', 'move', 'ito', '--team', 'support,orders', '--as', 'sato')).out).toMatch(
      /^ito +support, orders$/m,
    );
    const due = daysLater(dateInTokyo(new Date().toISOString()), 1);
    await queue('add', '--task', 'Call', '--due', due, '--customer', 'C-1', '--assignee', 'ito');
    expect(await queue('members', 'remove', 'ito')).toMatchObject({
      exitCode: 0,
      err: 'ito still has 1: see "juchu queue list --assignee ito", and give them to others with "juchu queue assign"',
    });
    expect(JSON.parse((await queue('members', '--json')).out)).toEqual({ members: {} });
    expect(await listed('--assignee', 'ito')).toMatchObject([{ assignee: 'ito' }]);
    expect((await queue('list', '--assignee', 'nobody')).err).toMatch(/ no member nobody; nobody was added yet: /);
    expect((await queue('list', '--team', 'orders')).err).toMatch(/ in the team orders; nobody is in a team yet: /);
  });

  it('are refused where they are none, or would lose their teams by an oversight', async () => {
    expect(await queue('members', 'remove', 'nobody', '--lang', 'ja')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^juchu: 担当者「nobody」は登録されていません。/),
    });
    expect(await queue('members', 'move', 'nobody')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("required option '--team <teams>' not specified"),
    });
  });
});

describe('rules on the command line', () => {
  const RULE = 'clarification-unanswered';
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const dayAgo = (days: number): CalendarDate => dateInTokyo(daysAgo(days));
  let unanswered: string;
  beforeAll(async () => {
    await office.work(async (engine) => {
      const ask = async (days: number) => {
        const id = await ordered(engine, 'C-1001', daysAgo(days + 1));
        await done(engine, 'goods-orders', id, 'StartOrderCheck', {}, daysAgo(days));
        const question = { about: 'content', question: '数量は？', askedVia: 'phone', answerDue: '2099-12-01' };
        await done(engine, 'goods-orders', id, 'RequestClarification', question, daysAgo(days));
        return id;
      };
      const answer = { answer: '3 箱', answeredVia: 'phone' };
      await done(engine, 'goods-orders', await ask(30), 'RecordClarification', answer, daysAgo(29));
      await ask(200);
      unanswered = await orderNumber(engine, await ask(40));
    });
  });

  it('are listed with whether they are on, since when, and how their processes are', async () => {
    const { out } = await queue('rules');
    expect(out).toMatch(/^ID +NAME +ON +SINCE +OPEN +PROCESS\n/);
    expect(out).toMatch(/^clarification-unanswered +No answer to a clarification +on +[-\d]+ [\d:]+ +0 +running$/m);
    expect((await queue('rules', 'list', '--lang', 'ja')).out).toMatch(/確認事項への回答がない +有効/);
  });

  it('leave alone what happened before they were switched on', async () => {
    expect((await queue('rules', 'off', RULE)).out).toMatch(/ off +/);
    const { out, err } = await queue('rules', 'on', RULE);
    expect(err).toMatch(/^clarification-unanswered: counts for what happens since [-\d]+ [\d:]+; with --since, /);
    expect(out).toMatch(/ on +[-\d]+ [\d:]+ +0 +running$/m);
    expect(await listed('--rule', RULE)).toEqual([]);
  });

  it('take up what began in the past and is still unanswered, once, and not what is older than they are told', async () => {
    const since = dayAgo(60);
    const { exitCode, out, err } = await queue('rules', 'on', RULE, '--since', since);
    expect(exitCode).toBe(0);
    expect(err).toMatch(new RegExp(`^${RULE}: reads the log anew; what began since ${since} 00:00 .*$`));
    expect(out).toMatch(new RegExp(` on +${since} 00:00 +1 +running$`));
    expect(await listed('--rule', RULE)).toMatchObject([{ order: { number: unanswered } }]);
    await queue('rules', 'on', RULE, '--since', since);
    expect(await listed('--rule', RULE, '--state', 'all')).toHaveLength(1);
  });

  it('take it up through the program that runs beside the command line, where there is one', async () => {
    await office.work(async (engine) => {
      await queue('rules', 'off', RULE);
      const id = await ordered(engine, 'C-2001', daysAgo(21));
      const question = { about: 'content', question: '色は？', askedVia: 'phone', answerDue: '2099-12-01' };
      await done(engine, 'goods-orders', id, 'RequestClarification', question, daysAgo(20));
      await engine.processes.idle();
      expect(await listed('--customer', 'C-2001')).toEqual([]);
      expect(await queue('rules', 'on', RULE, '--since', dayAgo(60))).toMatchObject({ exitCode: 0 });
      expect(await listed('--customer', 'C-2001')).toMatchObject([{ rule: { id: RULE } }]);
    });
  });

  it('are refused a day to come, and named where they are unknown', async () => {
    expect(await queue('rules', 'on', RULE, '--since', '2999-01-01')).toMatchObject({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(/^juchu: since has to be today or a past day, and 2999-01-01 /),
    });
    expect(await queue('rules', 'off', 'moonlight')).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/Allowed choices are clarification-unanswered, /),
    });
  });
});

describe('the calendar on the command line', () => {
  const calendar = async (): Promise<CompanyCalendar> =>
    (JSON.parse((await queue('calendar', '--json')).out) as { calendar: CompanyCalendar }).calendar;

  it('shows the usual hours and closures, and the next ten weekdays that are closed, with the reasons', async () => {
    const { out } = await queue('calendar');
    expect(out).toMatch(/^Open +09:00–18:00\nClosed every +Sun, Sat\nNational holidays +closed\n/);
    expect(out).toMatch(/^Closed every year +12-29\/01-03$/m);
    expect(out.split('\n\n')[1]?.split('\n')).toHaveLength(11);
    expect(out).toMatch(/^ +\d{4}-\d\d-\d\d +(Mon|Tue|Wed|Thu|Fri) +[A-Z].* Day/m);
    expect((await queue('calendar', '--lang', 'ja')).out).toMatch(
      /営業時間[^]*定休日 +日, 土[^]*\d +[月火水木金] +\S+の日/,
    );
  });

  it('changes what is named, and leaves the rest as it is', async () => {
    const set = ['calendar', 'set', '--as', 'sato'];
    expect(await queue(...set, '--opens', '09:30', '--closed-weekdays', '日,Wednesday')).toMatchObject({ exitCode: 0 });
    await queue(...set, '--closed-days', '2099-08-13,2099-08-14', '--holidays', 'open');
    await queue(...set, '--closed-every-year', '12-29/01-03,05-01', '--open-days', '2099-12-30');
    expect(await calendar()).toEqual({
      closedWeekdays: [0, 3],
      closedOnHolidays: false,
      closedEveryYear: [
        { from: '12-29', to: '01-03' },
        { from: '05-01', to: '05-01' },
      ],
      closedDays: ['2099-08-13', '2099-08-14'],
      openDays: ['2099-12-30'],
      opensAt: '09:30',
      closesAt: '18:00',
    });
    await queue(...set, '--closed-days', 'none');
    expect((await calendar()).closedDays).toEqual([]);
  });

  it('is taken from a file in full, what it leaves out being as usual', async () => {
    const file = path.join(office.folder, 'calendar.json');
    writeFileSync(file, JSON.stringify({ closesAt: '17:00' }));
    expect(await queue('calendar', 'set', '--file', file)).toMatchObject({ exitCode: 0, err: '' });
    expect(await calendar()).toMatchObject({ closedWeekdays: [0, 6], opensAt: '09:00', closesAt: '17:00' });
  });

  it.each([
    ['a date that does not exist', ['--closed-days', '2099-02-30'], 2, /It must be a date that exists/],
    ['a weekday that is none', ['--closed-weekdays', 'Caturday'], 2, /It must be weekdays/],
    [
      'a part of the year that is none',
      ['--closed-every-year', '12-29/13-01'],
      1,
      /^juchu: closedEveryYear\[0\]\.to: /,
    ],
    ['hours that end before they begin', ['--opens', '19:00'], 1, /^juchu: It would close at 17:00, before/],
    ['nothing', [], 1, /^juchu: say what is to change, or name a --file/],
    ['a file that is not there', ['--file', '/nowhere/calendar.json'], 1, /^juchu: \/nowhere\/calendar.json cannot be/],
  ])('refuses %s, and stays as it is', async (_what, words, exitCode, message) => {
    const before = await calendar();
    const refused = await queue('calendar', 'set', ...words);
    expect(refused).toMatchObject({ exitCode, out: '', err: expect.stringMatching(message) });
    expect(refused.err).not.toContain('\n');
    expect(await calendar()).toEqual(before);
  });

  it('refuses a wrong date in a file, in the language that is asked for', async () => {
    const file = path.join(office.folder, 'wrong.json');
    writeFileSync(file, JSON.stringify({ closedDays: ['2099-02-30'] }));
    expect(await queue('calendar', 'set', '--file', file, '--lang', 'ja')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^juchu: closedDays.*日付/),
    });
    writeFileSync(file, '{');
    expect((await queue('calendar', 'set', '--file', file)).err).toMatch(/^juchu: .*wrong\.json is no JSON: /);
  });

  it('knows the reason of each day, and looks no further than two years', () => {
    const always = {
      closedWeekdays: [0, 6],
      closedOnHolidays: true,
      closedEveryYear: [{ from: '12-29', to: '01-03' }],
      closedDays: ['2026-12-28'],
      openDays: ['2026-12-30'],
      opensAt: '09:00',
      closesAt: '18:00',
    } satisfies CompanyCalendar;
    expect(nextClosedDays(always, '2026-12-26', 5).map(({ date, closure }) => [date, closure.because])).toEqual([
      ['2026-12-28', 'closedDay'],
      ['2026-12-29', 'everyYear'],
      ['2026-12-31', 'everyYear'],
      ['2027-01-01', 'everyYear'],
      ['2027-01-11', 'holiday'],
    ]);
    const never = { ...always, closedOnHolidays: false, closedEveryYear: [], closedDays: [] };
    expect(nextClosedDays(never, '2026-12-26', 5)).toEqual([]);
  });
});
