import 'reflect-metadata';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min, ValidateBy, isISO8601 } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { Bilingual } from '#libs/kernel/decider';
import { placeAt } from './paging.ts';

/** A rule with its own words for the clerk who broke it; `text.en` follows the parameter's name. */
const Rule = (name: string, text: Bilingual, accepts: (value: unknown, parameters: object) => boolean) =>
  ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown, inside) => accepts(value, inside?.object ?? {}),
        defaultMessage: () => `$property ${text.en}`,
      },
    },
    { context: text },
  );

/** RFC 3339, section 5.6. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

const isInstant = (value: unknown): boolean => {
  const day = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined;
  return day !== undefined && isISO8601(day, { strict: true });
};

/** A calendar date that exists, such as 2026-11-22. */
export const IsCalendarDate = (): PropertyDecorator => (target, member) => {
  const text = {
    ja: '存在する日付を 2026-11-22 の形で指定してください。',
    en: 'must be a date that exists, written such as 2026-11-22',
  };
  Rule(
    'isCalendarDate',
    text,
    (value) => typeof value === 'string' && value.length === 10 && isISO8601(value, { strict: true }),
  )(target, member);
  JSONSchema({ type: 'string', format: 'date' })(target, String(member));
};

/** A point in time with its zone, such as 2026-11-22T05:00:00Z. */
export const IsInstant = (): PropertyDecorator => (target, member) => {
  const text = {
    ja: '日時を時差つきで 2026-11-22T05:00:00Z の形で指定してください。',
    en: 'must be a point in time with its zone, such as 2026-11-22T05:00:00Z',
  };
  Rule('isInstant', text, isInstant)(target, member);
  JSONSchema({ type: 'string', format: 'date-time' })(target, String(member));
};

/** The words `true` and `false` of a query string, as booleans; anything else stays for `IsBoolean` to refuse. */
export const FromWord = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/** The digits of a query string, as a number; anything else, an empty text too, stays for `IsInt` to refuse. */
export const FromDigits = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
  );

/** A day that is not before the one in another parameter, where that is given. */
export const IsNotBefore = (first: string): PropertyDecorator =>
  Rule(
    'isNotBefore',
    { ja: `${first} より前の日付にはできません。`, en: `must not be before ${first}` },
    (value, parameters) => {
      const begin: unknown = Reflect.get(parameters, first);
      return typeof value !== 'string' || typeof begin !== 'string' || value >= begin;
    },
  );

/** The order a list is in, for the cursor to belong to: its parameter `sort`, where it has one. */
const sortOf = (parameters: object): string =>
  'sort' in parameters && typeof parameters.sort === 'string' ? parameters.sort : '';

const IsCursor = (): PropertyDecorator =>
  Rule(
    'isCursor',
    {
      ja: '直前の応答の next をそのまま、同じ並び順で指定してください。',
      en: 'must be the `next` of the answer before, with the same sort order: begin again without it',
    },
    (value, parameters) => typeof value === 'string' && placeAt(value, sortOf(parameters)) !== undefined,
  );

/** What every list takes. */
export class PageParameters {
  /** At most this many entries. */
  @IsOptional()
  @FromDigits()
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `next` of the page before. */
  @IsOptional()
  @IsCursor()
  cursor?: string;
}

/** A warehouse and an SKU of 64 characters each, all of them percent-encoded. */
const LONGEST_ID = 2 * 9 * 64 + 1;

/** What names one thing in a path. */
export class IdParameters {
  @IsString()
  @Length(1, LONGEST_ID)
  id!: string;
}

/** One thing, and the list of what belongs to it. */
export class IdPageParameters extends PageParameters {
  @IsString()
  @Length(1, LONGEST_ID)
  id!: string;
}
