import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TEST_KEY } from './testing/api-client.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import { onEverySetUp } from './testing/set-ups.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
const tour = /<!-- tour:begin -->(?<text>.*)<!-- tour:end -->/su.exec(readme)?.groups?.['text'] ?? '';
const script = [...tour.matchAll(/```sh\n(?<block>.*?)```/gsu)].map(({ groups }) => groups?.['block']).join('\n');

onEverySetUp('the tour of the README', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.end());

  it('takes an order from intake to completion, typed as it is printed', async () => {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      env: { ...process.env, API_KEY: TEST_KEY, API_URL: api.url },
      maxBuffer: 10_000_000,
    });
    const answers = stdout.split('\n').filter((line) => line !== '');
    expect(answers.length).toBeGreaterThan(15);
    expect(answers.filter((answer) => answer.includes('urn:juchu:problem'))).toEqual([]);

    const [status, timeline, inventory] = answers
      .slice(-4)
      .map((answer) => JSON.parse(answer) as Record<string, unknown>);
    expect(status).toMatchObject({ state: { fulfilment: 'completed', payment: 'paid' }, total: 3888, paid: 3888 });
    expect(timeline?.['items']).toHaveLength(19);
    expect(inventory?.['items']).toMatchObject([{ onHand: 9, reserved: 0, available: 9 }]);
  });
});
