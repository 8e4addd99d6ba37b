/** A personal value as the log keeps it; opaque to machines. */
export interface SealedValue {
  readonly sealed: string;
}

/** A member about a person: in the clear while it is decided, sealed in the log, null once the person was erased. */
export type Personal<Value> = Value | SealedValue | null;
