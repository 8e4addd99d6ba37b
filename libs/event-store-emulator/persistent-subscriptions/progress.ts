/** A place up to which everything is settled. */
export interface SettledPlace {
  readonly place: bigint;
  /** How many messages were settled up to there since the last checkpoint. */
  readonly messages: number;
  /** How many events without interest were passed over since the last checkpoint. */
  readonly passedOver: number;
}

/** How far a source was read, and up to where everything that was read is settled. Places only grow. */
export interface Progress {
  /** The last place that was read, interesting or not. */
  readPlace(): bigint;
  /** A message was read at this place, and is to be settled. */
  begin(place: bigint): void;
  settle(place: bigint): void;
  /** Everything up to this place was read, `passedOver` events of it without interest. */
  passTo(place: bigint, passedOver: number): void;
  /** The furthest place that may be a checkpoint; undefined where that is no further than the last one. */
  settled(): SettledPlace | undefined;
  /** The place is kept as a checkpoint now. */
  checkpointed(at: SettledPlace): void;
  /** The place of the last checkpoint; undefined while there is none. */
  checkpoint(): bigint | undefined;
}

export const createProgress = (after: bigint, checkpoint?: bigint): Progress => {
  /** Places in ascending order, with the place read before each and the number of messages before each. */
  const unsettled = new Map<bigint, { readonly before: bigint; readonly messagesBefore: number }>();
  let read = after;
  let messagesRead = 0;
  let passedOver = 0;
  let lastCheckpoint = checkpoint;
  let messagesAtCheckpoint = 0;

  return {
    readPlace: () => read,
    begin(place) {
      unsettled.set(place, { before: read, messagesBefore: messagesRead });
      read = place;
      messagesRead += 1;
    },
    settle: (place) => {
      unsettled.delete(place);
    },
    passTo(place, events) {
      if (place > read) read = place;
      passedOver += events;
    },
    settled() {
      const lowest = unsettled.values().next().value;
      const place = lowest?.before ?? read;
      if (place <= (lastCheckpoint ?? after)) return undefined;
      const messages = (lowest?.messagesBefore ?? messagesRead) - messagesAtCheckpoint;
      return { place, messages, passedOver: lowest === undefined ? passedOver : 0 };
    },
    checkpointed(at) {
      lastCheckpoint = at.place;
      messagesAtCheckpoint += at.messages;
      passedOver -= at.passedOver;
    },
    checkpoint: () => lastCheckpoint,
  };
};
