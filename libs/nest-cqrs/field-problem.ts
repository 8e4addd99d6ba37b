import type { Bilingual } from '#libs/kernel/decider';

/** What is wrong with one member of what a caller sent. */
export interface FieldProblem {
  /** Path from the body's root, such as `lines[2].quantity`; empty for the body itself. */
  readonly field: string;
  /** Stable, kebab-case: `required`, `unknown-field`, `is-int`, `max`, … */
  readonly rule: string;
  readonly message: Bilingual;
}

const listed = (problems: readonly FieldProblem[]): string =>
  problems.map(({ field, message }) => (field === '' ? message.en : `${field}: ${message.en}`)).join('; ');

/** The body of a command breaks the rules of its payload class. Nothing was decided, nothing was recorded. */
export class InvalidCommand extends Error {
  readonly problems: readonly FieldProblem[];
  constructor(problems: readonly FieldProblem[]) {
    super(listed(problems));
    this.name = 'InvalidCommand';
    this.problems = problems;
  }
}

/** The parameters of a query break the rules of their class. */
export class InvalidParameters extends Error {
  readonly problems: readonly FieldProblem[];
  constructor(problems: readonly FieldProblem[]) {
    super(listed(problems));
    this.name = 'InvalidParameters';
    this.problems = problems;
  }
}
