import type { Json, JsonObject } from '#libs/kernel/json';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const formats: Readonly<Record<string, string>> = {
  date: 'date `YYYY-MM-DD`',
  'date-time': 'instant, RFC 3339',
  currency: 'ISO 4217 code',
  email: 'e-mail address',
};

const range = (least: Json | undefined, most: Json | undefined, what = ''): string => {
  if (typeof most !== 'number') return '';
  const limit = most.toLocaleString('en');
  const text =
    typeof least === 'number' && least !== 0 ? `${least.toLocaleString('en')} to ${limit}` : `at most ${limit}`;
  return what === '' ? text : `${text} ${what}`;
};

const qualified = (name: string, ...qualities: readonly string[]): string =>
  [name, ...qualities.filter((quality) => quality !== '')].join(', ');

/** What a JSON schema allows, in words; a named shape as a link to its heading on the same page. */
export const schemaInWords = (schema: Json | undefined): string => {
  if (!isObject(schema)) return 'anything';
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].slice(schema['$ref'].lastIndexOf('/') + 1);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `\`${String(value)}\``).join(', ');
  const { type } = schema;
  if (type === 'array')
    return qualified(`list of ${schemaInWords(schema['items'])}`, range(schema['minItems'], schema['maxItems']));
  if (type === 'integer') return qualified('whole number', range(schema['minimum'], schema['maximum']));
  if (type === 'string') return textInWords(schema);
  return typeof type === 'string' ? type : 'anything';
};

const textInWords = ({ format, pattern, maxLength }: JsonObject): string => {
  const known = typeof format === 'string' ? formats[format] : undefined;
  const spelling = typeof pattern === 'string' ? `\`${pattern}\`` : '';
  return known ?? qualified('text', range(undefined, maxLength, 'characters'), spelling);
};
