import { NewerProgram } from '#libs/kernel/decider';
import type { Fact, RecordedFact } from '#libs/kernel/fact';

/** Every recorded fact of a union, told apart by its `type`. */
export type Recorded<F extends Fact> = F extends Fact ? Omit<RecordedFact, 'type' | 'data'> & F : never;

const isOneOf = <F extends Fact>(
  types: Readonly<Record<F['type'], unknown>>,
  fact: RecordedFact,
): fact is RecordedFact & Recorded<F> => Object.hasOwn(types, fact.type);

/** The fact as one of the union whose types are the members of `types`. Throws `NewerProgram` for any other. */
export const asOneOf = <F extends Fact>(
  types: Readonly<Record<F['type'], unknown>>,
  fact: RecordedFact,
): Recorded<F> => {
  if (isOneOf<F>(types, fact)) return fact;
  throw new NewerProgram(
    `${fact.stream} holds ${fact.type} at revision ${String(fact.revision)}: start a version of this program that knows it`,
  );
};

/** When it happened, as far as the business is concerned: RFC 3339 UTC, always with milliseconds, so that texts sort like times. */
export const happenedAt = ({ metadata }: Pick<RecordedFact, 'metadata'>): string =>
  withMilliseconds(metadata.occurredAt ?? metadata.recordedAt);

/** `2026-01-05T10:00:00Z` → `2026-01-05T10:00:00.000Z`. */
export const withMilliseconds = (instant: string): string =>
  instant.length === 24 && instant.endsWith('Z') ? instant : new Date(instant).toISOString();

/** A number of the state after a fact. Throws where the state has none of that name. */
export const numberAfter = ({ metadata, stream, revision }: RecordedFact, member: string): number => {
  const value = metadata.stateAfter[member];
  if (typeof value === 'number') return value;
  throw new TypeError(`${stream} says nothing of ${member} after revision ${String(revision)}`);
};

/** A text of the state after a fact, such as the state of a region. Throws where the state has none of that name. */
export const textAfter = ({ metadata, stream, revision }: RecordedFact, member: string): string => {
  const value = metadata.stateAfter[member];
  if (typeof value === 'string') return value;
  throw new TypeError(`${stream} says nothing of ${member} after revision ${String(revision)}`);
};
