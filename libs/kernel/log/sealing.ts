import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { StreamType } from '../decider.ts';
import type { Fact } from '../fact.ts';
import type { KeyVault, KeyVaultCallOptions, Sealed } from '../personal-data.ts';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** True for a value as the log keeps personal data. */
const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' &&
  value !== null &&
  'sealed' in value &&
  typeof value.sealed === 'string' &&
  value.sealed.startsWith(`${VERSION}.`);

/** Binds a sealed value to its place: moved to another stream, fact type or member, it reads as null. */
const placeOf = (stream: string, factType: string, member: string): Buffer =>
  Buffer.from(JSON.stringify([stream, factType, member]));

const sealValue = (key: Uint8Array, person: string, place: Buffer, value: unknown): Sealed => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(place);
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return {
    sealed: `${VERSION}.${person}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`,
  };
};

/** Whose key opens the value. */
const personIn = ({ sealed }: Sealed): string => sealed.slice(VERSION.length + 1, sealed.lastIndexOf('.'));

/**
 * Null without the key, and likewise where the present key does not fit: in one answer about many persons, one lost key must not hide the others. That the log is
 * what was written is proved by its hash chain, not by the cipher.
 */
const openValue = (key: Uint8Array | undefined, place: Buffer, { sealed }: Sealed): unknown => {
  if (!key) return null;
  const bytes = Buffer.from(sealed.slice(sealed.lastIndexOf('.') + 1), 'base64url');
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(place).setAuthTag(tag);
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as unknown;
  } catch {
    return null;
  }
};

/** The members of a fact that are about a person and hold something. */
export const personalMembersOf = (
  { personal }: Pick<StreamType, 'personal'>,
  { type, data }: Fact,
): readonly string[] => {
  const present = new Map(Object.entries(data));
  return (personal[type] ?? []).filter((member) => (present.get(member) ?? null) !== null);
};

/**
 * The fact as the log keeps it: every personal member sealed under the person's key. Throws `TypeError` for a value that is sealed already: it belongs to another
 * place and would never open here.
 */
export const sealFact = <F extends Fact>(
  streamType: Pick<StreamType, 'personal'>,
  person: string,
  key: Uint8Array,
  stream: string,
  fact: F,
): F => {
  const members = personalMembersOf(streamType, fact);
  if (members.length === 0) return fact;
  const data = new Map(Object.entries(fact.data));
  for (const member of members) {
    const value: unknown = data.get(member);
    if (isSealed(value)) throw new TypeError(`${fact.type}.${member} was copied from another fact while still sealed`);
    data.set(member, sealValue(key, person, placeOf(stream, fact.type, member), value));
  }
  return { ...fact, data: Object.fromEntries(data) };
};

/** A fact and the stream that it is in: what is sealed in it opens nowhere else. */
export interface PlacedFact<F extends Fact = Fact> {
  readonly stream: string;
  readonly fact: F;
}

const sealedMembersOf = ({ data }: Fact): readonly (readonly [string, Sealed])[] =>
  Object.entries(data).filter((entry): entry is [string, Sealed] => isSealed(entry[1]));

/**
 * The facts with their personal members in the clear; null for those of an erased person, and for those that the present key does not open. All keys are asked for
 * at once. Throws `KeyVaultError`.
 */
export const openFacts = async <F extends Fact>(
  vault: Pick<KeyVault, 'findKeys'>,
  placed: readonly PlacedFact<F>[],
  options?: KeyVaultCallOptions,
): Promise<readonly F[]> => {
  const sealed = placed.map(({ fact }) => sealedMembersOf(fact));
  const persons = new Set(sealed.flatMap((members) => members.map(([, value]) => personIn(value))));
  if (persons.size === 0) return placed.map(({ fact }) => fact);
  const keys = await vault.findKeys([...persons], options);
  return placed.map(({ stream, fact }, index) => {
    const members = sealed[index] ?? [];
    if (members.length === 0) return fact;
    const opened = members.map(([member, value]) => {
      const place = placeOf(stream, fact.type, member);
      return [member, openValue(keys.get(personIn(value)), place, value)] as const;
    });
    return { ...fact, data: { ...fact.data, ...(Object.fromEntries(opened) as object) } };
  });
};
