import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { Obeys, type ValueRule } from './value-rule.ts';

type ClassOf = () => new () => object;

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const object: ValueRule = {
  name: 'isRecord',
  accepts: isObject,
  demand: { ja: 'オブジェクトで指定してください。', en: 'must be an object' },
  schema: {},
};

const objects = (minimum: number, maximum: number): ValueRule => ({
  name: 'isRecordList',
  accepts: (value) =>
    Array.isArray(value) && value.length >= minimum && value.length <= maximum && value.every(isObject),
  demand: {
    ja: `${minimum} 件以上 ${maximum} 件以内のオブジェクトの配列で指定してください。`,
    en: `must be a list of ${minimum} to ${maximum} objects`,
  },
  schema: { minItems: minimum, maxItems: maximum },
});

/** An object that obeys the rules of a class. */
export const IsRecordOf =
  (classOf: ClassOf): PropertyDecorator =>
  (target, member) => {
    Obeys(object)(target, member);
    ValidateNested({ message: '$property must be an object' })(target, member);
    Type(classOf)(target, member);
  };

/** A list of objects, each of which obeys the rules of a class. */
export const IsRecordListOf =
  (classOf: ClassOf, minimum: number, maximum: number): PropertyDecorator =>
  (target, member) => {
    Obeys(objects(minimum, maximum))(target, member);
    ValidateNested({ each: true, message: '$property must hold objects only' })(target, member);
    Type(classOf)(target, member);
  };
