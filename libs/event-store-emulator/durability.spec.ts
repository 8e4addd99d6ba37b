import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { runProgram } from '#libs/test-servers/program';
import { allOf, samples } from './testing/samples.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-emulator-'));
const program = path.join(import.meta.dirname, 'testing', 'emulator.process.ts');

describe('what the emulator has acknowledged', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = async () => {
    const running = runProgram(program, [path.join(folder, 'events.db'), '0', '--unprotected']);
    const [, port = ''] = await running.says(/^listening (\d+)$/m);
    return { running, client: EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`) };
  };

  it('is there after the server was killed in the middle of others, at the same positions', async () => {
    const acknowledged = new Map<string, bigint | undefined>();
    const { running, client } = await start();
    const lane = async (name: string): Promise<void> => {
      for (let index = 0; ; index += 1) {
        const stream = `${name}-${index}`;
        const { position } = await client.appendToStream(stream, samples(2), { expectedRevision: 'no_stream' });
        acknowledged.set(stream, position?.commit);
        if (acknowledged.size === 300) running.child.kill('SIGKILL');
      }
    };
    const lanes = Array.from({ length: 32 }, (_, index) => lane(`lane${index}`));
    for (const ended of await Promise.allSettled(lanes)) expect(ended.status).toBe('rejected');
    await running.ended;
    await client.dispose();

    const again = await start();
    const events = await allOf(again.client.readAll());
    const last = new Map(events.map(({ event, commitPosition }) => [event?.streamId ?? '', commitPosition]));
    expect(acknowledged.size).toBeGreaterThanOrEqual(300);
    for (const [stream, position] of acknowledged) expect([stream, last.get(stream)]).toEqual([stream, position]);
    // What was not acknowledged is there whole or not at all.
    const counts = Map.groupBy(events, ({ event }) => event?.streamId ?? '');
    for (const [stream, own] of counts) if (stream.startsWith('lane')) expect(own).toHaveLength(2);
    await again.client.dispose();
    expect(await again.running.kill('SIGTERM')).toMatchObject({ code: 0, errors: '' });
  });
});
