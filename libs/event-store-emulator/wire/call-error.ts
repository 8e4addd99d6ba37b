import { Metadata, status } from '@grpc/grpc-js';
import { EventStoreError, MAX_APPEND_BYTES } from '#libs/kernel/event-store';
import type { LogExpectation } from '#libs/kernel/log/event-log';

/** A call ends with this status. Clients look at the trailer `exception` first, then at the code. */
export class CallError extends Error {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
  constructor(code: status, details: string, trailers: Readonly<Record<string, string>> = {}) {
    super(shortened(details));
    this.name = 'CallError';
    this.code = code;
    this.details = this.message;
    this.metadata = new Metadata();
    for (const [name, value] of Object.entries(trailers)) this.metadata.set(name, trailerText(value));
  }
}

/** Longer names of streams would make trailers that clients do not take: they drop the whole connection. */
const MOST_CHARACTERS = 500;

const shortened = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS).toWellFormed()}…` : text;

/**
 * Trailers are ASCII, without white space at their ends. What is such stays as it is, a percent sign too: clients show the value without decoding it.
 */
const trailerText = (value: string): string =>
  shortened(value).replaceAll(/[^\x20-\x7e]+|^ +| +$/gu, encodeURIComponent);

export const invalidArgument = (details: string): CallError => new CallError(status.INVALID_ARGUMENT, details);

/** An event was proposed without `type` or `content-type`. */
export const missingMetadata = (): CallError =>
  new CallError(status.INVALID_ARGUMENT, 'an event needs the metadata properties type and content-type', {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

export const streamDeleted = (stream: string): CallError =>
  new CallError(status.FAILED_PRECONDITION, `stream ${stream} is deleted`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

/** The numbers that stand for expectations which are no revision. */
const expectationNumbers = { any: '-2', noStream: '-1', streamExists: '-4' } as const;

const expectationNumber = (expected: LogExpectation): string =>
  typeof expected === 'bigint' ? expected.toString() : expectationNumbers[expected];

export const wrongExpectedVersion = (
  stream: string,
  expected: LogExpectation,
  actual: bigint | 'noStream',
): CallError =>
  new CallError(status.FAILED_PRECONDITION, `stream ${stream} is at ${actual}, not at ${expected}`, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expectationNumber(expected),
    'actual-version': expectationNumber(actual),
  });

export const accessDenied = (details: string): CallError =>
  new CallError(status.PERMISSION_DENIED, details, { exception: 'access-denied' });

export const appendTooLarge = (): CallError =>
  new CallError(status.INVALID_ARGUMENT, `an append holds at most ${MAX_APPEND_BYTES} bytes`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_BYTES),
  });

/** The server goes, or its log cannot be used: the client connects anew and finds out what was written. */
export const unavailable = (details: string): CallError => new CallError(status.UNAVAILABLE, details);

/** What goes wrong at the log, as the status of a call. */
export const asCallError = (error: unknown): CallError => {
  if (error instanceof CallError) return error;
  if (!(error instanceof EventStoreError)) return new CallError(status.UNKNOWN, messageOf(error));
  switch (error.code) {
    case 'appendTooLarge':
      return appendTooLarge();
    case 'accessDenied':
      return accessDenied(error.message);
    case 'invalidRequest':
      return invalidArgument(error.message);
    case 'versionConflict':
    case 'streamDeleted':
      return new CallError(status.FAILED_PRECONDITION, error.message);
    case 'unavailable':
    case 'outcomeUnknown':
    case 'closed':
      return unavailable(error.message);
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
