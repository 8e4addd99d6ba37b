import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import { settableClock } from '#libs/kernel/clock';
import { type RunningApi, startApi } from './start-api.ts';
import { type ApiClient, apiClient, TEST_KEY } from './testing/api-client.ts';
import { order, stockTea } from './testing/sample-order.ts';

const question = { customerId: 'C-1001', category: 'question', openedVia: 'phone', title: '請求書の宛名' };

describe('the targets of support cases over the New Year holidays', () => {
  let folder: string;
  let api: RunningApi;
  let client: ApiClient;
  const clock = settableClock('2026-12-28T05:00:00Z');
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-case-targets-'));
    clock.set('2026-12-28T05:00:00Z');
    const settings = { JUCHU_DATA: folder, JUCHU_PORT: '0', JUCHU_ADMIN_KEY: TEST_KEY };
    api = await startApi(configurationFrom(settings), { simulation: true, clock });
    client = apiClient(api.url);
  });
  afterEach(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const listed = async (query: string): Promise<readonly unknown[]> => {
    const after = encodeURIComponent(await api.engine.store.head());
    return (await client.call('GET', `/api/support-cases?${query}&after=${after}`)).body.items;
  };
  const targetsOf = (facts: readonly { readonly data: object }[]) => facts[0]?.data;

  it('do not run while the company is closed', async () => {
    const opened = await client.post('/api/support-cases', question);
    expect(targetsOf(opened.facts)).toMatchObject({
      firstAnswerDue: '2027-01-04T05:00:00.000Z',
      resolutionDue: '2027-01-06T05:00:00.000Z',
    });
    clock.set('2026-12-31T05:00:00Z');
    const urgent = await client.post('/api/support-cases', { ...question, priority: 'urgent' });
    expect(targetsOf(urgent.facts)).toMatchObject({ firstAnswerDue: '2027-01-04T02:00:00.000Z' });
    expect(await listed('overdue=true&asOf=2027-01-04T01:59:59Z')).toEqual([]);
    expect(await listed('overdue=true&asOf=2027-01-04T03:00:00Z')).toMatchObject([{ id: urgent.id, overdue: true }]);
  });

  it('run on days that the company says it works', async () => {
    await client.post('/api/desks/company/set-calendar', { openDays: ['2026-12-30'] });
    const opened = await client.post('/api/support-cases', question);
    expect(targetsOf(opened.facts)).toMatchObject({ firstAnswerDue: '2026-12-30T05:00:00.000Z' });
  });

  it('are reckoned anew when a case is amended or reopened', async () => {
    const { id } = await client.post('/api/support-cases', question);
    clock.set('2026-12-28T08:00:00Z');
    const urgent = await client.post(`/api/support-cases/${id}/amend-case`, { priority: 'urgent' });
    expect(targetsOf(urgent.facts)).toMatchObject({
      firstAnswerDue: '2026-12-28T07:00:00.000Z',
      resolutionDue: '2027-01-04T05:00:00.000Z',
    });
    await client.post(`/api/support-cases/${id}/resolve-case`, { outcome: 'other', resolution: '直した' });
    clock.set('2027-01-02T00:00:00Z');
    const reopened = await client.post(`/api/support-cases/${id}/reopen-case`, { reason: 'まだ違う' });
    expect(targetsOf(reopened.facts)).toMatchObject({ resolutionDue: '2027-01-04T09:00:00.000Z' });
  });

  it('run from when the customer asked, where a case comes from an inquiry, and its number is of that year', async () => {
    await stockTea(client, 3);
    const { id } = await client.post('/api/goods-orders', order(1));
    clock.set('2027-01-04T00:30:00Z');
    const asked = { about: '納期', question: 'いつですか。', askedVia: 'email' };
    await client.post(`/api/goods-orders/${id}/open-inquiry`, asked, { 'juchu-occurred-at': '2026-12-30T03:00:00Z' });
    await api.engine.processes.idle();
    expect(await listed(`order=${id}`)).toMatchObject([
      {
        caseNumber: 'SC-2026-000001',
        openedAt: '2026-12-30T03:00:00.000Z',
        firstAnswer: { due: '2027-01-04T09:00:00.000Z' },
      },
    ]);
  });
});
