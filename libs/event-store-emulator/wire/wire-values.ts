import shared, { type StreamIdentifier, type UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { invalidArgument } from './call-error.ts';

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const sixteenDigits = (signedBits: string): string =>
  BigInt.asUintN(64, BigInt(signedBits)).toString(16).padStart(16, '0');

const uuidText = (uuid: UUID): string => {
  const bits = uuid.getStructured();
  if (bits === undefined) return uuid.getString().toLowerCase();
  const digits = sixteenDigits(bits.getMostSignificantBits()) + sixteenDigits(bits.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

/** A UUID of a request, in lower case. Throws `CallError` for what is none. */
export const uuidFrom = (uuid: UUID | undefined): string => {
  const text = uuid === undefined ? '' : uuidText(uuid);
  if (UUID_TEXT.test(text)) return text;
  throw invalidArgument(`${JSON.stringify(text)} is not a UUID`);
};

export const wireUuid = (id: string): UUID => new shared.UUID().setString(id);

/** Name of a stream. Throws `CallError` where it is empty. */
export const streamFrom = (identifier: StreamIdentifier | undefined): string => {
  const name = Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
  if (name !== '') return name;
  throw invalidArgument('a stream needs a name');
};

export const wireStream = (name: string): StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(new Uint8Array(Buffer.from(name, 'utf8')));

export const wireEmpty = (): shared.Empty => new shared.Empty();

/** A message that holds a place in the whole log. */
interface WirePosition {
  setCommitPosition(value: string): this;
  setPreparePosition(value: string): this;
}

/** The place of an event in the whole log: one number here, so commit and prepare are the same. */
export const withPosition = <Wire extends WirePosition>(wire: Wire, position: bigint): Wire =>
  wire.setCommitPosition(position.toString()).setPreparePosition(position.toString());
