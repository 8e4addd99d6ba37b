import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dateInTokyo, daysLater } from '#state-machines/vocabulary/dates';
import type { DeadlineView } from './deadlines-text.ts';
import { deadlinesTable } from './deadlines-text.ts';
import { done, openOrderOffice, ordered, orderNumber, type OrderOffice } from './testing/order-office.ts';

const inDays = (days: number) => daysLater(dateInTokyo(new Date().toISOString()), days);

let office: OrderOffice;
const numbers: string[] = [];
let resting: string;
beforeAll(async () => {
  office = await openOrderOffice();
  await office.work(async (engine) => {
    for (const customer of ['C-1001', 'C-1002']) {
      const id = await ordered(engine, customer);
      await done(engine, 'goods-orders', id, 'StartOrderCheck', {});
      const question = { about: 'content', question: '数量は？', askedVia: 'phone', answerDue: '2099-12-01' };
      await done(engine, 'goods-orders', id, 'RequestClarification', question);
      numbers.push(await orderNumber(engine, id));
    }
    await done(engine, 'desks', 'company', 'AddMember', { memberId: 'sato' });
    const task = { task: 'Call', dueOn: inDays(1), customerId: 'C-1001', assignee: 'sato' };
    resting = await done(engine, 'follow-ups', undefined, 'CreateFollowUp', task);
    await done(engine, 'follow-ups', resting, 'SnoozeFollowUp', { until: inDays(300) });
  });
});
afterAll(() => office.close());

const listed = async (...words: readonly string[]) =>
  JSON.parse((await office.juchu('deadlines', '--json', ...words)).out) as {
    all: number;
    deadlines: readonly DeadlineView[];
  };

describe('deadlines on the command line', () => {
  it('are shown soonest first: when, in how long, what happens then, about which order, and how many there are', async () => {
    const { exitCode, out, err } = await office.juchu('deadlines');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^WHEN +IN +WHAT +ABOUT +PROCESS$/);
    for (const number of numbers)
      expect(out).toMatch(
        new RegExp(`^[-\\d]+ 09:00 +\\d+ .* No answer to a clarification +${number} +follow-up-clarification-`, 'm'),
      );
    expect(lines.at(-2)).toMatch(
      new RegExp(`^${inDays(300)} 00:00 +\\d+ d.* Take up .* followUp-${resting.slice(0, 8)} +follow-up-waking$`),
    );
    expect(lines.at(-1)).toBe('3 of 3');
    expect((await office.juchu('deadlines', '--lang', 'ja')).out).toMatch(/日時[^]*確認事項への回答がない[^]*全 3 件/);
  });

  it('are narrowed to a day, an instant, a process or a number, and counted in all', async () => {
    expect((await listed('--until', inDays(200))).deadlines).toHaveLength(2);
    expect(await listed('--until', inDays(300))).toMatchObject({
      all: 3,
      deadlines: [{}, {}, { stream: `followUp-${resting}` }],
    });
    expect((await listed('--until', `${inDays(299)}T23:59+09:00`)).deadlines).toHaveLength(2);
    expect(await listed('--process', 'follow-up-waking', '--limit', '1')).toMatchObject({
      all: 1,
      deadlines: [{ command: 'WakeFollowUp', overdue: false, orderNumber: null }],
    });
    expect(await listed('--limit', '1')).toMatchObject({ all: 3, deadlines: [{ orderNumber: numbers[0] }] });
  });

  it('are warned about where processes have not seen what happened last', async () => {
    const { id } = JSON.parse((await office.juchu('queue', 'wake', resting, '--json')).out) as { id: string };
    expect(id).toBe(resting);
    const { err } = await office.juchu('deadlines');
    expect(err).toMatch(/^\d+ processes have not seen what happened last/);
    await office.work(() => Promise.resolve());
    expect(await office.juchu('deadlines')).toMatchObject({ err: '', out: expect.stringMatching(/\n2 of 2$/) });
  });

  it('refuse what is no time', async () => {
    expect(await office.juchu('deadlines', '--until', 'tomorrow')).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/It must be a date such as 2026-11-22, or an instant/),
    });
  });

  it.each([
    ['2026-11-30T00:00:00.000Z', 'overdue'],
    ['2026-11-30T00:00:30.000Z', '1 min'],
    ['2026-11-30T01:00:00.000Z', '1 h'],
    ['2026-12-02T03:04:00.000Z', '2 d 3 h'],
    ['2026-12-02T00:04:00.000Z', '2 d'],
  ])('tell how far away %s is: %s', (dueAt, away) => {
    const now = '2026-11-30T00:00:00.000Z';
    const what = { ja: '起こす', en: 'Wake' };
    const view = {
      dueAt,
      overdue: dueAt <= now,
      what,
      command: '',
      stream: 'followUp-1',
      orderNumber: null,
      process: 'p',
    };
    expect(deadlinesTable([view], 1, now, 'en').split('\n')[1]).toContain(`  ${away}  Wake`);
  });
});
