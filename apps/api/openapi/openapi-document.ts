import type { EnginePorts } from '#libs/engine/engine-ports';
import type { OperationDescription } from '#libs/engine/operation';
import { type CommandCatalogue, type CommandDescription, kebabCase } from '#libs/kernel/command-catalogue';
import type { Bilingual } from '#libs/kernel/decider';
import type { Json, JsonObject } from '#libs/kernel/json';
import type { QueryDescription } from '#libs/read-models/query-description';
import { type PayloadSchemas, payloadSchemas } from './payload-schemas.ts';
import {
  commandHeaders,
  jsonAnswer,
  languageHeader,
  problemResponses,
  schemaReference,
  sharedSchemas,
} from './shared-parts.ts';

const inBoth = ({ ja, en }: Bilingual): string => `${en} / ${ja}`;

const idParameter: JsonObject = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The id as answers give it.',
  schema: { type: 'string', minLength: 1 },
};

const parameterReferences = (...names: readonly string[]): JsonObject[] =>
  names.map((name) => ({ $ref: `#/components/parameters/${name}` }));

const commandOperation = (
  { collection, title }: CommandCatalogue,
  type: string,
  { payload, summary, example, creates }: CommandDescription,
  schemas: PayloadSchemas,
): JsonObject => {
  const schema = schemas.of(payload);
  const required = Array.isArray(schema['required']) && schema['required'].length > 0;
  return {
    operationId: `${collection}.${kebabCase(type)}`,
    tags: [inBoth(title)],
    summary: inBoth(summary),
    parameters: [
      ...(creates ? [] : [idParameter]),
      ...parameterReferences(...Object.keys(commandHeaders), 'AcceptLanguage'),
    ],
    requestBody: { required, content: { 'application/json': { schema, example: example as Json } } },
    responses: {
      [creates ? '201' : '200']: {
        ...jsonAnswer('Carried out, now or by an earlier run of the same request.', schemaReference('CommandAnswer')),
        headers: {
          ETag: { schema: { type: 'string' }, description: 'The revision, for `If-Match`.' },
          'Idempotent-Replayed': { schema: { type: 'string' }, description: '`true` for a recognised repeat.' },
          ...(creates ? { Location: { schema: { type: 'string' }, description: 'Where the new thing is.' } } : {}),
        },
      },
      ...problemResponses(400, 401, ...(creates ? [] : ([404] as const)), 409, 412, 413, 415, 422, 503),
    },
  };
};

const operationPath = (
  { name, summary, payload, example, answerExample }: OperationDescription,
  schemas: PayloadSchemas,
): JsonObject => ({
  post: {
    operationId: name,
    tags: ['Operations / 一括操作'],
    summary: inBoth(summary),
    parameters: parameterReferences('IdempotencyKey', 'AcceptLanguage'),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemas.of(payload), example: example as Json } },
    },
    responses: {
      '200': jsonAnswer(
        'Carried out, now or by an earlier run of the same request.',
        { type: 'object', additionalProperties: true },
        { example: answerExample as Json },
      ),
      ...problemResponses(400, 401, 409, 413, 415, 422, 503),
    },
  },
});

type Paths = Readonly<Record<string, JsonObject>>;

/** One address may have a command and a query: POST from the one, GET from the other. */
const mergedByPath = (parts: readonly Paths[]): Paths => {
  const merged: Record<string, JsonObject> = {};
  for (const part of parts)
    for (const [path, methods] of Object.entries(part)) merged[path] = { ...merged[path], ...methods };
  return merged;
};

