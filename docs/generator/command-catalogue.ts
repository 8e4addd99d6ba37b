import { type CommandCatalogue, type CommandDescription, kebabCase } from '#libs/kernel/command-catalogue';
import type { Json, JsonObject } from '#libs/kernel/json';
import type { PayloadSchemas } from '../../apps/api/openapi/payload-schemas.ts';
import { schemaInWords } from './json-schema-words.ts';
import { blocks, code, heading, table } from './markdown.ts';
import type { MemberDocs, PayloadDocs } from './payload-docs.ts';

const routeOf = (collection: string, type: string, { creates, internal }: CommandDescription): string => {
  if (internal) return 'sent by processes only';
  return code(creates ? `POST /api/${collection}` : `POST /api/${collection}/{id}/${kebabCase(type)}`);
};

const membersTable = (schema: JsonObject, docs: MemberDocs): string => {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Json>>);
  const required = new Set(Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : []);
  return table(
    ['member', 'value', 'meaning'],
    properties.map(([member, value]) => [
      code(required.has(member) ? member : `${member}?`),
      schemaInWords(value),
      docs.get(member) ?? '',
    ]),
  );
};

/** The heading of a command, as links on the page name it: a second heading of the same text is told apart by a number. */
const anchorOf = (type: string, earlier: readonly CommandCatalogue[]): string => {
  const namesakes = earlier.filter(({ commands }) => commands[type] !== undefined).length;
  return namesakes === 0 ? type.toLowerCase() : `${type.toLowerCase()}-${String(namesakes)}`;
};

const collectionSection = (
  { collection, streamType, title, commands }: CommandCatalogue,
  earlier: readonly CommandCatalogue[],
  schemas: PayloadSchemas,
  docs: PayloadDocs,
): string =>
  blocks(
    `## ${title.ja} – ${title.en}`,
    table(
      ['command', 'コマンド', 'what it does', 'route'],
      Object.entries(commands).map(([type, description]) => [
        `[${type}](#${anchorOf(type, earlier)})`,
        description.summary.ja,
        description.summary.en,
        routeOf(collection, type, description),
      ]),
    ),
    ...Object.entries(commands).map(([type, { payload, summary }]) =>
      blocks(
        `### ${type}`,
        `${summary.ja} / ${summary.en}.`,
        membersTable(schemas.of(payload), docs.of(type, kebabCase(streamType.category))) || 'No body.',
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
  const sections = catalogues.map((catalogue, index) =>
    collectionSection(catalogue, catalogues.slice(0, index), schemas, docs),
  );
  const shapes = Object.entries(schemas.components).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return blocks(
    heading('Command catalogue'),
    introduction,
    ...sections,
    '## Shapes inside bodies',
    ...shapes.map(([name, schema]) => blocks(`### ${name}`, membersTable(schema, docs.of(name)))),
  ).concat('\n');
};
