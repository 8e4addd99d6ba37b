import type { Bilingual } from '#libs/kernel/decider';

/** What a query names is there, but not the part of it that a parameter names: a 404 that says which parts there are. */
export class PartNotFound extends Error {
  /** The parameter that names it. */
  readonly field: string;
  readonly detail: Bilingual;
  constructor(field: string, detail: Bilingual) {
    super(detail.en);
    this.name = 'PartNotFound';
    this.field = field;
    this.detail = detail;
  }
}
