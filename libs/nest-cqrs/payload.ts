import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { PayloadClass } from '#libs/kernel/command-catalogue';
import type { FieldProblem } from './field-problem.ts';
import { nestedShapeProblems } from './nested-shape.ts';
import { messageOf, ruleOf, tellingRank, UNKNOWN_FIELD } from './validation-messages.ts';

/** Deeper bodies than this are nobody's order, and recursion over them would exhaust the stack. */
const MAX_DEPTH = 16;
/** More problems than this tell a person nothing new. */
const MAX_PROBLEMS = 50;

/** Members that every object inherits: class-validator's whitelist would let them pass. */
const inherited = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const pathTo = (parent: string, key: string, inArray: boolean): string =>
  inArray ? `${parent}[${key}]` : parent === '' ? key : `${parent}.${key}`;

/** Copies plain JSON without what no payload class may hold, which it collects. */
const withoutForbidden = (value: unknown, path: string, depth: number, problems: FieldProblem[]): unknown => {
  if (!isObject(value)) return value;
  if (depth > MAX_DEPTH) {
    problems.push({
      field: path,
      rule: 'too-deep',
      message: { ja: '入れ子が深すぎます。', en: 'is nested too deeply' },
    });
    return undefined;
  }
  if (Array.isArray(value))
    return value.map((element, index) =>
      withoutForbidden(element, pathTo(path, String(index), true), depth + 1, problems),
    );
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const field = pathTo(path, key, false);
    if (inherited.has(key)) problems.push({ field, ...UNKNOWN_FIELD });
    else copy[key] = withoutForbidden(member, field, depth + 1, problems);
  }
  return copy;
};

/** A payload instance made from JSON, and what is already wrong with the JSON's shape; the class's own rules are still to be checked. */
export const payloadFrom = <Payload extends object>(
  payloadClass: PayloadClass<Payload>,
  body: unknown,
): { readonly payload: Payload; readonly problems: readonly FieldProblem[] } => {
  if (body !== undefined && (!isObject(body) || Array.isArray(body))) {
    const message = { ja: 'JSON オブジェクトを送ってください。', en: 'send a JSON object' };
    return { payload: new payloadClass(), problems: [{ field: '', rule: 'is-object', message }] };
  }
  const problems: FieldProblem[] = [];
  const plain = withoutForbidden(body ?? {}, '', 0, problems) as object;
  return { payload: plainToInstance(payloadClass, plain), problems };
};

const problemsIn = (errors: readonly ValidationError[], parent: string, inArray: boolean): readonly FieldProblem[] =>
  errors.flatMap((error) => {
    const field = pathTo(parent, error.property, inArray);
    const rules = Object.keys(error.constraints ?? {});
    const missing = error.value === undefined && rules.length > 0 && !rules.includes('whitelistValidation');
    const own = missing
      ? [{ field, rule: 'required', message: { ja: '必須項目です。', en: 'is required' } }]
      : rules.map((rule) => ({ field, rule: ruleOf(rule), message: messageOf(error, rule) }));
    return [...own, ...problemsIn(error.children ?? [], field, Array.isArray(error.value))];
  });

/** One problem of each field: the most telling, and of those that say as much the first. */
const oneOfEachField = (problems: readonly FieldProblem[]): readonly FieldProblem[] => {
  const byField = new Map<string, FieldProblem>();
  for (const problem of problems) {
    const known = byField.get(problem.field);
    if (!known || tellingRank(problem.rule) < tellingRank(known.rule)) byField.set(problem.field, problem);
  }
  return [...byField.values()];
};

/**
 * Every member that breaks the rules of the instance's class, each once, members it does not know included; empty when all is well.
 * Rules are synchronous: whatever needs the outside world is not a payload's business. `found` is what `payloadFrom` found already; where that is that the body
 * is no object, there is nothing more to check.
 */
export const problemsOf = (instance: object, found: readonly FieldProblem[] = []): readonly FieldProblem[] => {
  if (found.some(({ field, rule }) => field === '' && rule === 'is-object')) return found;
  const options = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false };
  const broken = problemsIn(validateSync(instance, options), '', false);
  return oneOfEachField([...found, ...broken, ...nestedShapeProblems(instance)]).slice(0, MAX_PROBLEMS);
};

/** The payload as plain JSON: no class, no members that are undefined. */
export const plainOf = (value: object): object => {
  const plain = (member: unknown): unknown => {
    if (Array.isArray(member)) return member.map(plain);
    if (!isObject(member)) return member;
    return Object.fromEntries(
      Object.entries(member)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => [key, plain(inner)]),
    );
  };
  return plain(value) as object;
};
