import { randomUUID } from 'node:crypto';
import type { EventLog, LogEvent } from '#libs/kernel/log/event-log';
import { IDENTITY_STREAM, STORE_CREATED, type StoreCreated } from '#libs/kernel/log/store-created';

const identityEvent = (data: StoreCreated): LogEvent => ({
  id: randomUUID(),
  type: STORE_CREATED,
  contentType: 'application/json',
  data: new Uint8Array(Buffer.from(JSON.stringify(data), 'utf8')),
  metadata: new Uint8Array(),
});

/**
 * Gives a log that is served for the first time the identity that clients look for. The log's own id stays; its positions are told in another way here than where the
 * file is opened itself, so the served log has an id of its own. A log that is empty is left to its first client, as a new server of EventStoreDB is: that may be a copy
 * under way, which brings the id of what it copies.
 */
export const ensureStoreIdentity = async (log: EventLog): Promise<void> => {
  if ((await log.head()) === undefined) return;
  const page = await log.readStream(IDENTITY_STREAM, { from: 'start', direction: 'forwards', max: 1 });
  if (page.status !== 'missing') return;
  const { id, simulation } = log.identity;
  const created: StoreCreated = { id, logId: randomUUID(), simulation, logBegins: 'atTheStart' };
  // A conflict says that another process was first.
  await log.append(IDENTITY_STREAM, [identityEvent(created)], 'noStream');
};
