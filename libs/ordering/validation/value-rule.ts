import 'reflect-metadata';
import { ValidateBy, ValidateIf } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { Bilingual } from '#libs/kernel/decider';
import type { JsonObject } from '#libs/kernel/json';

/** What one value of a command's body has to be: the check, the words for the clerk who sent it, and the same in JSON Schema. */
export interface ValueRule {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
  /** What it has to be. English follows the member's name: `must be a whole number from 1 to 10`. */
  readonly demand: Bilingual;
  readonly schema: JsonObject;
}

/** The member must obey the rule. It must be there, unless it is `Optional` too. */
export const Obeys =
  ({ name, accepts, demand, schema }: ValueRule): PropertyDecorator =>
  (target, member) => {
    const validator = { validate: accepts, defaultMessage: () => `$property ${demand.en}` };
    ValidateBy({ name, validator }, { context: demand })(target, member);
    JSONSchema(schema)(target, String(member));
  };

/** The rule for a list of values, each of which obeys `rule`. */
export const listOf = (rule: ValueRule, minimum: number, maximum: number): ValueRule => ({
  name: `${rule.name}List`,
  accepts: (value) =>
    Array.isArray(value) && value.length >= minimum && value.length <= maximum && value.every(rule.accepts),
  demand: {
    ja: `${minimum} 件以上 ${maximum} 件以内の配列で指定してください。各要素: ${rule.demand.ja}`,
    en: `must be a list of ${minimum} to ${maximum} entries, each of which ${rule.demand.en}`,
  },
  schema: { type: 'array', items: rule.schema, minItems: minimum, maxItems: maximum },
});

/** The member may be left out. `null` is not leaving it out. */
export const Optional = (): PropertyDecorator => ValidateIf((_body, value) => value !== undefined);
