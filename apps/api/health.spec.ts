import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiUnderTest, runEmbedded } from './testing/running-api.ts';
import { tea } from './testing/sample-order.ts';
import { onEverySetUp } from './testing/set-ups.ts';

interface Part {
  readonly name: string;
  readonly healthy: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

const readiness = async (api: ApiUnderTest) => {
  const { status, body } = await api.raw('/health/ready', {});
  const parts = body['parts'] as readonly Part[];
  return { status, part: (name: string) => parts.find((part) => part.name === name) };
};

onEverySetUp('readiness', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.end());

  it('names the stores, every read model and every process', async () => {
    const { position } = await api.post('/api/items', tea);
    await api.call('GET', `/api/items?after=${position}`);
    await api.settled();
    const { status, part } = await readiness(api);
    expect(status).toBe(200);
    for (const store of ['event store', 'key vault', 'read database'])
      expect(part(store)).toMatchObject({ healthy: true });
    expect(part('read model items')).toMatchObject({
      healthy: true,
      details: { status: 'running', behind: false, position, movedAt: expect.any(String) },
    });
    expect(part('process allocation')).toMatchObject({ healthy: true, details: { open: 0, stuck: 0 } });
  });
});

describe('readiness', () => {
  it('is lost with the store, and then commands are to be sent again later', async () => {
    const api = await runEmbedded();
    await api.engine.store.close();
    const { status, part } = await readiness(api);
    expect(status).toBe(503);
    expect(part('event store')).toMatchObject({ healthy: false });
    const answer = await api.call('POST', '/api/items', tea);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('2');
    await api.end();
  });
});

describe('a query that asks for a position which the read model has not reached', () => {
  it('waits as long as it is set up to, and then says how far it is', async () => {
    const api = await runEmbedded({ environment: { JUCHU_READ_WAIT: '50' } });
    const before = await api.post('/api/items', tea);
    await api.call('GET', `/api/items?after=${before.position}`);
    await api.engine.projections.stop();
    const { position } = await api.post('/api/items', { ...tea, sku: 'TEA-002' });
    const answer = await api.call('GET', `/api/items?after=${position}`);
    expect(answer).toMatchObject({ status: 503, body: { code: 'read-model-behind' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('juchu-read-position')).toBe(before.position);
    await api.engine.projections.start();
    expect((await api.call('GET', `/api/items?after=${position}`)).body.items).toHaveLength(2);
    await api.end();
  });

  it('is refused at once where the log does not go that far', async () => {
    const api = await runEmbedded({ environment: { JUCHU_READ_WAIT: '60000' } });
    const { position } = await api.post('/api/items', tea);
    const answer = await api.call('GET', `/api/items?after=${position.replace(/^\d/, '9')}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameters', errors: [{ field: 'after', rule: 'within-log' }] },
    });
    expect(answer.body.detail).toContain(`the log ends at ${await api.engine.store.head()}`);
    await api.end();
  });
});
