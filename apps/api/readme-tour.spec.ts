import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TEST_KEY } from './testing/api-client.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import { onEverySetUp } from './testing/set-ups.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
/** What is to be typed between two marks of the README. */
const typed = (tour: string): string => {
  const text = new RegExp(`<!-- ${tour}:begin -->(?<text>.*)<!-- ${tour}:end -->`, 'su').exec(readme)?.groups?.['text'];
  return [...(text ?? '').matchAll(/```sh\n(?<block>.*?)```/gsu)].map(({ groups }) => groups?.['block']).join('\n');
};
const goodsTour = typed('tour');
/** They are taken in the terminal of the first, so they begin with the same shell function. */
const later = (tour: string): string => [/^juchu\(\) .*$/mu.exec(goodsTour)?.[0], typed(tour)].join('\n');

onEverySetUp('the tour of the README', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.end());

  const answersTo = async (script: string): Promise<readonly string[]> => {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      env: { ...process.env, API_KEY: TEST_KEY, API_URL: api.url },
      maxBuffer: 10_000_000,
    });
    const answers = stdout.split('\n').filter((line) => line !== '');
    expect(answers.filter((answer) => answer.includes('urn:juchu:problem'))).toEqual([]);
    return answers;
  };
  const lastOf = (answers: readonly string[], count: number): readonly Record<string, unknown>[] =>
    answers.slice(-count).map((answer) => JSON.parse(answer) as Record<string, unknown>);

  it('takes a goods order from intake to completion, typed as it is printed', async () => {
    const answers = await answersTo(goodsTour);
    expect(answers.length).toBeGreaterThan(15);
    const [status, timeline, inventory] = lastOf(answers, 4);
    expect(status).toMatchObject({ state: { fulfilment: 'completed', payment: 'paid' }, total: 3888, paid: 3888 });
    expect(timeline?.['items']).toHaveLength(19);
    expect(inventory?.['items']).toMatchObject([{ onHand: 9, reserved: 0, available: 9 }]);
  });

  it('takes a service order from the first wish to its evaluation, typed as it is printed', async () => {
    const answers = await answersTo(later('service-tour'));
    expect(answers.length).toBeGreaterThan(30);
    const [status, timeline, pipeline, projects] = lastOf(answers, 4);
    expect(status).toMatchObject({
      state: { engagement: 'completed', change: 'agreed', billing: 'partlyPaid' },
      total: 4_620_000,
      paid: 3_100_000,
    });
    expect(timeline?.['items']).toHaveLength(39);
    expect(pipeline?.['items']).toMatchObject([{ value: 4_200_000 }]);
    expect(projects?.['items']).toMatchObject([{ progress: { percent: 90 } }]);
  });

  it('answers a complaint, keeps a promise in the queue and shows the whole customer, typed as it is printed', async () => {
    const answers = await answersTo(later('care-tour'));
    const [duplicates] = answers.slice(1, 2).map((answer) => JSON.parse(answer) as Record<string, unknown>);
    expect(duplicates?.['candidates']).toMatchObject([{ customerNumber: 'C-1001', matches: ['name', 'phone'] }]);
    const [queue, counts, day, customer] = lastOf(answers, 4);
    expect(queue?.['items']).toMatchObject([
      { rule: null, assignee: 'sato', dueOn: '2099-11-20' },
      { rule: { id: 'reply-promised' }, dueOn: '2099-12-01' },
    ]);
    expect(counts?.['items']).toMatchObject([{ key: 'sato' }, { key: null }]);
    expect(day).toMatchObject({ member: 'sato', teams: ['support'], endedToday: 1 });
    expect(customer).toMatchObject({
      registered: true,
      orders: { goods: 1, service: 1 },
      supportCases: { open: [], newest: [{ state: 'resolved' }] },
      followUps: [{ rule: null }, { rule: { id: 'reply-promised' } }],
      satisfaction: { count: 1, average: 5 },
    });
  });
});
