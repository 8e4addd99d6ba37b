import type { Bilingual } from '#libs/kernel/decider';

export type Language = 'ja' | 'en';

/** One field of the request and what is wrong with it. */
export interface ProblemField {
  /** Path in the body such as `lines[2].quantity`, or the name of a parameter or header. */
  readonly field: string;
  readonly rule: string;
  /** In the language of the answer. */
  readonly message: string;
  readonly messages: Bilingual;
}

/** An error as RFC 9457 describes it (`application/problem+json`), with what people and programs need to go on. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, kebab-case; the last part of `type`. */
  readonly code: string;
  readonly detail: string;
  readonly messages: Bilingual;
  readonly errors: readonly ProblemField[];
  /** For a refusal: the state that refused. */
  readonly state?: unknown;
  readonly revision?: string;
  /** For a refusal by the state: the commands that it would take, as their path segments. */
  readonly possibleCommands?: readonly string[];
}

/** A problem before its language is chosen. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly title: Bilingual;
  readonly detail: Bilingual;
  readonly errors?: readonly { readonly field: string; readonly rule: string; readonly message: Bilingual }[];
  readonly extensions?: Pick<ProblemDocument, 'state' | 'revision' | 'possibleCommands'>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends a request with a problem. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail.en, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The language of `Accept-Language` (RFC 9110) that Juchu speaks best; English where neither is asked for. */
export const preferredLanguage = (acceptLanguage: string | undefined): Language => {
  const weight = { ja: -1, en: -1, '*': -1 };
  for (const entry of (acceptLanguage ?? '').split(',').slice(0, 20)) {
    const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
    const primary = tag.trim().split('-')[0];
    if (primary !== 'ja' && primary !== 'en' && primary !== '*') continue;
    const quality = Number(/^\s*q=([\d.]+)\s*$/.exec(parameters[0] ?? '')?.[1] ?? 1);
    weight[primary] = Math.max(weight[primary], Number.isNaN(quality) ? 0 : quality);
  }
  const japanese = weight.ja >= 0 ? weight.ja : 0;
  const english = weight.en >= 0 ? weight.en : Math.max(weight['*'], 0);
  return japanese > english ? 'ja' : 'en';
};

export const problemDocument = (problem: Problem, language: Language): ProblemDocument => ({
  type: `urn:juchu:problem:${problem.code}`,
  title: problem.title[language],
  status: problem.status,
  code: problem.code,
  detail: problem.detail[language],
  messages: problem.detail,
  errors: (problem.errors ?? []).map(({ field, rule, message }) => ({
    field,
    rule,
    message: message[language],
    messages: message,
  })),
  ...problem.extensions,
});
