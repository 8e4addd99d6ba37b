import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { preferredLanguage, type Problem, problemDocument } from './problem.ts';
import { problemOf, problemOfStatus } from './problem-from-error.ts';

const statusByCode: Readonly<Partial<Record<string, number>>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

const malformed = (): Problem =>
  problemOf('malformed-request', {
    ja: 'HTTP として読み取れません。リクエスト行とヘッダーを確かめてください。',
    en: 'This is not well-formed HTTP: check the request line and the headers.',
  });

const answerWith = (problem: Problem): string => {
  // Its headers could not be read, so the language that the caller prefers is not known.
  const language = preferredLanguage(undefined);
  const body = JSON.stringify(problemDocument(problem, language));
  const head = [
    `HTTP/1.1 ${String(problem.status)} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Language: ${language}`,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
};

/** Answers bytes in which Node found no request, or which stopped coming, with a problem, and ends the connection: where it went wrong, nothing after it can be trusted. */
export const answerUnreadableRequest = (error: ConnectionError, socket: Socket): void => {
  if (error.code !== 'ECONNRESET' && socket.writable)
    socket.write(answerWith(problemOfStatus(statusByCode[error.code] ?? 0) ?? malformed()));
  socket.destroy();
};
