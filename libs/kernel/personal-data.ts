/** A personal value as the log keeps it: `sealed` is `v1.<person>.<base64url of nonce, tag and ciphertext>` (AES-256-GCM). */
export interface Sealed {
  readonly sealed: string;
}

/**
 * A field about a person: in the clear while a command is decided, sealed in the log and in read models,
 * null once the person's key has been destroyed, or is not the one that it was sealed with, and it is read again.
 */
export type Personal<Value> = Value | Sealed | null;

export interface KeyVaultCallOptions {
  /** How long the call may take, in milliseconds. Default: 5,000. */
  readonly timeoutMs?: number;
}

/**
 * Keys that open personal data, one per person, kept outside the log: destroying one erases the person and breaks no proof. Every call may throw `KeyVaultError`.
 */
export interface KeyVault {
  /** The person's 32-byte key; made, and durable, before this resolves, where there was none. Throws `PersonErased` for an erased person. */
  keyFor(person: string, options?: KeyVaultCallOptions): Promise<Uint8Array>;
  /** The keys of those persons who have one, in one round trip; a key that was never made or has been destroyed is not among them. */
  findKeys(persons: readonly string[], options?: KeyVaultCallOptions): Promise<ReadonlyMap<string, Uint8Array>>;
  /**
   * Destroys the key for ever, for all processes at once. The person cannot be given a new one under the same id. Throws `KeyVaultError` `tracesLeft` where the key
   * opens nothing any more and yet its bytes could not be removed.
   */
  destroyKey(person: string, options?: KeyVaultCallOptions): Promise<void>;
  /** Finishes what is under way, and lets go of everything. */
  close(): Promise<void>;
}

export type KeyVaultErrorCode =
  /** It cannot be reached or written now; the same call may succeed later. */
  | 'unavailable'
  /** A key is destroyed and opens nothing any more, but its bytes are still in the vault's files: destroy it again. */
  | 'tracesLeft'
  /** This connection to it was closed by this program. */
  | 'closed';

/** The key vault did not do what it was asked to. One line that names the place, without any password. */
export class KeyVaultError extends Error {
  readonly code: KeyVaultErrorCode;
  constructor(code: KeyVaultErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeyVaultError';
    this.code = code;
  }
}

/** Something new was to be written about a person whose key has been destroyed. */
export class PersonErased extends Error {
  readonly person: string;
  constructor(person: string) {
    super(`the personal data of ${person} was erased; nothing new can be recorded under that id`);
    this.name = 'PersonErased';
    this.person = person;
  }
}
