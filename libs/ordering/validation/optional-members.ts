import { getMetadataStorage } from 'class-validator';
import type { PayloadClass } from '#libs/kernel/command-catalogue';
import { Optional } from './value-rule.ts';

/** The members of a payload class as they are where each may be left out: what `OptionalMembersOf` goes on extends it. */
export const partly = <Payload extends object>(payload: PayloadClass<Payload>): PayloadClass<Partial<Payload>> =>
  payload;

/** For a class that extends another one: every member of that one obeys its rules, and may be left out. */
export const OptionalMembersOf =
  (payload: PayloadClass): ClassDecorator =>
  (target) => {
    const rules = getMetadataStorage().getTargetValidationMetadatas(payload, '', true, false);
    for (const member of new Set(rules.map(({ propertyName }) => propertyName)))
      Optional()(target.prototype as object, member);
  };
