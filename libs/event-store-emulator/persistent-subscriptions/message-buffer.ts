import type { GroupMessage } from './group-message.ts';

/** Messages that wait for a consumer: those to be tried again first, then those read, each in their order. */
export interface MessageBuffer {
  /** `live` messages were read at the end of the source, the others behind it. */
  add(message: GroupMessage, live: boolean): void;
  retry(message: GroupMessage): void;
  remove(message: GroupMessage): void;
  waiting(): Iterable<GroupMessage>;
  historyCount(): number;
  liveCount(): number;
  retryCount(): number;
}

/** Messages of the source in its order; replayed ones after them, as their time was long ago anyway. */
const comesBefore = (one: GroupMessage, other: GroupMessage): boolean =>
  one.origin.from === other.origin.from ? one.origin.place < other.origin.place : one.origin.from === 'source';

export const createMessageBuffer = (): MessageBuffer => {
  const retries: GroupMessage[] = [];
  const read = new Map<GroupMessage, { readonly live: boolean }>();
  let liveCount = 0;
  return {
    add(message, live) {
      read.set(message, { live });
      if (live) liveCount += 1;
    },
    retry(message) {
      const place = retries.findLastIndex((other) => !comesBefore(message, other)) + 1;
      retries.splice(place, 0, message);
    },
    remove(message) {
      const found = read.get(message);
      if (found === undefined) {
        const place = retries.indexOf(message);
        if (place >= 0) retries.splice(place, 1);
        return;
      }
      read.delete(message);
      if (found.live) liveCount -= 1;
    },
    *waiting() {
      // A copy, as what is handed out meanwhile leaves the list.
      yield* [...retries];
      yield* read.keys();
    },
    historyCount: () => read.size - liveCount,
    liveCount: () => liveCount,
    retryCount: () => retries.length,
  };
};
