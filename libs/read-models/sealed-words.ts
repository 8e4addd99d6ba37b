import { CorruptStream } from '#libs/kernel/decider';
import type { RecordedFact } from '#libs/kernel/fact';
import { openFacts } from '#libs/kernel/log/sealing';
import type { KeyVault } from '#libs/kernel/personal-data';

/** A text about a person as the log holds it, with the place that it was sealed in: it opens as a member of that fact only. */
export type SealedWords = {
  readonly sealed: string;
  readonly stream: string;
  readonly type: string;
  readonly member: string;
};

/** What a member of a fact says, still sealed; null where it says nothing. A text in the clear must not get into the database. */
export const sealedWords = ({ stream, type, data }: RecordedFact, member: string): SealedWords | null => {
  const value: unknown = new Map<string, unknown>(Object.entries(data)).get(member) ?? null;
  if (value === null) return null;
  if (typeof value === 'object' && 'sealed' in value && typeof value.sealed === 'string')
    return { sealed: value.sealed, stream, type, member };
  throw new CorruptStream(`${stream} holds ${type}.${member} in the clear`);
};

/** The texts in their order; null where there is none, or its person was erased. Throws `KeyVaultError`. */
export const openWords = async (
  words: readonly (SealedWords | null)[],
  vault: KeyVault,
): Promise<readonly (string | null)[]> => {
  const placed = words.map((each) => ({
    stream: each?.stream ?? '',
    fact: {
      type: each?.type ?? '',
      data: { words: null, ...(each ? { [each.member]: { sealed: each.sealed } } : {}) },
    },
  }));
  const opened = await openFacts(vault, placed);
  return opened.map(({ data }, index) => {
    const text = new Map<string, unknown>(Object.entries(data)).get(words[index]?.member ?? 'words');
    return typeof text === 'string' ? text : null;
  });
};
