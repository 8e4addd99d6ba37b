import { expect, it } from '@jest/globals';
import { memoryEventLog } from '../testing/memory-event-log.ts';
import type { GroupDefinition } from './group-definition.ts';
import { droppedFrom } from './group-errors.ts';
import { startGroup } from './running-group.ts';

const definition: GroupDefinition = {
  source: { kind: 'stream', stream: 'order-1' },
  group: 'billing',
  settings: {
    resolveLinks: false,
    extraStatistics: false,
    messageTimeoutMs: 0,
    checkpointAfterMs: 0,
    maxRetryCount: 1,
    minCheckpointCount: 1,
    maxCheckpointCount: 1,
    maxSubscriberCount: 0,
    liveBufferSize: 10,
    readBatchSize: 10,
    historyBufferSize: 10,
    strategy: 'RoundRobin',
  },
  startFrom: 'start',
  startsAfter: -1n,
};

it('tells a consumer that comes after the group has ended to subscribe again', async () => {
  const log = memoryEventLog();
  const group = await startGroup(log, definition);
  await group.end(droppedFrom(definition));
  const consumer = {
    id: 'late',
    window: 1,
    from: '',
    connectionName: '',
    deliver: () => undefined,
    drop: () => undefined,
  };
  expect(() => group.connect(consumer)).toThrow('group billing of stream order-1 ended this subscription');
  await log.close();
});