const collectionPaths = (catalogue: CommandCatalogue, taken: ReadonlySet<string>, schemas: PayloadSchemas): Paths => {
  const { collection, title, commands } = catalogue;
  const base = `/api/${collection}`;
  const paths: Record<string, JsonObject> = {};
  for (const [type, description] of Object.entries(commands)) {
    if (description.internal) continue;
    const path = description.creates ? base : `${base}/{id}/${kebabCase(type)}`;
    paths[path] = { post: commandOperation(catalogue, type, description, schemas) };
  }
  const addGet = (path: string, name: string, summary: string, schema: string): void => {
    if (taken.has(shapeOf(path))) return;
    paths[path] = {
      get: {
        operationId: `${collection}.${name}`,
        tags: [inBoth(title)],
        summary,
        parameters: [idParameter, ...parameterReferences('AcceptLanguage')],
        responses: {
          '200': jsonAnswer('As its log says it is now.', schemaReference(schema)),
          ...problemResponses(400, 401, 404, 503),
        },
      },
    };
  };
  addGet(`${base}/{id}`, 'state', 'The present state, from the log / 現在の状態', 'StreamState');
  addGet(
    `${base}/{id}/commands`,
    'commands',
    'What is possible now, and what refuses the rest / 今できること',
    'PossibleCommands',
  );
  return paths;
};

const queryPath = (query: QueryDescription, schemas: PayloadSchemas): JsonObject => {
  const schema = schemas.of(query.parameters);
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonObject>>;
  const required = new Set(Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : []);
  const parameters = Object.entries(properties).map(([name, parameterSchema]) => {
    const inPath = query.path.includes(`{${name}}`);
    return { name, in: inPath ? 'path' : 'query', required: inPath || required.has(name), schema: parameterSchema };
  });
  return {
    get: {
      operationId: query.name,
      tags: ['Queries / 照会'],
      summary: inBoth(query.summary),
      parameters: [...parameters, ...parameterReferences('After', 'AcceptLanguage')],
      responses: {
        '200': jsonAnswer(
          'From the read model; `Juchu-Read-Position` says how far it is.',
          { type: 'object', additionalProperties: true },
          { example: query.example as Json },
        ),
        ...problemResponses(400, 401, 404, 503),
      },
    },
  };
};

const shapeOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');

const healthPath = (summary: string, ...extra: readonly string[]): JsonObject => ({
  get: {
    tags: ['Health'],
    summary,
    security: [],
    responses: Object.fromEntries(
      ['200', ...extra].map((status) => [
        status,
        jsonAnswer(status === '200' ? 'All is well.' : 'Something is not; `parts` says what.', {
          type: 'object',
          additionalProperties: true,
        }),
      ]),
    ),
  },
});

/** The OpenAPI 3.1 document of the API: built once, from the same catalogues as the routes. */
export const openApiDocument = ({
  catalogues,
  queries,
  operations,
}: Pick<EnginePorts, 'catalogues' | 'queries' | 'operations'>): JsonObject => {
  const schemas = payloadSchemas();
  const taken = new Set(queries.map(({ path }) => shapeOf(`/api/${path}`)));
  const paths = mergedByPath([
    ...catalogues.map((catalogue) => collectionPaths(catalogue, taken, schemas)),
    ...operations.map((operation) => ({ [`/api/${operation.path}`]: operationPath(operation, schemas) })),
    ...queries.map((query) => ({ [`/api/${query.path}`]: queryPath(query, schemas) })),
    {
      '/health/live': healthPath('The program runs'),
      '/health/ready': healthPath('Store, read models and processes do their work', '503'),
    },
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Juchu 受注',
      version: '0.1.0',
      description:
        'Orders from first contact to follow-up. Commands are POSTed and answer with the facts they recorded; queries read models that follow the log: give `position` of an answer as `after` to read your own writes. Members that are not described are refused, and null is not the same as leaving a member out.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      schemas: { ...sharedSchemas, ...schemas.components },
      parameters: {
        ...commandHeaders,
        AcceptLanguage: languageHeader,
        After: {
          name: 'after',
          in: 'query',
          required: false,
          description:
            'Waits until the read model has got to this position; 503 `read-model-behind` where it does not in time, 400 where the log does not go that far.',
          schema: { type: 'string' },
        },
      },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'The key printed at the first start.' },
      },
    },
  };
};
