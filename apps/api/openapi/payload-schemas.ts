import { createRequire } from 'node:module';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { MetadataStorage } from 'class-transformer/types/MetadataStorage.js';
import type { PayloadClass } from '#libs/kernel/command-catalogue';
import type { Json, JsonObject } from '#libs/kernel/json';

const REFERENCE = '#/components/schemas/';

/** Where class-transformer keeps which class a member is of; it has no public door to it. */
const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  readonly defaultMetadataStorage: MetadataStorage;
};

/** Schemas of payload classes as JSON Schema 2020-12. Members that are not named are refused. */
export interface PayloadSchemas {
  /** The class's schema, members of its ancestors included. Throws `TypeError` where it refers to a class by a name that another one bears too. */
  of(payload: PayloadClass): JsonObject;
  /** What the schemas given out so far refer to, directly or through others, by class name. */
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

/** The classes of members, of ancestors' members too. */
const classesInside = (payload: PayloadClass): readonly PayloadClass[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(payload, '', true, false)
    .filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION)
    .map(({ target, propertyName }) => defaultMetadataStorage.findTypeMetadata(target as PayloadClass, propertyName))
    .map((member) => member.typeFunction() as PayloadClass);

const NOTHING: JsonObject = { type: 'object', properties: {} };

/** What payload classes say about themselves. Commands of two collections may bear the same name: each class is read by itself. */
export const payloadSchemas = (): PayloadSchemas => {
  const options = { classTransformerMetadataStorage: defaultMetadataStorage, refPointerPrefix: REFERENCE };
  const known = new Map<PayloadClass, JsonObject>();
  const insideByName = new Map<string, PayloadClass>();
  const components: Record<string, JsonObject> = {};

  const schemaOf = (payload: PayloadClass): JsonObject => {
    const found = known.get(payload);
    if (found) return found;
    const inside = classesInside(payload);
    const raw = targetConstructorToSchema(payload, options) as JsonObject;
    const names = new Set(inside.map(({ name }) => name));
    const own = raw['type'] === undefined ? NOTHING : (withoutStrayReferences(raw, names) as JsonObject);
    const schema = { ...own, additionalProperties: false };
    known.set(payload, schema);
    for (const member of inside) {
      const namesake = insideByName.get(member.name);
      if (namesake !== undefined && namesake !== member)
        throw new TypeError(`two classes inside bodies are called ${member.name}: give one of them another name`);
      insideByName.set(member.name, member);
      components[member.name] = schemaOf(member);
    }
    return schema;
  };
  return { of: schemaOf, components };
};
