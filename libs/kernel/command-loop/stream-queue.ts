/** Runs tasks for one stream in the order they came, and those of different streams side by side. */
export interface StreamQueue {
  run<Result>(stream: string, task: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is waiting or running. */
  idle(): Promise<void>;
}

/** Commands of one stream that met inside a process would only conflict at the store; here they wait for each other instead. */
export const createStreamQueue = (): StreamQueue => {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(stream, task) {
      const before = last.get(stream);
      const running = before ? before.then(task, task) : task();
      last.set(stream, running);
      try {
        return await running;
      } finally {
        if (last.get(stream) === running) last.delete(stream);
      }
    },
    async idle() {
      while (last.size > 0) await Promise.allSettled(last.values());
    },
  };
};
