import { describe, expect, it } from '@jest/globals';
import { v4 } from 'uuid';
import {
  commandHash,
  commandIdOfProcess,
  commandIdOfRequest,
  eventHash,
  eventId,
  streamIdOfCommand,
} from './event-identity.ts';

const UUID_V5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const event = {
  stream: 'loan-1',
  revision: 3n,
  type: 'FeeCharged',
  data: { amount: 5 },
  metadata: { commandId: 'c', prevHash: 'p' },
};

describe('the identity of events', () => {
  it('has a hash that anybody can compute: SHA-256 of the canonical JSON, pinned as a storage format', () => {
    expect(eventHash(event)).toBe('9009e5df0f7ed205639c3f667e4e216454ed99c636b98615b3de3f1e4d260b41');
    expect(eventId(eventHash(event))).toBe('4bed0d0e-84c5-521e-960d-a54de07faf19');
  });

  it('leaves the hash itself out of what is hashed', () => {
    expect(eventHash({ ...event, metadata: { ...event.metadata, hash: 'x' } })).toBe(eventHash(event));
  });

  it.each([
    ['stream', { ...event, stream: 'loan-2' }],
    ['revision', { ...event, revision: 4n }],
    ['type', { ...event, type: 'FeePaid' }],
    ['data', { ...event, data: { amount: 6 } }],
    ['metadata', { ...event, metadata: { ...event.metadata, prevHash: 'q' } }],
  ])('has another hash with another %s', (_member, other) => {
    expect(eventHash(other)).not.toBe(eventHash(event));
  });

  it('keeps revisions beyond what a float can hold apart', () => {
    expect(eventHash({ ...event, revision: 2n ** 53n })).not.toBe(eventHash({ ...event, revision: 2n ** 53n + 1n }));
  });
});

describe('the identity of commands', () => {
  it('of a request depends on caller, method, path and key, wherever one ends and the next begins', () => {
    const id = commandIdOfRequest('clerk', 'POST', '/api/loans', 'k1');
    expect(id).toMatch(UUID_V5);
    expect(commandIdOfRequest('clerk', 'POST', '/api/loans', 'k1')).toBe(id);
    expect(commandIdOfRequest('other', 'POST', '/api/loans', 'k1')).not.toBe(id);
    expect(commandIdOfRequest('clerk', 'POST', '/api/loan', 'sk1')).not.toBe(id);
  });

  it('of a process depends on what caused it, where it goes, what it is and which of several it is', () => {
    const cause = v4();
    const id = commandIdOfProcess('lending', cause, 'loan-1', 'PauseLoan', 0);
    expect(commandIdOfProcess('lending', cause, 'loan-1', 'PauseLoan', 0)).toBe(id);
    expect(commandIdOfProcess('lending', cause, 'loan-1', 'PauseLoan', 1)).not.toBe(id);
    expect(commandIdOfProcess('lending', cause, 'loan-2', 'PauseLoan', 0)).not.toBe(id);
  });

  it('gives the stream that a command creates an id of its own', () => {
    const commandId = v4();
    expect(streamIdOfCommand(commandId)).toMatch(UUID_V5);
    expect(streamIdOfCommand(commandId)).not.toBe(commandId);
  });

  it('has a fingerprint that does not depend on the order of members', () => {
    const fingerprint = commandHash({ type: 'PayFee', data: { amount: 1, on: '2026-01-01' } });
    expect(commandHash({ type: 'PayFee', data: { on: '2026-01-01', amount: 1 } })).toBe(fingerprint);
    expect(commandHash({ type: 'PayFee', data: { amount: 2, on: '2026-01-01' } })).not.toBe(fingerprint);
  });
});
