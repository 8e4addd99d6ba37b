import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { EventStore } from '#libs/kernel/event-store';
import { readWholeLog, sampleEvents } from '#libs/kernel/log/event-store-contract/samples';
import { copyLog } from './copy-log.ts';
import { countAfter } from './log-reading.ts';
import { appendChained, sampleCommands } from './testing/chained-log.ts';
import { openTwoLogs, type TwoLogs } from './testing/two-logs.ts';
import { verifyCopy } from './verify-copy.ts';

describe('the verification of a copy', () => {
  let logs: TwoLogs;
  let target: EventStore;
  let events: number;
  beforeEach(async () => {
    logs = await openTwoLogs();
    await appendChained(logs.source, sampleCommands(50));
    target = await logs.openTarget();
    await copyLog(logs.source, target);
    events = (await readWholeLog(logs.source)).length;
  });
  afterEach(() => logs.close());

  const edit = (file: string, sql: string): void => {
    const database = new Database(file);
    expect(database.prepare(sql).run().changes).toBe(1);
    database.close();
  };
  const wholeOf = (stream: string, revision: number): string =>
    `stream = (SELECT key FROM streams WHERE name = '${stream}') AND revision = ${String(revision)}`;

  it('vouches for every event and for every hash chain', async () => {
    let heard = 0;
    const verification = await verifyCopy(logs.source, target, { onEvents: (more) => (heard += more) });
    expect(verification).toEqual({ events, streams: 7, difference: undefined, findings: [] });
    expect(heard).toBe(events);
  });

  it.each([
    ['data', `data = json_set(data, '$.index', 99)`],
    ['metadata', `metadata = json_set(metadata, '$.commandId', 'x')`],
    ['type', `type = (INSERTED)`],
    ['id', `id = randomblob(16)`],
  ])('names the event whose %s was changed in the target', async (problem, change) => {
    const other = new Database(logs.targetFile);
    const { lastInsertRowid } = other.prepare("INSERT INTO event_types (name) VALUES ('SampleLost')").run();
    other.close();
    edit(
      logs.targetFile,
      `UPDATE events SET ${change.replace('(INSERTED)', String(lastInsertRowid))} WHERE ${wholeOf('sample-3', 2)}`,
    );
    const { difference } = await verifyCopy(logs.source, target);
    expect(difference).toEqual({ stream: 'sample-3', revision: 2n, problem });
  });

  it('names the first event that the target lacks', async () => {
    await appendChained(logs.source, [{ stream: 'sample-late', events: 2 }]);
    expect(await verifyCopy(logs.source, target)).toMatchObject({
      events,
      difference: { stream: 'sample-late', revision: 0n, problem: 'missing' },
    });
  });

  it('names the first event that only the target has', async () => {
    await target.append('sample-new', sampleEvents(2), 'noStream');
    expect(await verifyCopy(logs.source, target)).toMatchObject({
      events,
      difference: { stream: 'sample-new', revision: 0n, problem: 'surplus' },
    });
  });

  it('finds a chain that is broken in source and target alike', async () => {
    for (const file of [logs.sourceFile, logs.targetFile])
      edit(file, `UPDATE events SET data = json_set(data, '$.index', 99) WHERE ${wholeOf('sample-3', 2)}`);
    const { difference, findings } = await verifyCopy(logs.source, target);
    expect(difference).toBeUndefined();
    expect(findings.map(({ stream, revision, problem }) => [stream, revision, problem])).toEqual([
      ['sample-3', 2n, 'hash'],
      ['sample-3', 2n, 'id'],
    ]);
  });

  it('compares events of other programs, which have no chain', async () => {
    await logs.source.append('elsewhere-1', sampleEvents(3), 'noStream');
    await copyLog(logs.source, target);
    expect(await verifyCopy(logs.source, target)).toEqual({
      events: events + 3,
      streams: 8,
      difference: undefined,
      findings: [],
    });
  });

  it('looks no further than it is told; what came later can be counted', async () => {
    const until = await logs.source.head();
    await logs.source.append('elsewhere-1', sampleEvents(3), 'noStream');
    expect(await verifyCopy(logs.source, target, { until })).toMatchObject({ events, difference: undefined });
    expect(await countAfter(logs.source, until)).toBe(3);
  });
});
