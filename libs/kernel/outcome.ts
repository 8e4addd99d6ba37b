import type { Refusal } from './decider.ts';
import type { Actor, Fact, StateAfter } from './fact.ts';

/** What accompanies a command: who, why, and what makes it recognisable. */
export interface CommandContext {
  /** UUID. Repeats of one command carry the same. Where the caller gave no key, a fresh one. */
  readonly commandId: string;
  /** True where the id was made for this call alone, so that no earlier run can exist. */
  readonly fresh?: boolean;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly actor: Actor;
  /** When it happened in the world, RFC 3339 UTC, where that is not now. */
  readonly occurredAt?: string;
  /** `If-Match`: the revision the caller has seen. */
  readonly expectedRevision?: bigint;
  /** The fingerprint of what the caller sent, where the command was enriched since; default: of the command itself. */
  readonly commandHash?: string;
  readonly timeoutMs?: number;
}

/** The answer to a command that was carried out, also to its repeats. */
export interface Accepted {
  readonly accepted: true;
  readonly id: string;
  readonly stream: string;
  /** Revision after the command; undefined only for a no-op on a stream that does not exist. */
  readonly revision: bigint | undefined;
  /** Position of its last fact; undefined where the command changed nothing. */
  readonly position: string | undefined;
  readonly state: StateAfter;
  /** The facts it recorded (personal members in the clear); none where nothing was to change. */
  readonly facts: readonly Fact[];
  /** True where an earlier run of the same command was recognised. */
  readonly repeated: boolean;
}

export interface Refused {
  readonly accepted: false;
  readonly id: string;
  readonly refusal: Refusal;
  readonly state: StateAfter;
  readonly revision: bigint | undefined;
}

export type Outcome = Accepted | Refused;

export type CommandErrorCode =
  /** `If-Match` names another revision than the stream's. */
  | 'staleRevision'
  /** The command id was used before for another command. */
  | 'commandReused'
  /** Others kept changing the stream; nothing was done. */
  | 'contention'
  /** The store cannot be reached; nothing is known to be done; the same command id may be sent again. */
  | 'unavailable';

/** A command that ended neither accepted nor refused. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;
  constructor(code: CommandErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.code = code;
  }
}
