import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '#libs/engine/engine';
import { CommandFailed } from '../failure.ts';
import type { Desk } from './with-desk.ts';

const POLL_MS = 100;
/** How long nothing may move on, in milliseconds. */
const STANDSTILL_MS = 120_000;

/** The process that a rule is kept by. */
export const processOfRule = (rule: string): string => `follow-up-${rule}`;

interface Progress {
  /** It has seen the log up to `head`, and sent all whose time has come. */
  readonly done: boolean;
  /** Differs from look to look while it gets on. */
  readonly reached: string;
}

const progressOf = async ({ processes: runner, clock }: Engine, name: string, head: string): Promise<Progress> => {
  const status = (await runner.status()).find((process) => process.name === name);
  if (status?.failure)
    throw new CommandFailed(
      `${name} has stopped at ${status.failure.type}: ${status.failure.error} (see "juchu processes status")`,
    );
  const { position = '', building, owed } = status ?? {};
  const reached = [position, building?.position, owed?.open].join(' ');
  if (position < head || owed?.open !== 0) return { done: false, reached };
  const [next] = await runner.deadlines(1, name);
  return { done: next === undefined || next.dueAt > clock.now(), reached };
};

/**
 * Waits until a rule that was asked to look back has done so, and everything of the past that is still unanswered was sent: by this program, or by the API or the
 * worker that runs beside it. Throws `CommandFailed` where its process has stopped or does not get on.
 */
export const takeUpPast = async ({ engine }: Desk, rule: string): Promise<void> => {
  const name = processOfRule(rule);
  await engine.processes.start();
  const head = await engine.store.head();
  let last = '';
  let deadline = performance.now() + STANDSTILL_MS;
  for (;;) {
    const { done, reached } = await progressOf(engine, name, head);
    if (done) return;
    if (reached !== last) deadline = performance.now() + STANDSTILL_MS;
    last = reached;
    if (performance.now() > deadline)
      throw new CommandFailed(`${name} does not get on: see how far it is with "juchu processes status"`);
    await pause(POLL_MS);
  }
};
