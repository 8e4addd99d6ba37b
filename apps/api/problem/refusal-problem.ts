import type { Refusal } from '#libs/kernel/decider';
import type { Problem } from './problem.ts';
import { problemOf } from './problem-from-error.ts';

/** What an operation answers where it was refused. */
export const isRefusalAnswer = (answer: object): answer is Refusal =>
  'refused' in answer && 'code' in answer && 'message' in answer;

/** A refusal as a problem; `more` says where the thing stands. */
export const refusalProblem = (
  { refused, code, field, message }: Refusal,
  more: NonNullable<Problem['extensions']> = {},
): Problem =>
  refused === 'rule'
    ? problemOf('refused-by-rule', message, {
        code,
        errors: field === undefined ? [] : [{ field, rule: code, message }],
        extensions: more,
      })
    : problemOf('refused-by-state', message, { code, extensions: more });
