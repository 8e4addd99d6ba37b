import { openSqliteEventLog } from '#libs/event-store-sqlite/sqlite-event-log';
import { startEmulator } from '../emulator.ts';
import type { Protection } from '../protection.ts';

// A program of its own for specs: file, port, then `--unprotected` or the protected categories with commas between.
const [file = '', port = '0', categories = ''] = process.argv.slice(2);
const protection: Protection | undefined =
  categories === '--unprotected' ? undefined : { categories: categories.split(',').filter((name) => name !== '') };
const log = await openSqliteEventLog({ file });
const emulator = await startEmulator({ log, port: Number(port), protection });
process.once('SIGTERM', () => void emulator.close().then(() => log.close()));
process.stdout.write(`listening ${emulator.port}\n`);
