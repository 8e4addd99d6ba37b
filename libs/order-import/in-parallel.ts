/** Works through entries in their order, at most `limit` at a time. The first failure ends it, after what was begun has finished. */
export const inParallel = async <Entry>(
  entries: Iterable<Entry>,
  limit: number,
  work: (entry: Entry) => Promise<void>,
): Promise<void> => {
  const queue = entries[Symbol.iterator]();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && !failed; next = queue.next())
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
  };
  const lanes = await Promise.allSettled(Array.from({ length: limit }, lane));
  for (const outcome of lanes) if (outcome.status === 'rejected') throw outcome.reason;
};
