import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { FieldProblem } from './field-problem.ts';

interface NestedMember {
  readonly name: string;
  readonly list: boolean;
}

const nestedMembersByClass = new WeakMap<object, readonly NestedMember[]>();

const nestedMembersOf = (target: { readonly constructor: new () => object } | object): readonly NestedMember[] => {
  const known = nestedMembersByClass.get(target.constructor);
  if (known) return known;
  const members = getMetadataStorage()
    .getTargetValidationMetadatas(target.constructor, '', true, false)
    .filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION)
    .map(({ propertyName, each }) => ({ name: propertyName, list: each }));
  nestedMembersByClass.set(target.constructor, members);
  return members;
};

/**
 * class-validator lets a list pass where one nested object is expected, and an object where a list is: it validates whatever it finds inside.
 * This names those members.
 */
export const nestedShapeProblems = (instance: object, path = ''): readonly FieldProblem[] =>
  nestedMembersOf(instance).flatMap(({ name, list }): readonly FieldProblem[] => {
    const value: unknown = Reflect.get(instance, name);
    if (typeof value !== 'object' || value === null) return [];
    const field = path === '' ? name : `${path}.${name}`;
    if (!Array.isArray(value))
      return list
        ? [{ field, rule: 'is-array', message: { ja: '配列で指定してください。', en: 'must be a list' } }]
        : nestedShapeProblems(value, field);
    if (!list)
      return [
        { field, rule: 'is-object', message: { ja: 'オブジェクトで指定してください。', en: 'must be an object' } },
      ];
    return value.flatMap((element: unknown, index) =>
      typeof element === 'object' && element !== null && !Array.isArray(element)
        ? nestedShapeProblems(element, `${field}[${String(index)}]`)
        : [
            {
              field: `${field}[${String(index)}]`,
              rule: 'is-object',
              message: { ja: 'オブジェクトで指定してください。', en: 'must be an object' },
            },
          ],
    );
  });
