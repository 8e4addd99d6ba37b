import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, type RunningProgram } from '#libs/test-servers/program';

/** An emulator in a process of its own, on a file that stays when the process is killed. */
export interface EmulatorProgram {
  readonly port: number;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
  /** Starts it again on the same file and port. */
  start(): Promise<void>;
  /** Ends it and removes the file. */
  stop(): Promise<void>;
}

const PROGRAM = join(import.meta.dirname, '../../event-store-emulator/testing/emulator.process.ts');

export const startEmulatorProgram = async (): Promise<EmulatorProgram> => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-emulator-'));
  let program: RunningProgram | undefined;
  const start = async (port: number): Promise<number> => {
    program = runProgram(PROGRAM, [join(folder, 'events.db'), String(port), '--unprotected']);
    const [, listening = ''] = await program.says(/^listening (\d+)$/m);
    return Number(listening);
  };
  const kill = async (): Promise<void> => {
    await program?.kill();
  };
  const port = await start(0);
  return {
    port,
    kill,
    start: async () => {
      await start(port);
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
