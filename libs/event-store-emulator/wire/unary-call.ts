import type { handleUnaryCall, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { asCallError } from './call-error.ts';

/** Milliseconds until a call's deadline; undefined where it has none. */
export const timeLeft = (deadline: Date | number): number | undefined => {
  const at = typeof deadline === 'number' ? deadline : deadline.getTime();
  return Number.isFinite(at) ? Math.max(1, at - Date.now()) : undefined;
};

/** Sends what a promise ends with: its value, or its error as the status of the call. */
export const answerWith = <Response>(callback: sendUnaryData<Response>, answer: Promise<Response>): void => {
  answer.then(
    (response) => callback(null, response),
    (error: unknown) => callback(asCallError(error)),
  );
};

/** A call of one request and one answer; what its handler throws becomes the status. */
export const unaryCall =
  <Request, Response>(
    handle: (request: Request, call: ServerUnaryCall<Request, Response>) => Promise<Response>,
  ): handleUnaryCall<Request, Response> =>
  (call, callback) =>
    answerWith(callback, handle(call.request, call));
