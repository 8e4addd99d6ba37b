import { status } from '@grpc/grpc-js';
import { CallError } from '../wire/call-error.ts';
import { nameOfSource, type GroupDefinition } from './group-definition.ts';

const named = (exception: string, stream: string, group: string) => ({
  exception,
  'stream-name': stream,
  'group-name': group,
});

export const groupDoesNotExist = (stream: string, group: string): CallError =>
  new CallError(
    status.NOT_FOUND,
    `stream ${stream} has no group ${group}`,
    named('persistent-subscription-does-not-exist', stream, group),
  );

export const groupExists = (stream: string, group: string): CallError =>
  new CallError(
    status.ALREADY_EXISTS,
    `stream ${stream} has a group ${group} already`,
    named('persistent-subscription-exists', stream, group),
  );

/** The group lets go of its consumers, or of one of them. */
export const droppedFrom = ({ source, group }: GroupDefinition): CallError =>
  new CallError(
    status.CANCELLED,
    `group ${group} of stream ${nameOfSource(source)} ended this subscription: subscribe again`,
    named('persistent-subscription-dropped', nameOfSource(source), group),
  );

/** The request can be read, but is not one for a group. */
export const groupFailed = (stream: string, group: string, reason: string): CallError =>
  new CallError(status.INTERNAL, reason, { ...named('persistent-subscription-failed', stream, group), reason });

export const maximumSubscribersReached = (stream: string, group: string): CallError =>
  new CallError(
    status.FAILED_PRECONDITION,
    `group ${group} of stream ${stream} has as many consumers as its settings allow`,
    named('maximum-subscribers-reached', stream, group),
  );
