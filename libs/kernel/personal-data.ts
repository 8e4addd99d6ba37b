/** A personal value as the log keeps it: `sealed` is `v1.<person>.<base64url of nonce, tag and ciphertext>` (AES-256-GCM). */
export interface Sealed {
  readonly sealed: string;
}

/**
 * A field about a person: in the clear while a command is decided, sealed in the log and in read models,
 * null once the person's key has been destroyed, or is not the one that it was sealed with, and it is read again.
 */
export type Personal<Value> = Value | Sealed | null;

/** Keys that open personal data, one per person, kept outside the log: destroying one erases the person and breaks no proof. */
export interface KeyVault {
  /** The person's 32-byte key; made, and durable, before this returns, where there was none. Throws `PersonErased` for an erased person. */
  keyFor(person: string): Uint8Array;
  /** The person's key, or undefined where it was never made or has been destroyed. */
  findKey(person: string): Uint8Array | undefined;
  /** Destroys the key for ever. The person cannot be given a new one under the same id. */
  destroyKey(person: string): void;
  close(): void;
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
