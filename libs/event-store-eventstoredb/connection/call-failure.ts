import { status, type ServiceError } from '@grpc/grpc-js';
import { EventStoreError } from '#libs/kernel/event-store';

/** What the end of a call says about it. */
export type CallFailureKind =
  /** There was no connection: nothing was sent. */
  | 'notSent'
  /** The connection or the server went: it may have been carried out. */
  | 'broken'
  /** This member of the cluster is not its leader; the client has taken note of who is. */
  | 'notLeader'
  /** The server or the network was too slow. */
  | 'late'
  | 'accessDenied'
  | 'streamDeleted'
  | 'invalidRequest'
  /** The server does not know this call. */
  | 'unsupported'
  /** This side ended it. */
  | 'cancelled'
  /** The server failed at it in its own way. */
  | 'serverError';

export interface CallFailure {
  readonly kind: CallFailureKind;
  /** One line. */
  readonly reason: string;
  readonly cause: unknown;
}

/** A call that ended without its answer. */
export class CallFailed extends Error {
  readonly failure: CallFailure;
  constructor(failure: CallFailure) {
    super(failure.reason, { cause: failure.cause });
    this.name = 'CallFailed';
    this.failure = failure;
  }
}

/** How grpc-js begins what it says where no connection could be made, which is before anything is sent. */
const NOT_SENT = /^(No connection established|Name resolution failed|Failed to discover)/;

const exceptions: Readonly<Record<string, CallFailureKind>> = {
  'not-leader': 'notLeader',
  'access-denied': 'accessDenied',
  'stream-deleted': 'streamDeleted',
};

const codes: Partial<Record<status, CallFailureKind>> = {
  [status.UNAVAILABLE]: 'broken',
  [status.CANCELLED]: 'broken',
  [status.INTERNAL]: 'broken',
  [status.DEADLINE_EXCEEDED]: 'late',
  [status.ABORTED]: 'late',
  [status.PERMISSION_DENIED]: 'accessDenied',
  [status.UNAUTHENTICATED]: 'accessDenied',
  [status.INVALID_ARGUMENT]: 'invalidRequest',
  [status.OUT_OF_RANGE]: 'invalidRequest',
  [status.UNIMPLEMENTED]: 'unsupported',
};

const isServiceError = (error: Error): error is ServiceError =>
  'code' in error && typeof error.code === 'number' && 'details' in error && typeof error.details === 'string';

const kindOf = (error: ServiceError): CallFailureKind => {
  const [exception] = error.metadata.get('exception');
  const named = exceptions[String(exception)];
  if (named !== undefined) return named;
  if (error.code === status.CANCELLED && error.details === 'Cancelled on client') return 'cancelled';
  if (error.code === status.UNAVAILABLE && NOT_SENT.test(error.details)) return 'notSent';
  return codes[error.code] ?? 'serverError';
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Reads how a call of the client ended. */
export const callFailureOf = (error: unknown): CallFailure => {
  if (error instanceof CallFailed) return error.failure;
  if (!(error instanceof Error)) return { kind: 'serverError', reason: oneLine(String(error)), cause: error };
  if (isServiceError(error)) return { kind: kindOf(error), reason: oneLine(error.details), cause: error };
  // The client looks for a cluster's leader before it makes a connection, and says in words of its own that it found none.
  const kind = NOT_SENT.test(error.message) ? 'notSent' : 'serverError';
  return { kind, reason: oneLine(error.message), cause: error };
};

/** There was no answer in the time that there was. */
export const lateFailure = (): CallFailure => ({
  kind: 'late',
  reason: 'there was no answer in time',
  cause: undefined,
});

/** The port's error for a read that failed. */
export const readErrorOf = ({ kind, reason, cause }: CallFailure): EventStoreError => {
  switch (kind) {
    case 'accessDenied':
    case 'streamDeleted':
    case 'invalidRequest':
      return new EventStoreError(kind, `the event store refused to read: ${reason}`, { cause });
    case 'cancelled':
      return new EventStoreError('closed', 'the event store was closed', { cause });
    case 'notSent':
    case 'broken':
    case 'notLeader':
    case 'late':
    case 'unsupported':
    case 'serverError':
      return new EventStoreError('unavailable', `the event store does not answer: ${reason}`, { cause });
  }
};
