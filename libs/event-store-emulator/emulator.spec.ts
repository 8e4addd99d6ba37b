import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { status, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog } from '#libs/kernel/log/event-log';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { runProgram } from '#libs/test-servers/program';
import { startEmulator } from './emulator.ts';
import { openBatch } from './testing/batch-call.ts';
import { memoryEventLog } from './testing/memory-event-log.ts';
import { allOf, errorOf, firstOf, sample, samples } from './testing/samples.ts';
import { serveLog, type ServedLog } from './testing/served-log.ts';

describe('the emulator', () => {
  let served: ServedLog;
  beforeEach(async () => {
    served = await serveLog();
  });
  afterEach(() => served.close());

  it('ends hundreds of subscriptions at once when it closes, as unavailable', async () => {
    const subscriptions = Array.from({ length: 300 }, (_, index) =>
      index % 2 === 0 ? served.client.subscribeToAll() : served.client.subscribeToStream(`tea-${index}`),
    );
    const failures = subscriptions.map((subscription) => errorOf(firstOf(subscription, Infinity)));
    await Promise.all(subscriptions.map((subscription) => once(subscription, 'caughtUp')));
    await served.emulator.close();
    for (const failure of await Promise.all(failures)) expect(failure).toMatchObject({ type: 'unavailable' });
  });

  it('lets go of hundreds of subscriptions that their client leaves at once, and goes on', async () => {
    const client = served.anotherClient();
    const subscriptions = Array.from({ length: 300 }, () => client.subscribeToAll());
    await Promise.all(subscriptions.map((subscription) => once(subscription, 'caughtUp')));
    await client.dispose();
    expect(await served.client.appendToStream('tea-1', sample())).toMatchObject({ success: true });
  });

  it('reads no further for a client that does not take what it sends', async () => {
    const log = memoryEventLog();
    let read = 0;
    const counting: EventLog = {
      ...log,
      readAll: async (options) => {
        const page = await log.readAll(options);
        read += page.events.length;
        return page;
      },
    };
    const total = 2400;
    for (let index = 0; index < total / 20; index += 1) await log.append(`tea-${index}`, largeEvents(20), 'any');
    const slow = await serveLog({ log: counting });
    const subscription = slow.client.subscribeToAll();
    await once(subscription, 'confirmation');
    const settled = async (): Promise<number> => {
      for (;;) {
        const before = read;
        await new Promise((resolve) => setTimeout(resolve, 100));
        if (read === before && read > 0) return read;
      }
    };
    expect(await settled()).toBeLessThan(total / 2);
    expect(await firstOf(subscription, total)).toHaveLength(total);
    await slow.close();
  });

  it('refuses a message of more than 17 MiB, and goes on', async () => {
    const batch = openBatch(served.streams);
    const text = JSON.stringify('x'.repeat(18 * 1024 * 1024));
    batch.send({ id: crypto.randomUUID(), stream: 'tea-1', events: [{ text }], isFinal: true });
    expect(await batch.ended).toBe(status.RESOURCE_EXHAUSTED);
    expect(await served.client.appendToStream('tea-1', sample())).toMatchObject({ success: true });
  });

  it('keeps whole appends of a client that is killed in the middle of them, and goes on', async () => {
    const program = new URL('./testing/appending.process.ts', import.meta.url).pathname;
    const appending = runProgram(program, [served.connectionString]);
    await appending.says(/acknowledged 200\n/);
    await appending.kill();
    expect(await served.client.appendToStream('tea-1', sample())).toMatchObject({ success: true });
    const events = await allOf(served.client.readAll());
    const appended = events.filter(({ event }) => event?.streamId.startsWith('killed-'));
    expect(appended.length).toBeGreaterThanOrEqual(600);
    expect(appended.length % 3).toBe(0);
  });

  it('lets go of a call whose client is gone before the last part', async () => {
    const batch = openBatch(served.streams);
    batch.send({ id: crypto.randomUUID(), stream: 'tea-1', deadline: Date.now() + 60_000, events: [{}] });
    batch.call.cancel();
    expect(await batch.ended).toBe(status.CANCELLED);
    expect(await errorOf(allOf(served.client.readStream('tea-1')))).toMatchObject({ type: 'stream-not-found' });
  });

  it('does not begin where the port is taken, and says what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const log = memoryEventLog();
    const error = await errorOf(startEmulator({ log, port }));
    other.close();
    expect(await log.head()).toBeUndefined();
    expect(error).toBeInstanceOf(StoreOpenError);
    expect((error as StoreOpenError).code).toBe('unavailable');
    expect((error as StoreOpenError).message).toBe(
      `127.0.0.1:${port} cannot be served, another program listens there: end that program, or choose another port (EADDRINUSE)`,
    );
  });

  it('does not begin at an address that this machine does not have', async () => {
    expect(await errorOf(startEmulator({ log: served.log, host: '192.0.2.1', port: 0 }))).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('this machine has no such address'),
    });
  });

  it('ends appends of a log that is closed under it as unavailable or unknown, not as never', async () => {
    await served.client.appendToStream('tea-1', samples(2));
    await served.log.close();
    expect(await errorOf(served.client.appendToStream('tea-1', sample()))).toMatchObject({ type: 'unknown' });
    const error = (await errorOf(allOf(served.client.readStream('tea-1')))) as ServiceError;
    expect(error).toMatchObject({ type: 'unavailable' });
  });
});

const largeEvents = (count: number) =>
  Array.from({ length: count }, () => ({
    id: crypto.randomUUID(),
    type: 'TeaServed',
    contentType: 'application/octet-stream' as const,
    data: new Uint8Array(5000),
    metadata: new Uint8Array(),
  }));
