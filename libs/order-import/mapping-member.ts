import { ImportInputError } from './import-input-error.ts';

/** One member of a mapping file: what it means to people, and how it is read. */
export interface Member<Value> {
  readonly meaning: string;
  /** The value, checked. `path` names the member in what is thrown: `ImportInputError`. */
  read(value: unknown, path: string): Value;
  /** The members inside, where it is a section or a list of sections. */
  readonly inside?: Readonly<Record<string, Member<unknown>>>;
  /** It names a column, which the file then has to have. */
  readonly isColumn?: true;
}

/** What a member's reading gives. */
export type ValueOf<M> = M extends Member<infer Value> ? Value : never;

/** Reads a member that is there; whatever else is asked of it is wrapped around. */
const present = <Value>(
  meaning: string,
  demand: string,
  accept: (value: unknown) => Value | undefined,
): Member<Value> => ({
  meaning,
  read(value, path) {
    if (value === undefined || value === null) throw new ImportInputError(`${path} is missing: ${meaning}`);
    const accepted = accept(value);
    if (accepted === undefined)
      throw new ImportInputError(`${path} must be ${demand}, not ${JSON.stringify(value)}: ${meaning}`);
    return accepted;
  },
});

/** A text that is not blank; numbers are taken as they are written. */
export const text = (meaning: string): Member<string> =>
  present(meaning, 'a text', (value) => {
    const written = typeof value === 'number' ? String(value) : value;
    return typeof written === 'string' && written.trim() !== '' ? written : undefined;
  });

/** The name of a column. */
export const column = (holds: string): Member<string> => ({
  ...text(`name of the column with ${holds}`),
  isColumn: true,
});

/** A text of one pattern. */
export const textLike = (pattern: RegExp, demand: string, meaning: string): Member<string> =>
  present(meaning, demand, (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined));

/** A text for which `isValid` holds. */
export const textThat = (isValid: (value: string) => boolean, demand: string, meaning: string): Member<string> =>
  present(meaning, demand, (value) => (typeof value === 'string' && isValid(value) ? value : undefined));

export const oneOf = <const Word extends string>(words: readonly Word[], meaning: string): Member<Word> =>
  present(meaning, `one of ${words.join(', ')}`, (value) => words.find((word) => word === value));

/** Texts by text. */
export const dictionary = (meaning: string): Member<ReadonlyMap<string, string>> =>
  present(meaning, 'a map from text to text', (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
      ? new Map(entries)
      : undefined;
  });

export const optional = <Value>(member: Member<Value>): Member<Value | undefined> => ({
  ...member,
  meaning: `${member.meaning} (optional)`,
  read: (value, path) => (value === undefined || value === null ? undefined : member.read(value, path)),
});

export const withDefault = <Value>(member: Member<Value>, usual: Value): Member<Value> => ({
  ...member,
  meaning: `${member.meaning} (default: ${JSON.stringify(usual)})`,
  read: (value, path) => (value === undefined || value === null ? usual : member.read(value, path)),
});

/** A section that may be left out, since every member of it may. */
export const emptyUnlessGiven = <Value>(member: Member<Value>): Member<Value> => ({
  ...member,
  read: (value, path) => member.read(value ?? {}, path),
});

/** One entry or a list of entries, not empty. */
export const listOf = <Value>(member: Member<Value>): Member<readonly Value[]> => ({
  ...member,
  read(value, path) {
    if (!Array.isArray(value)) return [member.read(value, path)];
    if (value.length === 0) throw new ImportInputError(`${path} must not be an empty list: ${member.meaning}`);
    return value.map((entry, index) => member.read(entry, `${path}[${index}]`));
  },
});

/** Members inside a member. A name that it does not know is refused, since a misspelt one would silently do nothing. */
export const section = <const Members extends Readonly<Record<string, Member<unknown>>>>(
  meaning: string,
  members: Members,
): Member<{ readonly [Name in keyof Members]: ValueOf<Members[Name]> }> => ({
  meaning,
  inside: members,
  read(value, path) {
    if (value === undefined || value === null) throw new ImportInputError(`${path} is missing: ${meaning}`);
    if (typeof value !== 'object' || Array.isArray(value))
      throw new ImportInputError(`${path} must hold ${Object.keys(members).join(', ')}: ${meaning}`);
    const given = new Map<string, unknown>(Object.entries(value));
    const inner = (name: string): string => (path === ROOT ? name : `${path}.${name}`);
    const unknown = [...given.keys()].find((name) => !Object.hasOwn(members, name));
    if (unknown !== undefined)
      throw new ImportInputError(
        `${inner(unknown)} is not a member of a mapping; ${path} may hold ${Object.keys(members).join(', ')}`,
      );
    const read = Object.entries(members).map(([name, member]) => [name, member.read(given.get(name), inner(name))]);
    return Object.fromEntries(read) as { readonly [Name in keyof Members]: ValueOf<Members[Name]> };
  },
});

/** What the outermost section is called in messages. */
export const ROOT = 'the mapping';

/** The columns that a value names, each by the path of the member that names it. */
export const columnsNamed = (member: Member<unknown>, value: unknown, path: string): ReadonlyMap<string, string> => {
  if (value === undefined) return new Map();
  if (Array.isArray(value))
    return new Map(value.flatMap((entry, index) => [...columnsNamed(member, entry, `${path}[${index}]`)]));
  if (member.isColumn) return new Map(typeof value === 'string' ? [[path, value]] : []);
  const values = new Map<string, unknown>(Object.entries(value as object));
  const inner = Object.entries(member.inside ?? {});
  return new Map(inner.flatMap(([name, inside]) => [...columnsNamed(inside, values.get(name), `${path}.${name}`)]));
};
