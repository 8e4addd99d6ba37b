import { setTimeout as delay } from 'node:timers/promises';

/** What a group writes on its own account, while nobody waits for an answer. */
export interface BackgroundWork {
  /** Aborted when the group ends. */
  readonly signal: AbortSignal;
  /** Tries until the task succeeds or the group ends; never throws. Answers whether the task succeeded. */
  keepTrying(task: () => Promise<void>): Promise<boolean>;
  /** A request while the task runs makes it run once more afterwards. */
  coalesced(task: () => Promise<void>): () => void;
  /** Tries nothing anew from now on; resolves when what runs has ended. */
  end(): Promise<void>;
}

/** The log was busy, or could not be reached: the next attempt after so many milliseconds. */
const PAUSE_MS = 500;

export const createBackgroundWork = (): BackgroundWork => {
  const ended = new AbortController();
  const { signal } = ended;
  const running = new Set<Promise<unknown>>();

  const attempts = async (task: () => Promise<void>): Promise<boolean> => {
    while (!signal.aborted) {
      try {
        await task();
        return true;
      } catch {
        await delay(PAUSE_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
    return false;
  };

  const keepTrying = (task: () => Promise<void>): Promise<boolean> => {
    const work = attempts(task);
    running.add(work);
    return work.finally(() => running.delete(work));
  };

  return {
    signal,
    keepTrying,
    coalesced(task) {
      let isRunning = false;
      let wanted = false;
      return () => {
        wanted = true;
        if (isRunning) return;
        isRunning = true;
        void (async () => {
          while (wanted && !signal.aborted) {
            wanted = false;
            await keepTrying(task);
          }
          isRunning = false;
        })();
      };
    },
    async end() {
      ended.abort();
      await Promise.allSettled(running);
    },
  };
};
