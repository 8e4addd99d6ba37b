import { EventStoreError, type EventStore, type EventStoreErrorCode } from '#libs/kernel/event-store';

/** The latest write that the store could not do. */
export interface WriteFailure {
  readonly code: EventStoreErrorCode;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface WatchedStore {
  readonly store: EventStore;
  /** Undefined when the latest write succeeded, and before the first. */
  readonly writeFailure: () => WriteFailure | undefined;
}

/** Other codes say something about the request, not about the store. */
const ofTheStore: ReadonlySet<EventStoreErrorCode> = new Set(['unavailable', 'outcomeUnknown', 'accessDenied']);

/**
 * The store, remembering whether it can be written: reading says nothing about a full disk. `onChange` hears of every kind of failure once, and with undefined when
 * a write succeeds again.
 */
export const watchWrites = (
  store: EventStore,
  onChange: (failure: WriteFailure | undefined) => void,
  now: () => number = Date.now,
): WatchedStore => {
  let failure: WriteFailure | undefined;
  const told = new Set<EventStoreErrorCode>();

  const failed = ({ code, message }: EventStoreError): void => {
    failure = { code, message, at: now() };
    if (told.has(code)) return;
    told.add(code);
    onChange(failure);
  };
  const succeeded = (): void => {
    if (failure === undefined) return;
    failure = undefined;
    told.clear();
    onChange(undefined);
  };

  return {
    store: {
      ...store,
      async append(stream, events, expected, options) {
        try {
          const result = await store.append(stream, events, expected, options);
          succeeded();
          return result;
        } catch (error) {
          if (error instanceof EventStoreError && ofTheStore.has(error.code)) failed(error);
          throw error;
        }
      },
    },
    writeFailure: () => failure,
  };
};
