/** A program of its own that copies until it dies as by `kill -9`: `copying.process.ts <source file> <target file> <events acknowledged before>`. */
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { copyLog } from '../copy-log.ts';

const [sourceFile = '', targetFile = '', lifetime = ''] = process.argv.slice(2);
const source = await openSqliteEventStore({ file: sourceFile });
const target = await openSqliteEventStore({ file: targetFile, copyOf: source.identity });
let written = 0;
await copyLog(source, target, {
  onEvents: (events, what) => {
    if (what === 'written') written += events;
    if (written >= Number(lifetime)) process.kill(process.pid, 'SIGKILL');
  },
});
