import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { factMetadataOf } from '#libs/kernel/log/recorded-fact';
import type { FollowUpView } from '#libs/read-models/follow-ups/follow-up.view';
import { dateInTokyo, daysLater } from '#state-machines/vocabulary/dates';
import { run } from '../testing/recording-terminal.ts';
import { done, openOrderOffice, ordered, orderNumber, type OrderOffice } from '../testing/order-office.ts';

const today = () => dateInTokyo(new Date().toISOString());
const inDays = (days: number) => daysLater(today(), days);

let office: OrderOffice;
let shortOrder: string;
beforeAll(async () => {
  office = await openOrderOffice();
  await office.work(async (engine) => {
    const id = await ordered(engine, 'C-1001');
    await done(engine, 'goods-orders', id, 'ConfirmOrder', { confirmedVia: 'phone' });
    shortOrder = await orderNumber(engine, id);
  });
});
afterAll(() => office.close());

const queue = (...words: readonly string[]) => office.juchu('queue', ...words);
const listed = async (...words: readonly string[]): Promise<readonly FollowUpView[]> =>
  (JSON.parse((await queue('list', '--json', ...words)).out) as { items: readonly FollowUpView[] }).items;
const added = async (...words: readonly string[]): Promise<FollowUpView> => {
  const { out, err } = await queue('add', '--json', ...words);
  if (err !== '') throw new Error(err);
  return JSON.parse(out) as FollowUpView;
};
const short = ({ id }: FollowUpView) => id.slice(0, 8);

