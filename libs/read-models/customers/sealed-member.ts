import { openFacts, type PlacedFact } from '#libs/kernel/log/sealing';
import type { Fact, RecordedFact } from '#libs/kernel/fact';
import type { KeyVault } from '#libs/kernel/personal-data';
import { CorruptStream } from '#libs/kernel/decider';

/** A personal member as the log holds it, with the place that it was sealed in: it opens nowhere else. */
export type SealedMember = {
  readonly sealed: string;
  readonly stream: string;
  readonly fact: string;
  readonly member: string;
};

const isSealed = (value: unknown): value is { readonly sealed: string } =>
  typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string';

/** The member of a fact, sealed; null where the fact has none. Throws `CorruptStream` for one in the clear: it must not get into the database. */
export const sealedMember = ({ stream, type, data }: RecordedFact, member: string): SealedMember | null => {
  const value: unknown = Reflect.get(data, member);
  if (value === undefined || value === null) return null;
  if (!isSealed(value)) throw new CorruptStream('a personal value in the log is not sealed');
  return { sealed: value.sealed, stream, fact: type, member };
};

type Opened = Fact<string, Readonly<Record<string, unknown>>>;

const placed = (sealed: SealedMember | null): PlacedFact<Opened> =>
  sealed
    ? { stream: sealed.stream, fact: { type: sealed.fact, data: { [sealed.member]: { sealed: sealed.sealed } } } }
    : { stream: '', fact: { type: '', data: {} } };

/** What the members hold, in their order; null where there is nothing, and where the person was erased. All keys are asked for at once. Throws `KeyVaultError`. */
export const openMembers = async (
  members: readonly (SealedMember | null)[],
  vault: KeyVault,
): Promise<readonly unknown[]> => {
  const opened = await openFacts(vault, members.map(placed));
  return members.map((sealed, index) => (sealed ? (opened[index]?.data[sealed.member] ?? null) : null));
};
