import { eventStoreContract } from '#libs/kernel/log/event-store.contract';
import { serverHarness } from './server-harness.ts';

// Run by real-server.process.ts, which says what the variable has to be.
const connectionString = process.env['JUCHU_TEST_ESDB'] ?? '';
const [, before = '', host = '', port = '2113', after = ''] =
  /^(esdb:\/\/(?:[^@]*@)?)([^:/?,]+)(?::(\d+))?([/?].*)?$/.exec(connectionString) ?? [];

eventStoreContract(
  'a real EventStoreDB',
  // A certificate for this machine is likelier to name localhost than an address.
  serverHarness({ host, port: Number(port), addressAt: (proxyPort) => `${before}localhost:${proxyPort}${after}` }),
);
