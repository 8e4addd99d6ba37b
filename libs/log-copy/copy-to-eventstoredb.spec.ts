import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStoreDb } from '#libs/event-store-eventstoredb/eventstoredb-event-store';
import { type EmulatorProgram, startEmulatorProgram } from '#libs/event-store-eventstoredb/testing/emulator-program';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import type { EventStore } from '#libs/kernel/event-store';
import { startTcpProxy, type TcpProxy } from '#libs/test-servers/tcp-proxy';
import { copyLog } from './copy-log.ts';
import { appendChained, sampleCommands } from './testing/chained-log.ts';
import { contentOf, openTwoLogs, type TwoLogs } from './testing/two-logs.ts';
import { verifyCopy } from './verify-copy.ts';

describe('a copy on EventStoreDB', () => {
  let logs: TwoLogs;
  let server: EmulatorProgram;
  let proxy: TcpProxy;
  const opened: EventStore[] = [];
  beforeEach(async () => {
    logs = await openTwoLogs();
    server = await startEmulatorProgram();
    proxy = await startTcpProxy({ host: '127.0.0.1', port: server.port });
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    await proxy.close();
    await server.stop();
    await logs.close();
  });

  const openTarget = async (): Promise<EventStore> => {
    const connectionString = `esdb://127.0.0.1:${proxy.port}?tls=false`;
    const target = await openEventStoreDb({ connectionString, copyOf: logs.source.identity });
    opened.push(target);
    return target;
  };
  const expectWholeCopy = async (target: EventStore): Promise<void> => {
    expect(await contentOf(target)).toEqual(await contentOf(logs.source));
    expect(await verifyCopy(logs.source, target)).toMatchObject({ difference: undefined, findings: [] });
  };

  it('is of the same installation, and what one command appended is found by it', async () => {
    await appendChained(logs.source, sampleCommands(200));
    const target = await openTarget();
    const { id, simulation } = logs.source.identity;
    expect(target.identity).toMatchObject({ id, simulation });
    expect(target.identity.logId).not.toBe(logs.source.identity.logId);
    await copyLog(logs.source, target);
    await expectWholeCopy(target);
    const [, event] = await target.readStream('sample-1');
    const commandId = event?.metadata['commandId'] as string;
    const [original, copied] = await Promise.all([
      logs.source.findCommand('sample-1', commandId),
      target.findCommand('sample-1', commandId),
    ]);
    expect(copied?.events.map(({ id }) => id)).toEqual(original?.events.map(({ id }) => id));
    expect(original?.events).toHaveLength(2);
  });

  it('keeps the order through connections that are cut in the middle, and through the death of the server', async () => {
    await appendChained(logs.source, sampleCommands(2_000, 40));
    const target = await openTarget();
    let written = 0;
    const faults = [
      () => proxy.cut(),
      () => proxy.stallAnswers(),
      () => proxy.cut(),
      () => void server.kill().then(() => server.start()),
    ];
    await copyLog(logs.source, target, {
      timeoutMs: 1_500,
      onEvents: (events) => {
        written += events;
        if (written < (5 - faults.length) * 700) return;
        faults.shift()?.();
        if (faults.length === 2) setTimeout(() => proxy.resume(), 2_000);
      },
    });
    expect(faults).toEqual([]);
    await expectWholeCopy(target);
  });

  it('goes back to an embedded store, as a restored log of the same installation', async () => {
    await appendChained(logs.source, sampleCommands(200));
    const target = await openTarget();
    await copyLog(logs.source, target);
    await appendChained(target, sampleCommands(30));
    const file = `${logs.targetFile}-restored`;
    const restored = await openSqliteEventStore({ file, copyOf: target.identity });
    opened.push(restored);
    await copyLog(target, restored);
    expect(await verifyCopy(target, restored)).toMatchObject({ difference: undefined, findings: [] });
    expect(await contentOf(restored)).toEqual(await contentOf(target));
    expect(restored.identity.id).toBe(logs.source.identity.id);
  });

  it('refuses a server that another installation has begun on', async () => {
    const connectionString = `esdb://127.0.0.1:${proxy.port}?tls=false`;
    const other = await openEventStoreDb({ connectionString });
    await other.close();
    await appendChained(logs.source, sampleCommands(5));
    await expect(copyLog(logs.source, await openTarget())).rejects.toThrow('belongs to another installation');
  });
});
