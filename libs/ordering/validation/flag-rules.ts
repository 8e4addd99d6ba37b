import { Obeys, type ValueRule } from './value-rule.ts';

const flag: ValueRule = {
  name: 'isFlag',
  accepts: (value) => typeof value === 'boolean',
  demand: { ja: 'true または false で指定してください。', en: 'must be true or false' },
  schema: { type: 'boolean' },
};

/** Yes or no. */
export const IsFlag = (): PropertyDecorator => Obeys(flag);
