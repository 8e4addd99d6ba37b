import type { Json } from '#libs/kernel/json';
import type { ColumnType } from '#libs/kernel/projection';
import type { StoredValue } from './database-dialect.ts';
import type { ValueTypes } from './stored-rows.ts';

/** What stands for what PostgreSQL has no place for. */
const REPLACEMENT = '\uFFFD';

/** Text that PostgreSQL can hold: it knows neither U+0000 nor halves of surrogate pairs. No fact is to stop a projection for that. */
export const storableText = (text: string): string => {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', REPLACEMENT) : wellFormed;
};

const storableJson = (value: Json): Json => {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(storableJson);
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>).map(([name, member]) => [
      storableText(name),
      storableJson(member),
    ]),
  );
};

/** How JSON writes what cannot be stored; also part of what can be, as a backslash before such letters. */
const SUSPICIOUS = /\\u(0000|d[89a-f])/;

const jsonText = (value: Json): string => {
  const text = JSON.stringify(value);
  return SUSPICIOUS.test(text) ? JSON.stringify(storableJson(value)) : text;
};

/** Values of each type, in and out of PostgreSQL. */
export const postgresValues: ValueTypes = {
  toStored(type: ColumnType, value: Json): StoredValue {
    if (value === null) return null;
    if (type === 'json') return jsonText(value);
    return typeof value === 'string' ? storableText(value) : (value as number | boolean);
  },
  toJson(type: ColumnType, value: StoredValue): Json {
    return type === 'json' && value !== null ? (JSON.parse(String(value)) as Json) : value;
  },
};