describe('a day at the desk, from the command line', () => {
  let shortage: FollowUpView;
  let sample: FollowUpView;

  it('begins with members and their teams', async () => {
    expect(await queue('members', 'add', 'sato', '--team', 'orders,support')).toMatchObject({ exitCode: 0, err: '' });
    const { out } = await queue('members', 'add', 'suzuki');
    expect(out).toMatch(/^MEMBER +TEAMS\nsato +orders, support\nsuzuki$/);
  });

  it('shows what the rules have found, with a short id, the order and what is to be done', async () => {
    const { exitCode, out, err } = await queue('list');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/^ID +DUE +DAYS LATE +PRIORITY +WHAT +CUSTOMER +ORDER +ASSIGNEE\n/);
    expect(out).toMatch(new RegExp(`^[0-9a-f]{8} .* urgent +A shortage is to be told +C-1001 +${shortOrder}$`, 'm'));
    expect((await queue('list', '--lang', 'ja')).out).toMatch(/期限[^]*至急 +欠品の連絡/);
    [shortage] = (await listed()) as [FollowUpView];
  });

  it('gives whoever asks the next one that nobody has', async () => {
    const { out } = await queue('next', '--as', 'sato');
    expect(out).toMatch(new RegExp(`^A shortage is to be told +${shortage.id}\n`));
    expect(out).toMatch(/State +Assigned[^]*To do +Tell the customer[^]*Assignee +sato +since/);
    expect(await queue('next', '--as', 'sato')).toEqual({
      exitCode: 0,
      out: '',
      err: 'nothing is left that could be taken',
    });
  });

  it('takes what somebody writes about an order, by its number, for somebody', async () => {
    sample = await added(
      '--task',
      '見本が届いたか\n確かめる',
      '--due',
      inDays(2),
      '--order',
      shortOrder,
      '--assignee',
      'sato',
    );
    expect(sample).toMatchObject({
      task: { en: '見本が届いたか\n確かめる' },
      rule: null,
      state: 'assigned',
      assignee: 'sato',
      customerId: 'C-1001',
      order: { number: shortOrder },
    });
    expect((await queue('list', '--assignee', 'sato')).out).toMatch(/見本が届いたか… +C-1001/);
  });

  it('shows a member what the day holds', async () => {
    const { out } = await queue('day', 'sato', '--as-of', inDays(2));
    expect(out).toMatch(
      /^sato +\(orders, support\) +[-\d]+\n\nToday \(2\)\n[^]*The next seven days \(0\)\n +nothing\n/,
    );
    expect((await queue('day', 'sato', '--lang', 'ja')).out).toMatch(/今日すること[^]*取れるもの \(0\)/);
  });

  it('lets one rest until a day, and takes it up again', async () => {
    const { out } = await queue('snooze', short(sample), '--until', inDays(3), '--reason', '出張中', '--as', 'sato');
    expect(out).toMatch(new RegExp(`State +Snoozed[^]*Rests until +${inDays(3)}[^]*Note +出張中`));
    expect((await queue('list', '--state', 'snoozed')).out).toMatch(/STATE[^]* Snoozed .*sato \(until [-\d]+\)$/m);
    expect((await queue('wake', short(sample))).out).toMatch(/State +Assigned/);
  });

  it('has one due on another day, and puts it back', async () => {
    expect((await queue('due', short(sample), '--to', inDays(9), '--reason', 'ご希望')).out).toMatch(
      new RegExp(`Due +${inDays(9)}`),
    );
    expect((await queue('due', short(sample), '--to', '2020-01-01')).err).toMatch(/2020-01-01 is in the past/);
    await queue('due', short(sample), '--to', inDays(2));
  });

  it('gives one back, moves it to a team, and lets another one claim it', async () => {
    expect((await queue('return', short(sample), '--as', 'sato')).out).toMatch(/State +Open/);
    expect((await queue('move', 'support', short(sample))).out).toMatch(/Team +support/);
    expect((await queue('claim', short(sample), '--as', 'suzuki')).out).toMatch(/Assignee +suzuki/);
    expect(await queue('claim', short(sample), '--as', 'sato')).toEqual({
      exitCode: 1,
      out: '',
      err: 'juchu: "suzuki" has it already: take another one, or have it assigned.',
    });
  });

  it('gives many to somebody at once', async () => {
    const { exitCode, out } = await queue('assign', 'suzuki', short(shortage), short(sample));
    expect({ exitCode, lines: out.split('\n').length }).toEqual({ exitCode: 0, lines: 2 });
    expect((await listed('--assignee', 'suzuki')).map(({ id }) => id).sort()).toEqual([shortage.id, sample.id].sort());
  });

  it('counts them by how late they are', async () => {
    const { out } = await queue('counts', '--by', 'assignee', '--as-of', inDays(12));
    expect(out).toMatch(/^MEMBER +TOTAL +8\+ DAYS LATE +LATE/);
    expect(out).toMatch(/^suzuki +2 +2 +0 +0 +0 +0 +0 +[-\d]+$/m);
    expect((await queue('counts', '--by', 'rule', '--lang', 'ja')).out).toMatch(/欠品の連絡[^]*（手入力）/);
  });

  it('is told what came of one, and how one ended', async () => {
    const { out } = await queue(
      'done',
      short(sample),
      '--outcome',
      'reached',
      '--note',
      'お届け済み',
      '--as',
      'suzuki',
    );
    expect(out).toMatch(/State +Done[^]*Ended +[-\d: ]+suzuki\n[^]*Outcome +reached\n +Note +お届け済み$/);
    const dropped = await queue('drop', short(shortage), '--reason', '二重', '--as', 'suzuki', '--lang', 'ja');
    expect(dropped.out).toMatch(/状態 +取り下げ[^]*きっかけ +\S+[^]*メモ +二重/);
    expect(await listed()).toEqual([]);
  });

  it('is recorded as the doing of whoever is named, else of the user of the environment', async () => {
    const actors: string[] = [];
    await office.work(async ({ store }) => {
      for (const event of await store.readStream(`followUp-${sample.id}`, { from: 0n, max: 100 })) {
        const { actor } = factMetadataOf(event);
        actors.push(`${event.type} ${actor.id} ${actor.role} ${actor.via}`);
      }
    });
    expect(actors).toContain('FollowUpSnoozed sato backOffice cli');
    expect(actors).toContain('FollowUpAwoke cli backOffice cli');
    expect(actors.at(-1)).toBe('FollowUpDone suzuki backOffice cli');
  });
});

