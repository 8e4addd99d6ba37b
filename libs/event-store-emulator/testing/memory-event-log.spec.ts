import { eventLogContract } from '#libs/kernel/log/event-log.contract';
import { memoryEventLog } from './memory-event-log.ts';

eventLogContract('a log in memory', {
  create: () => Promise.resolve(memoryEventLog()),
  another: (log) => Promise.resolve(log),
  dispose: () => Promise.resolve(),
});
