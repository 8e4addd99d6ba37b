import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { openSqliteKeyVault } from '#libs/key-vault/sqlite-key-vault';
import { settableClock } from '../clock.ts';
import { type CommandLoop, type CommandLoopOptions, createCommandLoop } from '../command-loop/command-loop.ts';
import type { EventStore, RecordedEvent } from '../event-store.ts';
import { streamName } from '../fact.ts';
import type { CommandContext } from '../outcome.ts';
import type { KeyVault } from '../personal-data.ts';

/** A folder with a real event store and key vault, and as many loops on them as a spec needs. */
export interface LoopHarness {
  readonly folder: string;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly clock: ReturnType<typeof settableClock>;
  /** A loop like that of another process on the same store. */
  loop(options?: Partial<CommandLoopOptions>): CommandLoop;
  /** Every event of a loan. */
  eventsOf(id: string): Promise<readonly RecordedEvent[]>;
  close(): Promise<void>;
}

export const openLoopHarness = async (): Promise<LoopHarness> => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-loop-'));
  const store = await openSqliteEventStore({ file: join(folder, 'events.db') });
  const vault = await openSqliteKeyVault(join(folder, 'keys.db'), store.identity.id);
  const clock = settableClock('2026-11-22T00:00:00Z');
  return {
    folder,
    store,
    vault,
    clock,
    loop: (options) => createCommandLoop({ store, vault, clock, ...options }),
    eventsOf: (id) => store.readStream(streamName('loan', id)),
    close: async () => {
      await store.close();
      await vault.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A command from a clerk, under an id that it may be repeated with. */
export const fromClerk = (context: Partial<CommandContext> = {}): CommandContext => ({
  commandId: randomUUID(),
  correlationId: randomUUID(),
  actor: { id: 'clerk-1', role: 'backOffice', via: 'http' },
  ...context,
});
