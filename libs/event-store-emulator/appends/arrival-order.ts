/** Begins tasks in the order in which they came. What each has to learn before, it learns beside the others. */
export interface ArrivalOrder {
  /** Calls `begin` with what `learn` has found, once every earlier task has begun or failed. */
  run<Known, Result>(learn: () => Promise<Known>, begin: (known: Known) => Promise<Result>): Promise<Result>;
}

export const createArrivalOrder = (): ArrivalOrder => {
  let lastToBegin: Promise<undefined> = Promise.resolve(undefined);
  return {
    async run(learn, begin) {
      const earlier = lastToBegin;
      const { promise, resolve: letNextBegin } = Promise.withResolvers<undefined>();
      lastToBegin = promise;
      try {
        const known = await learn();
        await earlier;
        // Not waited for here: the next one may begin as soon as this one has.
        const running = begin(known);
        letNextBegin(undefined);
        return await running;
      } finally {
        void earlier.then(() => letNextBegin(undefined));
      }
    },
  };
};
