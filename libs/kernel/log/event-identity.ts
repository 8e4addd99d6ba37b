import { hash } from 'node:crypto';
import { v5 } from 'uuid';
import { canonicalJson } from './canonical-json.ts';
import type { Command } from '../decider.ts';
import type { JsonObject } from '../json.ts';

// The namespaces below, and what is hashed under them, are a storage format: never edit them.
const EVENT = '0b9c1a5e-6f6d-5b0a-9a55-2f1c4d7be001';
const REQUEST = '0b9c1a5e-6f6d-5b0a-9a55-2f1c4d7be002';
const PROCESS = '0b9c1a5e-6f6d-5b0a-9a55-2f1c4d7be003';
const STREAM = '0b9c1a5e-6f6d-5b0a-9a55-2f1c4d7be004';

/** What an event's hash covers, as stored: personal members sealed, nothing upcast. */
export interface HashedContent {
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: JsonObject;
  /** With or without a member `hash`, which is left out. */
  readonly metadata: JsonObject;
}

/** SHA-256 (hex) over RFC 8785 canonical JSON of stream, revision (a decimal string), type, data and metadata without `hash`. */
export const eventHash = ({ stream, revision, type, data, metadata }: HashedContent): string =>
  hash(
    'sha256',
    canonicalJson({ stream, revision: revision.toString(), type, data, metadata: { ...metadata, hash: undefined } }),
    'hex',
  );

/** UUID v5 of the event's hash: only a literal resend is the same event. */
export const eventId = (hashOfEvent: string): string => v5(hashOfEvent, EVENT);

/** SHA-256 (hex) over canonical JSON of a command: tells whether a command id was used before for something else. */
export const commandHash = ({ type, data }: Command): string => hash('sha256', canonicalJson({ type, data }), 'hex');

/** The command id of a request that carries an `Idempotency-Key`: the same key of another caller, or on another path, is another command. */
export const commandIdOfRequest = (callerId: string, method: string, path: string, idempotencyKey: string): string =>
  v5(canonicalJson([callerId, method, path, idempotencyKey]), REQUEST);

/** The command id of the `index`-th command that an event makes due in a process: the same after every crash and rebuild. */
export const commandIdOfProcess = (
  process: string,
  causingEventId: string,
  targetStream: string,
  commandType: string,
  index: number,
): string => v5(canonicalJson([process, causingEventId, targetStream, commandType, index]), PROCESS);

/** The id of a stream made without a client-given one, so that a repeated create finds its first. */
export const streamIdOfCommand = (commandId: string): string => v5(commandId, STREAM);
