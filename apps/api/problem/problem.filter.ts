import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredLanguage, problemDocument } from './problem.ts';
import { problemFrom } from './problem-from-error.ts';

/** Answers a request with the problem that an error is, in the language the caller prefers. */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const problem = problemFrom(error);
  const language = preferredLanguage(request.headers['accept-language']);
  void reply
    .code(problem.status)
    .headers({ ...problem.headers, 'Content-Language': language, Vary: 'Accept-Language' })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemDocument(problem, language)));
};

/** Every error ends here, whoever threw it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Api');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    // What the caller cannot mend, whoever runs this has to see.
    if (problemFrom(error).status === 500) this.#logger.error(`${request.method} ${request.url}`, error);
    sendProblem(error, request, http.getResponse<FastifyReply>());
  }
}
