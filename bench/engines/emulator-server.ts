import { join } from 'node:path';
import { catalogues } from '#libs/engine/catalogue';
import { runProgram } from '#libs/test-servers/program';

/** What an emulator serves, and to whom. */
export type ServedLog =
  /** A file, as an installation has it: its categories take nothing but facts that go on with their hash chains. */
  | { readonly protectedFile: string }
  /** A file that everybody may write, as on EventStoreDB itself. */
  | { readonly file: string }
  /** Nothing that lasts: what is left is what the protocol costs. */
  | 'memory';

const onFile = join(import.meta.dirname, '../../libs/event-store-emulator/testing/emulator.process.ts');
const inMemory = join(import.meta.dirname, 'memory-emulator.process.ts');
const ownCategories = catalogues.map(({ streamType }) => streamType.category).join(',');

const launch = (log: ServedLog) => {
  if (log === 'memory') return runProgram(inMemory);
  const words = 'file' in log ? [log.file, '0', '--unprotected'] : [log.protectedFile, '0', ownCategories];
  return runProgram(onFile, words);
};

/** Runs an emulator in a process of its own while the work is done at its connection string. */
export const withEmulator = async <Result>(
  log: ServedLog,
  work: (connectionString: string) => Promise<Result>,
): Promise<Result> => {
  const program = launch(log);
  try {
    const [, port = ''] = await program.says(/^listening (\d+)$/m);
    return await work(`esdb://127.0.0.1:${port}?tls=false`);
  } finally {
    await program.kill('SIGTERM');
  }
};
