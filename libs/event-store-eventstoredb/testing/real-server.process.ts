import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

// `npm run test:eventstoredb`: the contract suite of the port on the server that JUCHU_TEST_ESDB names.
const USAGE =
  'set JUCHU_TEST_ESDB to esdb://host:2113?tls=false, the address of one EventStoreDB that may be written to (with TLS: one whose certificate names localhost)';

const address = process.env['JUCHU_TEST_ESDB'] ?? '';
if (!/^esdb:\/\/[^,]+$/.test(address)) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(1);
}
const root = join(import.meta.dirname, '../../..');
const jest = join(root, 'node_modules/jest/bin/jest.js');
const words = [
  '--experimental-vm-modules',
  '--no-warnings',
  jest,
  '--runInBand',
  '--testMatch',
  '**/real-server.suite.ts',
];
const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
