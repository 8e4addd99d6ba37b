import { describe, expect, it } from '@jest/globals';
import type { EventLog } from '#libs/kernel/log/event-log';
import { IDENTITY_STREAM, storeCreatedFrom } from '#libs/kernel/log/store-created';
import { ensureStoreIdentity } from './store-identity.ts';
import { memoryEventLog } from './testing/memory-event-log.ts';

const identitiesIn = async (log: EventLog) => {
  const page = await log.readStream(IDENTITY_STREAM, { from: 'start', direction: 'forwards', max: 10 });
  const events = page.status === 'found' ? page.events : [];
  return events.map(({ data }) => storeCreatedFrom(JSON.parse(Buffer.from(data).toString())));
};

const written = {
  id: crypto.randomUUID(),
  type: 'TeaServed',
  contentType: 'application/json' as const,
  data: new Uint8Array(Buffer.from('{}')),
  metadata: new Uint8Array(),
};

describe('the identity of a log that is served', () => {
  it('is that of the log, which was there before', async () => {
    const log = memoryEventLog(true);
    await log.append('tea-1', [written], 'any');
    await ensureStoreIdentity(log);
    const [identity] = await identitiesIn(log);
    expect(identity).toMatchObject({ id: log.identity.id, simulation: true, logBegins: 'atTheStart' });
    expect(identity?.logId).not.toBe(log.identity.logId);
  });

  it('is left to the first client where the log is empty', async () => {
    const log = memoryEventLog();
    await ensureStoreIdentity(log);
    expect(await log.head()).toBeUndefined();
  });

  it('is made once, whoever else serves the log at the same time', async () => {
    const log = memoryEventLog();
    await log.append('tea-1', [written], 'any');
    await Promise.all([ensureStoreIdentity(log), ensureStoreIdentity(log)]);
    await ensureStoreIdentity(log);
    expect(await identitiesIn(log)).toHaveLength(1);
  });
});
