import { getMetadataStorage, type ValidationError } from 'class-validator';
import type { Bilingual } from '#libs/kernel/decider';
import { kebabCase } from '#libs/kernel/command-catalogue';

const WHITELIST = 'whitelistValidation';

export const UNKNOWN_FIELD: { readonly rule: string; readonly message: Bilingual } = {
  rule: 'unknown-field',
  message: {
    ja: 'この項目はありません。綴りを確かめるか、取り除いてください。',
    en: 'is not a field here: check its spelling or leave it out',
  },
};

/** Rules that mean something only for a value of the right kind: a text is neither too large nor too small. */
const limits: ReadonlySet<string> = new Set([
  'is-positive',
  'min',
  'max',
  'is-not-empty',
  'min-length',
  'max-length',
  'is-length',
  'array-not-empty',
  'array-min-size',
  'array-max-size',
  'array-unique',
]);

/** How much the break of a rule says about a value, the most telling first: that it is of the wrong kind, that it is beyond a limit, that it cannot be looked into. */
export const tellingRank = (rule: string): number => (rule === 'nested-validation' ? 2 : limits.has(rule) ? 1 : 0);

/** What people read when a rule of class-validator is broken; `limits` are the arguments of the decorator. */
const texts: Readonly<Record<string, (...limits: readonly unknown[]) => Bilingual>> = {
  [WHITELIST]: () => UNKNOWN_FIELD.message,
  isArray: () => ({ ja: '配列で指定してください。', en: 'must be a list' }),
  isObject: () => ({ ja: 'オブジェクトで指定してください。', en: 'must be an object' }),
  nestedValidation: () => ({ ja: 'オブジェクトで指定してください。', en: 'must be an object' }),
  isString: () => ({ ja: '文字列で指定してください。', en: 'must be a text' }),
  isBoolean: () => ({ ja: 'true か false で指定してください。', en: 'must be true or false' }),
  isInt: () => ({ ja: '整数で指定してください（小数や文字列は使えません）。', en: 'must be a whole number' }),
  isNumber: () => ({ ja: '数値で指定してください。', en: 'must be a number' }),
  isPositive: () => ({ ja: '正の数で指定してください。', en: 'must be more than 0' }),
  min: (limit) => ({ ja: `${String(limit)} 以上で指定してください。`, en: `must be at least ${String(limit)}` }),
  max: (limit) => ({ ja: `${String(limit)} 以下で指定してください。`, en: `must be at most ${String(limit)}` }),
  isNotEmpty: () => ({ ja: '空にはできません。', en: 'must not be empty' }),
  minLength: (limit) => ({
    ja: `${String(limit)} 文字以上で指定してください。`,
    en: `must have at least ${String(limit)} characters`,
  }),
  maxLength: (limit) => ({
    ja: `${String(limit)} 文字以内で指定してください。`,
    en: `must have at most ${String(limit)} characters`,
  }),
  isLength: (least, most) => ({
    ja: `${String(least)} 文字以上 ${String(most)} 文字以内で指定してください。`,
    en: `must have ${String(least)} to ${String(most)} characters`,
  }),
  arrayNotEmpty: () => ({ ja: '1 件以上指定してください。', en: 'must hold at least one entry' }),
  arrayMinSize: (limit) => ({
    ja: `${String(limit)} 件以上指定してください。`,
    en: `must hold at least ${String(limit)} entries`,
  }),
  arrayMaxSize: (limit) => ({
    ja: `${String(limit)} 件以内にしてください。`,
    en: `must hold at most ${String(limit)} entries`,
  }),
  arrayUnique: () => ({ ja: '同じものが重複しています。', en: 'must not hold the same entry twice' }),
  isIn: (allowed) => ({
    ja: `次のいずれかを指定してください: ${allowedList(allowed)}`,
    en: `must be one of: ${allowedList(allowed)}`,
  }),
  isEmail: () => ({ ja: 'メールアドレスの形式で指定してください。', en: 'must be an e-mail address' }),
  isUuid: () => ({ ja: 'UUID で指定してください。', en: 'must be a UUID' }),
  isRfc3339: () => ({
    ja: '日時は 2026-11-22T05:00:00Z の形で指定してください。',
    en: 'must be an instant such as 2026-11-22T05:00:00Z',
  }),
  isISO4217CurrencyCode: () => ({
    ja: '通貨は JPY のような ISO 4217 の符号で指定してください。',
    en: 'must be an ISO 4217 code such as JPY',
  }),
};

const allowedList = (allowed: unknown): string => (Array.isArray(allowed) ? allowed.join(', ') : String(allowed));

const limitsOf = (error: ValidationError, rule: string): readonly unknown[] => {
  if (error.target === undefined) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(error.target.constructor, '', true, false);
  const broken = rules.find(
    ({ propertyName, name, type }) => propertyName === error.property && (name ?? type) === rule,
  );
  return (broken?.constraints as readonly unknown[] | undefined) ?? [];
};

const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' && value !== null && 'ja' in value && 'en' in value;

/** `isInt` → `is-int`; a member that the class does not know → `unknown-field`. */
export const ruleOf = (rule: string): string => (rule === WHITELIST ? UNKNOWN_FIELD.rule : kebabCase(rule));

/**
 * What to tell people about a broken rule. A decorator may bring its own text in its options, `{ context: { ja, en } }`; for a rule that neither
 * brings one nor is in the table, English is class-validator's own message.
 */
export const messageOf = (error: ValidationError, rule: string): Bilingual => {
  const own: unknown = error.contexts?.[rule];
  if (isBilingual(own)) return own;
  const text = texts[rule];
  if (text) return text(...limitsOf(error, rule));
  const message = error.constraints?.[rule] ?? 'is not allowed';
  return { ja: 'この値は使えません。', en: message.replace(`${error.property} `, '') };
};
