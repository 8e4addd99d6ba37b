import { type CommandCatalogue, type CommandDescription, kebabCase } from '#libs/kernel/command-catalogue';
import type { Json, JsonObject } from '#libs/kernel/json';
import { type PayloadSchemas, referencedBy } from '../../apps/api/openapi/payload-schemas.ts';
import { schemaInWords } from './json-schema-words.ts';
import { blocks, code, heading, table } from './markdown.ts';
import type { PayloadDocs } from './payload-docs.ts';

const routeOf = (collection: string, type: string, { creates, internal }: CommandDescription): string => {
  if (internal) return 'sent by processes only';
  return code(creates ? `POST /api/${collection}` : `POST /api/${collection}/{id}/${kebabCase(type)}`);
};

const membersTable = (name: string, schema: JsonObject, docs: PayloadDocs): string => {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Json>>);
  const required = new Set(Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : []);
  return table(
    ['member', 'value', 'meaning'],
    properties.map(([member, value]) => [
      code(required.has(member) ? member : `${member}?`),
      schemaInWords(value),
      docs.get(name)?.get(member) ?? '',
    ]),
  );
};

const collectionSection = (
  { collection, title, commands }: CommandCatalogue,
  schemas: PayloadSchemas,
  docs: PayloadDocs,
): string =>
  blocks(
    `## ${title.ja} – ${title.en}`,
    table(
      ['command', 'コマンド', 'what it does', 'route'],
      Object.entries(commands).map(([type, description]) => [
        `[${type}](#${type.toLowerCase()})`,
        description.summary.ja,
        description.summary.en,
        routeOf(collection, type, description),
      ]),
    ),
    ...Object.entries(commands).map(([type, { payload, summary }]) =>
      blocks(
        `### ${type}`,
        `${summary.ja} / ${summary.en}.`,
        membersTable(type, schemas.of(payload), docs) || 'No body.',
      ),
    ),
  );

const introduction = `Every command, by the collection that takes it. A member with a question mark may be left out; members that are not listed are refused.
Commands that create take no id and answer 201 with a \`Location\`; all others name the stream by its id. Every command takes \`Idempotency-Key\`, \`If-Match\` and \`Juchu-Occurred-At\`.
Examples of every body are in the OpenAPI document (\`/openapi.json\`, \`/docs\`).`;

/** Every command of every catalogue, with its route and its body. */
export const commandCatalogue = (
  catalogues: readonly CommandCatalogue[],
  schemas: PayloadSchemas,
  docs: PayloadDocs,
): string => {
  const bodies = catalogues.flatMap(({ commands }) =>
    Object.values(commands).map(({ payload }) => schemas.of(payload)),
  );
  const shapes = Object.entries(referencedBy(bodies, schemas.components)).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return blocks(
    heading('Command catalogue'),
    introduction,
    ...catalogues.map((catalogue) => collectionSection(catalogue, schemas, docs)),
    '## Shapes inside bodies',
    ...shapes.map(([name, schema]) => blocks(`### ${name}`, membersTable(name, schema, docs))),
  ).concat('\n');
};
