import type { JsonObject } from '../json.ts';

/** The state of a stream after one of its events, so that a long stream need not be folded from its start. */
export interface Snapshot {
  readonly stream: string;
  /** Revision of the last event in the state. */
  readonly revision: bigint;
  /** Position of that event. */
  readonly position: string;
  /** That event's `hash`: a snapshot whose hash is not the event's belongs to another log. */
  readonly hash: string;
  /** `name@version` of the machine that folded it: a snapshot of another machine is of no use. */
  readonly machine: string;
  readonly state: JsonObject;
}

/**
 * A cache, safe to delete at any time: whatever goes wrong in it, `load` finds nothing and `save` keeps nothing. Neither
 * throws.
 */
export interface SnapshotStore {
  /** The latest snapshot of the stream, if there is one. */
  load(stream: string): Promise<Snapshot | undefined>;
  /** Keeps the snapshot, unless one of a later revision is there. */
  save(snapshot: Snapshot): Promise<void>;
  close(): Promise<void>;
}
