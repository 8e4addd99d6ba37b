import { isISO4217CurrencyCode } from 'class-validator';
import { listOf, Obeys, type ValueRule } from './value-rule.ts';

/** Control characters, line separators, and halves of surrogate pairs, which no UTF-8 can carry. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
/** The same, but for the line breaks and tabs of a longer text. */
const UNPRINTABLE_IN_TEXT = /[\p{Cs}]|(?![\t\n\r])\p{Cc}/u;
const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const isFilled = (value: unknown, maximum: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= maximum && value.trim() === value;

const line = (maximum: number): ValueRule => ({
  name: 'isLine',
  accepts: (value) => isFilled(value, maximum) && !UNPRINTABLE.test(value),
  demand: {
    ja: `1 文字以上 ${maximum} 文字以内の一行の文字列で、前後に空白を付けずに指定してください。`,
    en: `must be a text of 1 to ${maximum} characters on one line, without spaces before or after it`,
  },
  schema: { type: 'string', minLength: 1, maxLength: maximum },
});

const text = (maximum: number): ValueRule => ({
  name: 'isText',
  accepts: (value) => isFilled(value, maximum) && !UNPRINTABLE_IN_TEXT.test(value),
  demand: {
    ja: `1 文字以上 ${maximum} 文字以内の文字列で、前後に空白を付けずに指定してください。`,
    en: `must be a text of 1 to ${maximum} characters, without spaces before or after it`,
  },
  schema: { type: 'string', minLength: 1, maxLength: maximum },
});

const identifier = (maximum: number): ValueRule => ({
  name: 'isIdentifier',
  accepts: (value) => isFilled(value, maximum) && IDENTIFIER.test(value),
  demand: {
    ja: `英数字で始まる ${maximum} 文字以内の英数字・ピリオド・ハイフン・下線で指定してください。`,
    en: `must be an identifier of 1 to ${maximum} letters, digits, dots, hyphens or underscores that begins with a letter or a digit`,
  },
  schema: { type: 'string', minLength: 1, maxLength: maximum, pattern: IDENTIFIER.source },
});

/** What every object already has (`constructor`) cannot name an entry of a JSON map. */
const notReserved: ValueRule = {
  name: 'isNotReserved',
  accepts: (value) => typeof value !== 'string' || !(value in {}),
  demand: {
    ja: '「constructor」のようにプログラムが予約している名前は使えません。別のものを指定してください。',
    en: 'must not be a name that programs reserve, such as "constructor": choose another one',
  },
  schema: {},
};

const noneReserved: ValueRule = {
  ...notReserved,
  accepts: (value) => !Array.isArray(value) || value.every(notReserved.accepts),
  demand: { ja: notReserved.demand.ja, en: notReserved.demand.en.replace('be', 'hold') },
};

/** Both are places in a path, percent-encoded too (RFC 3986, 5.2.4): what bears such a number is never reached. */
const notDots: ValueRule = {
  name: 'isNotDots',
  accepts: (value) => value !== '.' && value !== '..',
  demand: {
    ja: '「.」と「..」は URL で指定できないため番号に使えません。別の番号を指定してください。',
    en: 'must not be "." or "..", which no URL can name: choose another one',
  },
  schema: {},
};

const oneOf = (values: readonly string[]): ValueRule => ({
  name: 'isOneOf',
  accepts: (value) => typeof value === 'string' && values.includes(value),
  demand: { ja: `次のいずれかを指定してください: ${values.join(', ')}`, en: `must be one of ${values.join(', ')}` },
  schema: { type: 'string', enum: values },
});

const currency: ValueRule = {
  name: 'isCurrency',
  accepts: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value) && isISO4217CurrencyCode(value),
  demand: {
    ja: '通貨は JPY や USD のような ISO 4217 の符号（大文字）で指定してください。',
    en: 'must be a currency code of ISO 4217 in capitals, such as JPY or USD',
  },
  schema: { type: 'string', pattern: '^[A-Z]{3}$' },
};

/** Names, titles, references: one line of text. */
export const IsLine = (maximum = 200): PropertyDecorator => Obeys(line(maximum));

/** Notes, reasons, questions: line breaks are allowed. */
export const IsText = (maximum = 2000): PropertyDecorator => Obeys(text(maximum));

/** Codes that other systems and people give: SKUs, warehouses, customer numbers, in any script. */
export const IsSku = (): PropertyDecorator => Obeys(line(64));

/** The same, of what is registered under it and has an address of its own. */
export const IsOwnNumber = (): PropertyDecorator => (target, member) => {
  Obeys(notDots)(target, member);
  IsSku()(target, member);
};

/** Ids that name a part inside a stream, such as a line or a shipment. */
export const IsIdentifier =
  (maximum = 64): PropertyDecorator =>
  (target, member) => {
    Obeys(notReserved)(target, member);
    Obeys(identifier(maximum))(target, member);
  };

export const IsIdentifierList =
  (minimum: number, maximum: number): PropertyDecorator =>
  (target, member) => {
    Obeys(noneReserved)(target, member);
    Obeys(listOf(identifier(64), minimum, maximum))(target, member);
  };

export const IsLineList = (minimum: number, maximum: number): PropertyDecorator =>
  Obeys(listOf(line(200), minimum, maximum));

export const IsOneOf = (values: readonly string[]): PropertyDecorator => Obeys(oneOf(values));

/** Some of a few known words. */
export const IsListOfSome = (values: readonly string[]): PropertyDecorator =>
  Obeys(listOf(oneOf(values), 1, values.length));

export const IsCurrency = (): PropertyDecorator => Obeys(currency);
