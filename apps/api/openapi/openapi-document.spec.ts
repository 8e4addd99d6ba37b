import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { catalogues, operations } from '#libs/engine/catalogue';
import { type CommandCatalogue, kebabCase } from '#libs/kernel/command-catalogue';
import { payloadFrom, problemsOf } from '#libs/nest-cqrs/payload';
import { queries } from '#libs/read-models/catalogue';
import { type EmbeddedApi, runEmbedded } from '../testing/running-api.ts';
import { openApiDocument } from './openapi-document.ts';

interface Operation {
  readonly operationId: string;
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const everyCommand = catalogues.flatMap(({ collection, commands }: CommandCatalogue) =>
  Object.entries(commands).map(([type, description]) => ({ collection, type, ...description })),
);

describe('the OpenAPI document', () => {
  const document = openApiDocument({ catalogues, queries, operations });
  const text = JSON.stringify(document);
  const paths = document['paths'] as unknown as Paths;

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(text) as Record<string, unknown>);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('refers to nothing that is not in it', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    const components = document['components'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    for (const [, kind = '', name = ''] of references) expect(components[kind]).toHaveProperty(name);
  });

  it('has the lines of an order with their limits, and refuses what is not described', () => {
    expect(document).toMatchObject({
      paths: {
        '/api/goods-orders': {
          post: {
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    additionalProperties: false,
                    properties: {
                      lines: { type: 'array', maxItems: 1000, items: { $ref: '#/components/schemas/LinePayload' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
      components: { schemas: { LinePayload: { additionalProperties: false, required: ['sku', 'quantity'] } } },
    });
  });

  it('has every command that people send, and none that only processes send', () => {
    const operations = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    for (const { collection, type, internal } of everyCommand)
      expect(operations.includes(`${collection}.${kebabCase(type)}`)).toBe(!internal);
    expect(new Set(operations.filter(Boolean)).size).toBe(operations.filter(Boolean).length);
  });
});

describe('the examples', () => {
  let api: EmbeddedApi;
  beforeAll(async () => {
    api = await runEmbedded();
  });
  afterAll(() => api.end());

  it.each(everyCommand)('of $collection $type passes its own rules', ({ payload, example }) => {
    const { payload: instance, problems } = payloadFrom(payload, example);
    expect(problemsOf(instance, problems)).toEqual([]);
  });

  it.each(everyCommand.filter(({ internal }) => !internal))(
    'of $collection $type is understood by the running API',
    async ({ collection, type, creates, example }) => {
      const path = creates ? `/api/${collection}` : `/api/${collection}/none/${kebabCase(type)}`;
      const { status, body } = await api.call('POST', path, example);
      expect({ status, body }).toMatchObject({ status: expect.any(Number) });
      expect([200, 201, 404, 409, 422]).toContain(status);
    },
  );

  it.each(queries.filter(({ path }) => !path.includes('{')))(
    'the query $name answers with the lists of its example',
    async ({ path, example }) => {
      const { status, body } = await api.call('GET', `/api/${path}`);
      const lists = Object.entries(example).flatMap(([name, value]) => (Array.isArray(value) ? [name] : []));
      expect(lists).not.toEqual([]);
      expect({ status, body }).toMatchObject({
        status: 200,
        body: Object.fromEntries(lists.map((name) => [name, expect.any(Array)])),
      });
    },
  );
});
