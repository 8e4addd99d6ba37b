import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleEvent, sampleEvents } from '#libs/kernel/log/event-store-contract/samples';
import { appendGroups } from './append-groups.ts';
import { eventsOf } from './log-reading.ts';
import { openTwoLogs, type TwoLogs } from './testing/two-logs.ts';

describe('what one command appended', () => {
  let logs: TwoLogs;
  beforeAll(async () => {
    logs = await openTwoLogs();
  });
  afterAll(() => logs.close());

  it('is put together again, and nothing else is', async () => {
    const { source } = logs;
    const withoutCommand = { ...sampleEvent(), metadata: {} };
    await source.append('sample-1', sampleEvents(3), 'noStream');
    await source.append('sample-1', sampleEvents(2), 2n);
    await source.append('sample-2', sampleEvents(2), 'noStream');
    await source.append('sample-3', sampleEvents(2, '6f1c0a52-93d1-4d6e-8f59-0d6f0f0f0f01'), 'noStream');
    await source.append('sample-4', sampleEvents(1, '6f1c0a52-93d1-4d6e-8f59-0d6f0f0f0f01'), 'noStream');
    await source.append('sample-5', [withoutCommand, { ...sampleEvent(), metadata: {} }], 'noStream');
    const groups: string[] = [];
    for await (const group of appendGroups(eventsOf(source, '')))
      groups.push(`${group[0].stream} ${group.map(({ revision }) => revision).join(' ')}`);
    expect(groups).toEqual([
      'sample-1 0 1 2',
      'sample-1 3 4',
      'sample-2 0 1',
      'sample-3 0 1',
      'sample-4 0',
      'sample-5 0',
      'sample-5 1',
    ]);
  });
});