describe('the queue on the command line', () => {
  it.each([
    ['a day that is over', ['snooze', '--until', '2020-01-01'], 1, /^juchu: 2020-01-01 is not after today: /],
    ['a date that does not exist', ['snooze', '--until', '2026-02-30'], 2, /It must be a date that exists/],
    ['a member who is none', ['claim', '--as', 'nobody'], 1, /^juchu: --as: there is no member nobody; /],
    ['a team that is none', ['move', 'moon'], 1, /^juchu: Nobody is in the team "moon": /],
    ['an outcome that is none', ['done', '--outcome', 'perhaps'], 2, /Allowed choices are reached, answered/],
  ])('refuses %s, and says what to do', async (_what, [command, ...words], exitCode, message) => {
    const one = await added('--task', 'Call', '--due', inDays(1), '--customer', 'C-1002', '--assignee', 'sato');
    const [first, ...rest] = words as [string, ...string[]];
    const inOrder = command === 'move' ? [first, short(one)] : [short(one), first, ...rest];
    const refused = await queue(command!, ...inOrder);
    expect(refused).toMatchObject({ exitCode, out: '', err: expect.stringMatching(message) });
    expect(refused.err).not.toContain('\n');
  });

  it('is worked in by members only, where one is named, and names those that there are', async () => {
    const one = await added('--task', 'Call', '--due', inDays(1), '--customer', 'C-1010');
    const task = ['--task', 'x', '--due', inDays(1), '--customer', 'C-1010'];
    for (const words of [
      ['done', short(one), '--outcome', 'reached'],
      ['drop', short(one), '--reason', 'x'],
      ['snooze', short(one), '--until', inDays(2)],
      ['due', short(one), '--to', inDays(2)],
      ['wake', short(one)],
      ['return', short(one)],
      ['move', 'support', short(one)],
      ['assign', 'sato', short(one)],
      ['next'],
      ['add', ...task],
    ])
      expect([words, await queue(...words, '--as', 'ghost')]).toEqual([
        words,
        {
          exitCode: 1,
          out: '',
          err: 'juchu: --as: there is no member ghost; there are sato, suzuki: add them with "juchu queue members add", or correct the name',
        },
      ]);
    expect((await queue('wake', short(one), '--as', 'ghost', '--lang', 'ja')).err).toBe(
      'juchu: --as: 担当者「ghost」は登録されていません。登録済み: sato、suzuki。「juchu queue members add」で登録するか、名前を訂正してください。',
    );
    expect(await listed('--customer', 'C-1010', '--state', 'all')).toEqual([one]);
    await queue('drop', short(one), '--reason', 'over');
  });

  it.each([
    ['list', ['--team', 'nope'], /^juchu: --team: nobody is in the team nope; there are orders, support: /],
    ['counts', ['--team', 'nope'], /^juchu: --team: nobody is in the team nope; /],
    ['next', ['--as', 'sato', '--team', 'nope'], /^juchu: --team: nobody is in the team nope; /],
    ['list', ['--assignee', 'ghost'], /^juchu: --assignee: there is no member ghost; there are sato, suzuki: /],
    ['counts', ['--assignee', 'ghost'], /^juchu: --assignee: there is no member ghost; /],
    ['list', ['--team', 'nope', '--lang', 'ja'], /^juchu: --team: チーム「nope」.*登録済み: orders、support。/],
  ])('says of a name that is not there which there are: %s %j', async (command, words, message) => {
    expect(await queue(command, ...words)).toEqual({ exitCode: 1, out: '', err: expect.stringMatching(message) });
  });

  it('refuses to do one twice, in the language that is asked for', async () => {
    const one = await added('--task', 'Call', '--due', inDays(1), '--customer', 'C-1003');
    await queue('done', short(one), '--outcome', 'other');
    expect(await queue('done', short(one), '--outcome', 'other', '--lang', 'ja')).toEqual({
      exitCode: 1,
      out: '',
      err: 'juchu: このフォローアップは完了しています。',
    });
  });

  it('says of each that it could not assign why not, and assigns the others', async () => {
    const over = await added('--task', 'Call', '--due', inDays(1), '--customer', 'C-1004');
    await queue('drop', short(over), '--reason', 'twice');
    const open = await added('--task', 'Write', '--due', inDays(1), '--customer', 'C-1004');
    const { exitCode, out, err } = await queue('assign', 'sato', short(over), short(open));
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^[0-9a-f]{8} +This follow-up was dropped\.\n[0-9a-f]{8} +assigned$/);
    expect(err).toBe('juchu: 1 of 2 could not be assigned: see the reasons above');
    expect(await listed('--customer', 'C-1004')).toMatchObject([{ id: open.id, assignee: 'sato' }]);
  });

  it('says that an id is unknown, or which follow-ups it could mean', async () => {
    await office.work(async (engine) => {
      for (const id of ['abcdef01-1111-5111-8111-111111111111', 'abcdef01-2222-5222-8222-222222222222'])
        await done(engine, 'follow-ups', id, 'CreateFollowUp', {
          task: 'Call',
          dueOn: inDays(1),
          customerId: 'C-1005',
        });
    });
    expect(await queue('show', 'abcdef01')).toEqual({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(/^juchu: abcdef01 could be any of these: .*-1111-.*\(Call, C-1005\), .*-2222-/),
    });
    expect((await queue('show', 'ABCDEF01-2')).out).toContain('abcdef01-2222-5222-8222-222222222222');
    expect(await queue('show', 'abcdef02')).toMatchObject({
      exitCode: 1,
      err: 'juchu: there is no follow-up abcdef02: see "juchu queue list --state all"',
    });
    expect(await queue('show', '%')).toMatchObject({ exitCode: 2 });
  });

  it('says what is missing or unknown of what is to be added', async () => {
    const task = ['--task', 'Call', '--due', inDays(1)];
    expect(await queue('add', ...task)).toMatchObject({
      exitCode: 1,
      err: 'juchu: say whom it is about: with --customer, --order or --case',
    });
    expect(await queue('add', ...task, '--order', 'GO-1999-000001')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^juchu: there is no order GO-1999-000001: /),
    });
    expect(await queue('add', '--task', 'Call', '--due', '2020-01-01', '--customer', 'C-1')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^juchu: .*2020-01-01/),
    });
  });

  it('narrows the list down and says where there is more', async () => {
    expect(await queue('list', '--limit', '1')).toMatchObject({ exitCode: 0, err: 'the first 1: --limit shows more' });
    expect(await listed('--due-from', inDays(5))).toEqual([]);
    expect((await listed('--rule', 'shortage-to-tell', '--state', 'all')).length).toBe(1);
    expect(await queue('list', '--due-from', inDays(5), '--due-to', inDays(1), '--lang', 'ja')).toMatchObject({
      exitCode: 1,
      err: 'juchu: dueTo: dueFrom より前の日付にはできません。',
    });
  });

  it('asks who it is where nobody is known, and knows the user of the environment', async () => {
    expect(await queue('next')).toEqual({ exitCode: 1, out: '', err: 'juchu: say who you are with --as' });
    await added('--task', 'Call', '--due', inDays(1), '--customer', 'C-1006');
    const next = await run(['queue', 'next', '--customer', 'C-1006', '--data', office.folder], { USER: 'sato' });
    expect(next.out).toMatch(/Assignee +sato/);
  });

  it('takes what somebody writes about a support case, by its number', async () => {
    let number = '';
    await office.work(async (engine) => {
      const words = { title: '箱がつぶれていた', description: '三箱のうち一箱' };
      const opening = { customerId: 'C-1009', category: 'complaint', openedVia: 'phone', ...words };
      const id = await done(engine, 'support-cases', undefined, 'OpenCase', opening);
      const { caseNumber } = (await engine.inspect('support-cases', id))?.data as { readonly caseNumber: string };
      number = caseNumber;
    });
    const about = await added('--task', 'お詫びを送る', '--due', inDays(1), '--case', number);
    expect(about).toMatchObject({ customerId: 'C-1009', supportCase: { number } });
    expect((await queue('list', '--case', number)).out).toContain(`C-1009    ${number}`);
    expect((await queue('drop', short(about), '--reason', 'sent')).exitCode).toBe(0);
    expect(await queue('add', '--task', 'x', '--due', inDays(1), '--case', 'CS-1')).toMatchObject({
      exitCode: 1,
      err: 'juchu: there is no support case CS-1: give its number or its id',
    });
  });

  it('knows no day of somebody who does not work here', async () => {
    expect(await queue('day', 'nobody')).toMatchObject({
      exitCode: 1,
      err: 'juchu: there is no member nobody: add them with "juchu queue members add nobody"',
    });
  });
});
