import 'reflect-metadata';
import { ValidateBy, ValidateIf } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { JsonObject } from '#libs/kernel/json';

/** What one value of a command's body has to be: the check, the words for the clerk who sent it, and the same in JSON Schema. */
export interface ValueRule {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
  /** Follows the member's name: `must be a whole number from 1 to 10`. */
  readonly demand: string;
  readonly schema: JsonObject;
}

/** The member must obey the rule. It must be there, unless it is `Optional` too. */
export const Obeys =
  ({ name, accepts, demand, schema }: ValueRule): PropertyDecorator =>
  (target, member) => {
    const validator = { validate: accepts, defaultMessage: () => `$property ${demand}` };
    ValidateBy({ name, validator })(target, member);
    JSONSchema(schema)(target, String(member));
  };

/** The rule for a list of values, each of which obeys `rule`. */
export const listOf = (rule: ValueRule, minimum: number, maximum: number): ValueRule => ({
  name: `${rule.name}List`,
  accepts: (value) =>
    Array.isArray(value) && value.length >= minimum && value.length <= maximum && value.every(rule.accepts),
  demand: `must be a list of ${minimum} to ${maximum} entries, each of which ${rule.demand}`,
  schema: { type: 'array', items: rule.schema, minItems: minimum, maxItems: maximum },
});

/** The member may be left out. `null` is not leaving it out. */
export const Optional = (): PropertyDecorator => ValidateIf((_body, value) => value !== undefined);
