import type { RecordedEvent } from '#libs/kernel/event-store';
import { isUuid } from '#libs/kernel/log/append-encoding';

/** Hexadecimal digits of a digest: 8 bytes. Two commands of one stream that share it cost a read, nothing else. */
const DIGITS = 16;
const DIGEST_BYTES = DIGITS / 2;
const ENTRY_BYTES = DIGEST_BYTES + 8;

/** The commands of one stream: a short digest of each, with the revision of its first event. */
export interface CommandDigests {
  /** Revision of the next event that was not looked at. */
  next(): bigint;
  /** How many commands are in it. */
  size(): number;
  /** Takes in the events from `next` on; others are passed over. */
  extend(events: readonly Pick<RecordedEvent, 'revision' | 'metadata'>[]): void;
  /** Where events of the command may begin. */
  candidates(commandId: string): readonly bigint[];
  /** All of it in base64, for `unpackDigests`. */
  pack(): string;
}

interface Contents {
  readonly next: bigint;
  readonly entries: readonly (readonly [digest: string, revision: bigint])[];
}

/** The leading half of the UUID: command ids are random or hashes. */
const digestOf = (commandId: string): string => commandId.replaceAll('-', '').slice(0, DIGITS).toLowerCase();

export const createDigests = ({ next: begin, entries }: Contents = { next: 0n, entries: [] }): CommandDigests => {
  const revisions = new Map<string, readonly bigint[]>();
  let count = 0;
  let next = begin;
  let latest: unknown;

  const add = (digest: string, revision: bigint): void => {
    revisions.set(digest, [...(revisions.get(digest) ?? []), revision]);
    count += 1;
  };
  for (const [digest, revision] of entries) add(digest, revision);

  return {
    next: () => next,
    size: () => count,
    extend: (events) => {
      for (const { revision, metadata } of events) {
        if (revision < next) continue;
        const commandId = metadata['commandId'];
        // The events of a command stand one behind the other.
        if (commandId !== latest && isUuid(commandId)) add(digestOf(commandId), revision);
        latest = commandId;
        next = revision + 1n;
      }
    },
    candidates: (commandId) => revisions.get(digestOf(commandId)) ?? [],
    pack: () => {
      const bytes = Buffer.alloc(count * ENTRY_BYTES);
      let offset = 0;
      for (const [digest, all] of revisions)
        for (const revision of all) {
          bytes.write(digest, offset, 'hex');
          bytes.writeBigUInt64BE(revision, offset + DIGEST_BYTES);
          offset += ENTRY_BYTES;
        }
      return bytes.toString('base64');
    },
  };
};

/** Undefined for what `pack` did not write. `next` is where the packed digests end. */
export const unpackDigests = (packed: unknown, next: bigint): CommandDigests | undefined => {
  if (typeof packed !== 'string') return undefined;
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.length % ENTRY_BYTES !== 0) return undefined;
  const entries = Array.from({ length: bytes.length / ENTRY_BYTES }, (_, index) => {
    const offset = index * ENTRY_BYTES;
    const digest = bytes.toString('hex', offset, offset + DIGEST_BYTES);
    return [digest, bytes.readBigUInt64BE(offset + DIGEST_BYTES)] as const;
  });
  return createDigests({ next, entries });
};
