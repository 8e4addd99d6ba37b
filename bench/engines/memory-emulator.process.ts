import { startEmulator } from '#libs/event-store-emulator/emulator';
import { memoryEventLog } from '#libs/event-store-emulator/testing/memory-event-log';

const emulator = await startEmulator({ log: memoryEventLog(), port: 0 });
process.once('SIGTERM', () => void emulator.close());
process.stdout.write(`listening ${emulator.port}\n`);
