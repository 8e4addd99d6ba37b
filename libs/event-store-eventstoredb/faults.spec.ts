import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteKeyVault } from '#libs/key-vault/sqlite-key-vault';
import { settableClock } from '#libs/kernel/clock';
import { type CommandLoop, createCommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { EventStore, RecordedEvent } from '#libs/kernel/event-store';
import { readWholeLog } from '#libs/kernel/log/event-store-contract/samples';
import { verifyStream } from '#libs/kernel/log/hash-chain';
import { type Accepted, CommandError } from '#libs/kernel/outcome';
import type { KeyVault } from '#libs/kernel/personal-data';
import { loan } from '#libs/kernel/testing/loan.stream';
import { fromClerk } from '#libs/kernel/testing/loop-harness';
import { startTcpProxy, type TcpProxy } from '#libs/test-servers/tcp-proxy';
import { openEventStoreDb } from './eventstoredb-event-store.ts';
import { type EmulatorProgram, startEmulatorProgram } from './testing/emulator-program.ts';

const COMMANDS = 2_000;
const LOANS = 50;
const CALLERS = 64;
/** What a caller gives each attempt, and when it is taken for one that was never answered: timers of a busy machine are late. */
const TIMEOUT_MS = 2_000;
const NEVER_MS = TIMEOUT_MS + 8_000;

const addressOf = (port: number): string => `esdb://127.0.0.1:${port}?tls=false`;

let folder: string;
let emulator: EmulatorProgram;
let proxy: TcpProxy;
let store: EventStore;
let loop: CommandLoop;
let vault: KeyVault;
/** Ends callers and readers of a test that has failed. */
let over: AbortController;

beforeEach(async () => {
  over = new AbortController();
  folder = mkdtempSync(join(tmpdir(), 'juchu-faults-'));
  emulator = await startEmulatorProgram();
  proxy = await startTcpProxy({ port: emulator.port });
  store = await openEventStoreDb({ connectionString: addressOf(proxy.port) });
  vault = await openSqliteKeyVault(join(folder, 'keys.db'), store.identity.id);
  loop = createCommandLoop({ store, vault, clock: settableClock('2026-11-22T00:00:00Z') });
});
afterEach(async () => {
  over.abort();
  await store.close();
  await vault.close();
  await proxy.close();
  await emulator.stop();
  rmSync(folder, { recursive: true });
});

interface Sent {
  readonly commandId: string;
  readonly answer: Accepted;
}

/** Sends a command, and again under the same id for as long as the answer is "try again". */
const charge = async (id: string): Promise<Sent> => {
  const context = fromClerk({ timeoutMs: TIMEOUT_MS });
  for (;;) {
    const never = new AbortController();
    const unanswered = pause(NEVER_MS, 'never' as const, { signal: never.signal }).catch(() => 'never' as const);
    try {
      const command = { type: 'ChargeFee' as const, data: { amount: 1 } };
      const answer = await Promise.race([loop.execute(loan, id, command, context), unanswered]);
      if (answer === 'never') throw new Error('a caller was not answered');
      if (!answer.accepted) throw new Error(`refused: ${answer.refusal.code}`);
      return { commandId: context.commandId, answer };
    } catch (error) {
      if (!(error instanceof CommandError) || error.code !== 'unavailable') throw error;
      await pause(50, undefined, { signal: over.signal });
    } finally {
      never.abort();
    }
  }
};

/** Many callers and a reader at once, until all commands were acknowledged, while `disturb` goes on with the number of those acknowledged so far. */
const withFaults = async (disturb: (acknowledged: () => number) => Promise<void>): Promise<void> => {
  const following = follow();
  const ids = Array.from({ length: LOANS }, () => randomUUID());
  for (const id of ids) {
    const opening = { type: 'OpenLoan' as const, data: { borrowerId: id, borrower: '山田', copyIds: [] } };
    await loop.execute(loan, id, opening, fromClerk());
  }
  const sent: Sent[] = [];
  let begun = 0;
  const caller = async (): Promise<void> => {
    while (begun < COMMANDS && !over.signal.aborted) {
      const id = ids[begun % LOANS] ?? '';
      begun += 1;
      sent.push(await charge(id));
    }
  };
  const callers = Array.from({ length: CALLERS }, caller);
  const [followed] = await Promise.all([following, disturb(() => sent.length), ...callers]);
  await expectExactly(sent, followed);
};

/** Waits until so many commands were acknowledged. */
const when = async (acknowledged: () => number, count: number): Promise<void> => {
  while (acknowledged() < count) await pause(5, undefined, { signal: over.signal });
};

/** Everything acknowledged is in the log where the answer said, once, and the log holds nothing else. */
const expectExactly = async (sent: readonly Sent[], followed: readonly RecordedEvent[]): Promise<void> => {
  const direct = await openEventStoreDb({ connectionString: addressOf(emulator.port) });
  const log = await readWholeLog(direct, { max: 4096 });
  await direct.close();
  const charged = log.filter(({ type }) => type === 'FeeCharged');
  const places = (stream: string, revision: unknown): string => `${stream} ${String(revision)}`;
  const expected = sent.map(({ commandId, answer }) => [commandId, places(answer.stream, answer.revision)]);
  const recorded = charged.map(({ metadata, stream, revision }) => [metadata['commandId'], places(stream, revision)]);
  expect(recorded).toHaveLength(COMMANDS);
  expect(new Map(recorded as [string, string][])).toEqual(new Map(expected as [string, string][]));
  const streams = Map.groupBy(log, ({ stream }) => stream);
  for (const events of streams.values()) expect(verifyStream(events)).toEqual([]);
  expect(followed.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
};

/** Reads along from the beginning, through the same faults, until it has seen this many charges. */
const follow = async (): Promise<readonly RecordedEvent[]> => {
  const seen: RecordedEvent[] = [];
  let charged = 0;
  for await (const { events, caughtUp } of store.subscribe({ max: 100, signal: over.signal })) {
    seen.push(...events);
    charged += events.filter(({ type }) => type === 'FeeCharged').length;
    if (charged === COMMANDS && caughtUp) break;
  }
  return seen;
};

describe('2,000 commands: what is acknowledged is recorded, once, and every caller is answered', () => {
  it('while the connection is cut in the middle of appends', async () => {
    await withFaults(async (acknowledged) => {
      for (let count = 100; count < COMMANDS; count += 150) {
        await when(acknowledged, count);
        proxy.cut();
      }
    });
  });

  it('while the server is killed and started again', async () => {
    await withFaults(async (acknowledged) => {
      for (const count of [300, 900, 1_500]) {
        await when(acknowledged, count);
        await emulator.kill();
        await emulator.start();
      }
    });
  });

  it('while connections are half open: answers are lost, then nothing passes at all', async () => {
    await withFaults(async (acknowledged) => {
      await when(acknowledged, 400);
      proxy.stallAnswers();
      await pause(1.5 * TIMEOUT_MS);
      proxy.cut();
      proxy.resume();
      await when(acknowledged, 1_200);
      proxy.stall();
      await pause(1.5 * TIMEOUT_MS);
      proxy.resume();
    });
  });

  it('while the server is slow', async () => {
    await withFaults(async (acknowledged) => {
      await when(acknowledged, 500);
      proxy.slow({ delayMs: 50, bytesPerSecond: 300_000 });
      await when(acknowledged, 1_000);
      proxy.slow({});
    });
  });
});
