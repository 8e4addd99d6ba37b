import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { EnginePorts } from '#libs/engine/engine-ports';
import { openApiDocument } from './openapi-document.ts';

/** `/openapi.json`, and Swagger UI at `/docs` from files of the installation: nothing is fetched from elsewhere. */
export const serveDocumentation = (api: NestFastifyApplication, engine: EnginePorts): void => {
  const text = JSON.stringify(openApiDocument(engine));
  api
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(text));
  SwaggerModule.setup('docs', api, JSON.parse(text) as OpenAPIObject, {
    raw: false,
    customSiteTitle: 'Juchu 受注 API',
    swaggerOptions: { persistAuthorization: true, validatorUrl: null },
  });
};
