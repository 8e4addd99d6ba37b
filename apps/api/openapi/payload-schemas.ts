import { createRequire } from 'node:module';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import type { MetadataStorage } from 'class-transformer/types/MetadataStorage.js';
import type { PayloadClass } from '#libs/kernel/command-catalogue';
import type { Json, JsonObject } from '#libs/kernel/json';

const REFERENCE = '#/components/schemas/';

/** Where class-transformer keeps which class a member is of; it has no public door to it. */
const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  readonly defaultMetadataStorage: MetadataStorage;
};

/** Schemas of payload classes, by class name, and of the classes inside them. */
export interface PayloadSchemas {
  /** The class's schema, members of its ancestors included. */
  of(payload: PayloadClass): JsonObject;
  /** Every schema that others refer to. */
  readonly components: Readonly<Record<string, JsonObject>>;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Beside a rule of our own, class-validator-jsonschema also names the member's type in TypeScript, as if `Array` were a schema. */
const withoutStrayReferences = (schema: Json, known: ReadonlySet<string>): Json => {
  if (Array.isArray(schema)) return schema.map((entry: Json) => withoutStrayReferences(entry, known));
  if (!isObject(schema)) return schema;
  const members = Object.entries(schema).flatMap(([name, value]): [string, Json][] => {
    const stray = name === '$ref' && typeof value === 'string' && !known.has(value.slice(REFERENCE.length));
    return value === undefined || stray ? [] : [[name, withoutStrayReferences(value, known)]];
  });
  return Object.fromEntries(members);
};

/** What the payload classes that have been loaded say about themselves, as JSON Schema 2020-12. Members that are not named are refused. */
export const payloadSchemas = (): PayloadSchemas => {
  const options = { classTransformerMetadataStorage: defaultMetadataStorage, refPointerPrefix: REFERENCE };
  const raw = validationMetadatasToSchemas(options) as Readonly<Record<string, JsonObject>>;
  const known = new Set(Object.keys(raw));
  const components = Object.fromEntries(
    Object.entries(raw).map(([name, schema]) => [
      name,
      { ...(withoutStrayReferences(schema, known) as JsonObject), additionalProperties: false },
    ]),
  );
  const empty: JsonObject = { type: 'object', properties: {}, additionalProperties: false };
  const schemaOf = (payload: object | null): JsonObject => {
    if (typeof payload !== 'function' || payload === Function.prototype) return empty;
    return components[payload.name] ?? schemaOf(Object.getPrototypeOf(payload) as object | null);
  };
  return { of: schemaOf, components };
};

/** The names of the schemas that a schema refers to, and those in turn. */
export const referencedBy = (
  schemas: readonly JsonObject[],
  components: PayloadSchemas['components'],
): Readonly<Record<string, JsonObject>> => {
  const found: Record<string, JsonObject> = {};
  const visit = (schema: Json | undefined): void => {
    if (Array.isArray(schema)) {
      for (const entry of schema as readonly Json[]) visit(entry);
      return;
    }
    if (!isObject(schema)) return;
    const reference = schema['$ref'];
    const name = typeof reference === 'string' ? reference.slice(REFERENCE.length) : undefined;
    const component = name === undefined ? undefined : components[name];
    if (name !== undefined && component !== undefined && found[name] === undefined) {
      found[name] = component;
      visit(component);
    }
    for (const member of Object.values(schema)) visit(member);
  };
  for (const schema of schemas) visit(schema);
  return found;
};
