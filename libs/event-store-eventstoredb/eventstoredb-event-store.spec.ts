import { afterAll, beforeAll } from '@jest/globals';
import { eventStoreContract } from '#libs/kernel/log/event-store.contract';
import { type EmulatorProgram, startEmulatorProgram } from './testing/emulator-program.ts';
import { serverHarness } from './testing/server-harness.ts';

let emulator: EmulatorProgram;
beforeAll(async () => {
  emulator = await startEmulatorProgram();
});
afterAll(() => emulator.stop());

eventStoreContract(
  'EventStoreDB, played by the emulator in a process of its own,',
  serverHarness({
    host: '127.0.0.1',
    get port() {
      return emulator.port;
    },
    addressAt: (port) => `esdb://127.0.0.1:${port}?tls=false`,
  }),
);
