import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { daysLater } from '#state-machines/vocabulary/dates';
import type { ApiClient } from '../testing/api-client.ts';
import type { ApiUnderTest } from '../testing/running-api.ts';
import { todayInJapan } from '../testing/sample-engagement.ts';
import { onEverySetUp } from '../testing/set-ups.ts';

const QUEUE = 1000;
/** Sent at the same time. */
const AT_ONCE = 25;
const clerks = ['sato', 'suzuki', 'mori', 'abe', 'kato', 'ito', 'ono', 'doi'] as const;

interface Claimed {
  readonly clerk: string;
  readonly id: string;
  readonly dueOn: string;
}

onEverySetUp('two servers and one queue of 1,000', (runApi) => {
  let api: ApiUnderTest;
  const today = todayInJapan();
  beforeAll(async () => {
    api = await runApi({ servers: 2 });
    for (const memberId of clerks) await api.post('/api/desks/company/add-member', { memberId });
    for (let made = 0; made < QUEUE; made += AT_ONCE)
      await Promise.all(
        Array.from({ length: AT_ONCE }, (_, place) =>
          api.post('/api/follow-ups', {
            task: '納品後のお礼',
            customerId: `C-${String((made + place) % 90)}`,
            dueOn: daysLater(today, (made + place) % 10),
          }),
        ),
      );
  });
  afterAll(() => api.end());

  const follow = async (path: string) => {
    const after = await api.engine.store.head();
    return (await api.call('GET', `/api/${path}${path.includes('?') ? '&' : '?'}after=${after}`)).body;
  };

  /** Claims until nothing is left; every third claim is sent again with its key, as after a lost answer. */
  const workThrough = async (server: ApiClient, clerk: string): Promise<readonly Claimed[]> => {
    const claims: Claimed[] = [];
    for (let turn = 0; ; turn += 1) {
      const key: Readonly<Record<string, string>> = turn % 3 === 0 ? { 'idempotency-key': randomUUID() } : {};
      const answer = await server.call('POST', '/api/follow-ups/claim-next', { assignee: clerk }, key);
      expect(answer.status).toBe(200);
      const followUp = answer.body['followUp'] as { readonly id: string; readonly dueOn: string } | null;
      if (followUp === null) return claims;
      claims.push({ clerk, id: followUp.id, dueOn: followUp.dueOn });
      if (turn % 3 > 0) continue;
      const again = await server.call('POST', '/api/follow-ups/claim-next', { assignee: clerk }, key);
      expect(again.body['followUp']).toMatchObject({ id: followUp.id });
    }
  };

  it('give every follow-up to one clerk, none to two, and leave none behind', async () => {
    await follow('follow-ups/counts');
    const claims = (
      await Promise.all(
        clerks.map((clerk, place) => {
          const server = api.servers[place % 2];
          if (!server) throw new Error('there are two servers');
          return workThrough(server, clerk);
        }),
      )
    ).flat();
    expect(claims).toHaveLength(QUEUE);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(QUEUE);

    const { items } = await follow('follow-ups/counts?by=assignee');
    const counted = Object.fromEntries(items.map(({ key, total }) => [String(key), total]));
    expect(counted).toEqual(
      Object.fromEntries(
        [...Map.groupBy(claims, ({ clerk }) => clerk)].map(([clerk, theirs]) => [clerk, theirs.length]),
      ),
    );
    expect((await follow('follow-ups?unassigned=true')).items).toEqual([]);
    for (const { id, clerk } of claims.slice(0, 20)) {
      const facts = await api.engine.store.readStream(`followUp-${id}`);
      expect(facts.map(({ type, data }) => [type, data['assignee']])).toEqual([
        ['FollowUpOpened', undefined],
        ['FollowUpAssigned', clerk],
      ]);
    }
  });
});
