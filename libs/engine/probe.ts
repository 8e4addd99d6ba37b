import type { PartHealth } from './engine-ports.ts';

/** What a part of the engine said when it was asked. */
export interface Probe<Answer> {
  /** Undefined where it failed, or said nothing in time. */
  readonly answer: Answer | undefined;
  readonly health: PartHealth;
}

/** What a part may take to answer, in milliseconds. */
const PROBE_MS = 2_000;

/** Asks a part whether it answers. Resolves in time, whatever it does; what is asked for is left to its own end. */
export const probe = async <Answer>(
  name: string,
  ask: (timeoutMs: number) => Promise<Answer>,
): Promise<Probe<Answer>> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PROBE_MS} ms`)), PROBE_MS);
  });
  try {
    return { answer: await Promise.race([ask(PROBE_MS), late]), health: { name, healthy: true, details: {} } };
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'unknown';
    return { answer: undefined, health: { name, healthy: false, details: { problem } } };
  } finally {
    clearTimeout(timer);
  }
};
