import type { Refusal } from '#libs/kernel/decider';
import { ruleRefusal } from '../../refusal.ts';

/** The first of `R1`, `R2`, … that is not taken. */
export const nextId = (prefix: string, taken: Iterable<string>): string => {
  const used = new Set(taken);
  let number = 1;
  while (used.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
};

/** Refuses the use of an id that is taken. */
export const refusalOfTakenId = (
  field: string,
  id: string | undefined,
  taken: readonly string[],
): Refusal | undefined =>
  id !== undefined && taken.includes(id)
    ? ruleRefusal(
        'duplicate-id',
        field,
        `番号「${id}」はすでに使われています。`,
        `The id "${id}" is used already; give each entry its own.`,
      )
    : undefined;

/** Refuses entries of which two share an id with each other, or one with those that are taken. Entries without an id are passed over. */
export const refusalOfIds = <Member extends string>(
  entries: readonly Readonly<Partial<Record<Member, string>>>[],
  member: Member,
  field: string,
  taken: readonly string[] = [],
): Refusal | undefined => {
  const used = [...taken];
  for (const [index, { [member]: id }] of entries.entries()) {
    const refusal = refusalOfTakenId(`${field}[${index}].${member}`, id, used);
    if (refusal) return refusal;
    if (id !== undefined) used.push(id);
  }
  return undefined;
};

/** Entries with an id each: their own, or the next that is free. */
export const withIds = <Member extends string, Entry extends Readonly<Partial<Record<Member, string>>>>(
  entries: readonly Entry[],
  member: Member,
  prefix: string,
  taken: readonly string[] = [],
): readonly (Entry & Readonly<Record<Member, string>>)[] => {
  const used = [...taken, ...entries.flatMap(({ [member]: id }) => (id === undefined ? [] : [id]))];
  return entries.map((entry) => {
    const id = entry[member] ?? nextId(prefix, used);
    used.push(id);
    return { ...entry, [member]: id };
  });
};
