import { setTimeout as pause } from 'node:timers/promises';
import { processes } from '#libs/engine/catalogue';
import type { Engine } from '#libs/engine/engine';
import { countEvents } from '../count-events.ts';
import { CommandFailed } from '../failure.ts';
import { openProgressBar } from '../progress-bar.ts';
import type { Terminal } from '../terminal.ts';
import type { Desk } from './with-desk.ts';

const POLL_MS = 100;
/** How long it may take to send what is due, in milliseconds. */
const SENDING_MS = 120_000;

/** The process that a rule is kept by. */
export const processOfRule = (rule: string): string => `follow-up-${rule}`;

const rebuild = async (terminal: Terminal, engine: Engine, name: string): Promise<void> => {
  const bar = openProgressBar(terminal);
  try {
    const categories = processes.find((process) => process.name === name)?.categories;
    bar.begin(name, terminal.progressStream ? await countEvents(engine, categories) : 0);
    let applied = 0;
    await engine.processes.rebuild(name, ({ events }) => {
      bar.advance(events - applied);
      applied = events;
    });
    bar.end();
    terminal.err(`${name}: rebuilt from ${applied} events`);
  } finally {
    bar.end();
  }
};

/** True once the process has seen the log up to its present end, and sent all whose time has come. */
const isDone = async ({ processes: runner, clock }: Engine, name: string, head: string): Promise<boolean> => {
  const status = (await runner.status()).find((process) => process.name === name);
  if (status?.failure)
    throw new CommandFailed(
      `${name} has stopped at ${status.failure.type}: ${status.failure.error} (see "juchu processes status")`,
    );
  if (status === undefined || status.position < head) return false;
  const [next] = await runner.deadlines(1, name);
  return status.owed.open === 0 && (next === undefined || next.dueAt > clock.now());
};

/**
 * Makes the process of a rule anew from the log, and waits until everything of the past that is still unanswered was sent: by this program, or by the API or the
 * worker that runs beside it. Throws `RebuildRefused`, and `CommandFailed` where the process has
 * stopped or does not get there in time.
 */
export const takeUpPast = async (terminal: Terminal, { engine }: Desk, rule: string): Promise<void> => {
  const name = processOfRule(rule);
  await rebuild(terminal, engine, name);
  await engine.processes.start();
  const head = await engine.store.head();
  const deadline = performance.now() + SENDING_MS;
  while (!(await isDone(engine, name, head))) {
    if (performance.now() > deadline)
      throw new CommandFailed(`${name} is still at work: see how far it gets with "juchu processes status"`);
    await pause(POLL_MS);
  }
};
