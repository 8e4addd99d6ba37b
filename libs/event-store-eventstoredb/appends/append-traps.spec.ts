import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import anys from 'google-protobuf/google/protobuf/any_pb.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#libs/kernel/event-store';
import { sampleEvent, sampleEvents, storeErrorOf } from '#libs/kernel/log/event-store-contract/samples';
import { type AppendCall, callError, eventResponse, notLeader, written } from '../testing/scripted-server.ts';
import { specStores } from '../testing/spec-stores.ts';

const stores = specStores();
afterEach(() => stores.close());

const appendTo = (store: EventStore, timeoutMs?: number) =>
  store.append(`sample-${randomUUID()}`, [sampleEvent()], 'noStream', { timeoutMs });

const fails = (call: AppendCall, error: Error): void => {
  call.emit('error', error);
};

const idsIn = (request: BatchAppendReq): readonly string[] =>
  request.getProposedMessagesList().map((message) => message.getId()?.getString() ?? '');

describe('an append to EventStoreDB', () => {
  it('has an unknown outcome as soon as the server ends the call as if all were well, and the next one makes a new call', async () => {
    let calls = 0;
    const store = await stores.on({
      append: (request, call) => {
        calls += 1;
        if (calls === 1) call.end();
        else call.write(written(request, 0n, 7n));
      },
    });
    expect(await storeErrorOf(appendTo(store))).toMatchObject({ code: 'outcomeUnknown' });
    expect(await appendTo(store)).toMatchObject({ revision: 0n });
  });

  it('ends within its own time where the server never answers, and a late answer does no harm', async () => {
    const late: (() => void)[] = [];
    const store = await stores.on({
      append: (request, call) => void late.push(() => call.write(written(request, 0n, 7n))),
    });
    expect(await storeErrorOf(appendTo(store, 100))).toMatchObject({ code: 'outcomeUnknown' });
    const next = appendTo(store);
    while (late.length < 2) await new Promise(setImmediate);
    for (const answer of late) answer();
    expect(await next).toMatchObject({ revision: 0n });
  });

  it('is not failed by the broken connection of another store in this process, nor is its answer lost', async () => {
    let answer = (): void => undefined;
    const store = await stores.on({ append: (request, call) => (answer = () => call.write(written(request, 0n, 7n))) });
    const broken = await stores.on({ append: (_, call) => fails(call, callError(status.UNAVAILABLE, 'going down')) });
    const pending = appendTo(store);
    expect(await storeErrorOf(appendTo(broken))).toMatchObject({ code: 'outcomeUnknown' });
    answer();
    expect(await pending).toMatchObject({ revision: 0n });
  });

  it('has an unknown outcome where the server goes, which its resend with the same ids and revision settles', async () => {
    const seen: { readonly ids: readonly string[]; readonly noStream: boolean }[] = [];
    const store = await stores.on({
      append: (request, call) => {
        seen.push({ ids: idsIn(request), noStream: request.getOptions()?.hasNoStream() === true });
        if (seen.length === 1) fails(call, callError(status.UNAVAILABLE, 'going down'));
        else call.write(written(request, 1n, 7n));
      },
    });
    const events = sampleEvents(2);
    expect(await storeErrorOf(store.append('sample-1', events, 'noStream'))).toMatchObject({ code: 'outcomeUnknown' });
    await store.append('sample-1', events, 'noStream');
    const ids = events.map(({ id }) => id);
    expect(seen).toEqual([
      { ids, noStream: true },
      { ids, noStream: true },
    ]);
  });

  it('goes to the leader, all that were pending literally again, where the server is not the leader', async () => {
    const atFollower: string[] = [];
    const atLeader: string[] = [];
    const leader = await stores.serve({
      append: (request, call) => {
        atLeader.push(...idsIn(request));
        call.write(written(request, 0n, 7n));
      },
    });
    const store = await stores.on({
      append: (request, call) => {
        atFollower.push(...idsIn(request));
        if (atFollower.length === 5) fails(call, notLeader(leader.port));
      },
    });
    const results = await Promise.all(Array.from({ length: 5 }, () => appendTo(store)));
    expect(results).toHaveLength(5);
    expect(atLeader.sort()).toEqual(atFollower.sort());
  });

  it('gets its position read back where the answer to a resend leaves it out', async () => {
    const store = await stores.on({
      append: (request, call) => void call.write(written(request, 4n)),
      read: (options, call) => {
        const revision = options.getStream()?.getRevision();
        if (revision !== undefined) call.write(eventResponse('sample-1', BigInt(revision), 99n, {}));
        call.end();
      },
    });
    const ninetyNine = '99'.padStart(20, '0');
    expect(await store.append('sample-1', [sampleEvent()], 3n)).toEqual({
      revision: 4n,
      position: `${ninetyNine}-${ninetyNine}`,
    });
  });

  it('shares one call with all others, also where the connection string has credentials', async () => {
    const server = await stores.serve({});
    const store = await stores.open({ connectionString: server.connectionString.replace('//', '//user:password@') });
    await Promise.all(Array.from({ length: 20 }, () => appendTo(store)));
    expect(server.appendCalls()).toBe(1);
  });

  it('is answered with 499 others that come at once after a cold start', async () => {
    const store = await stores.on({});
    const results = await Promise.all(Array.from({ length: 500 }, () => appendTo(store)));
    expect(results.every(({ revision }) => revision === 0n)).toBe(true);
  });

  it('was certainly not written where it still waited for its turn, nor where nobody listens', async () => {
    const server = await stores.serve({ append: () => undefined });
    const store = await stores.open({ connectionString: server.connectionString });
    const attempts = Array.from({ length: 300 }, async () => (await storeErrorOf(appendTo(store, 300))).code);
    const codes = await Promise.all(attempts);
    expect(codes.filter((code) => code === 'outcomeUnknown')).toHaveLength(256);
    expect(codes.filter((code) => code === 'unavailable')).toHaveLength(44);
    server.close();
    while ((await storeErrorOf(appendTo(store))).code !== 'unavailable') await new Promise(setImmediate);
  });

  it('gives the server longer than the caller has, so that a clock that is ahead refuses nothing', async () => {
    let deadline = new Date(0);
    const store = await stores.on({
      append: (request, call) => {
        deadline = request.getOptions()?.getDeadline()?.toDate() ?? deadline;
        call.write(written(request, 0n, 7n));
      },
    });
    await appendTo(store, 1_000);
    expect(deadline.getTime() - Date.now()).toBeGreaterThan(60_000);
  });

  it('of many small events goes in parts, none larger than a server takes', async () => {
    const parts: BatchAppendReq[] = [];
    const store = await stores.on({
      part: (request) => parts.push(request),
      append: (request, call) => void call.write(written(request, 34_999n, 7n)),
    });
    const events = Array.from({ length: 35_000 }, () => ({ ...sampleEvent(), type: 'T', metadata: {} }));
    await store.append('sample-1', events, 'noStream');
    expect(parts.map((part) => part.hasOptions())).toEqual([true, false]);
    expect(parts.map((part) => part.serializeBinary().length < 4 * 1024 * 1024)).toEqual([true, true]);
    expect(parts.flatMap(idsIn)).toEqual(events.map(({ id }) => id));
  });

  const refusal = (name: string, message: Uint8Array = new Uint8Array()) => {
    const details = new anys.Any();
    details.setTypeUrl(`type.googleapis.com/event_store.client.${name}`);
    details.setValue(message);
    return (request: BatchAppendReq, call: AppendCall): void => {
      const error = new statuses.Status().setMessage(name).setDetails(details);
      call.write(new streams.BatchAppendResp().setCorrelationId(request.getCorrelationId()).setError(error));
    };
  };
  const conflict = new shared.WrongExpectedVersion().setCurrentStreamRevision('9007199254740993').serializeBinary();

  it.each([
    ['WrongExpectedVersion', conflict, { code: 'versionConflict', expected: 1n, actual: 9_007_199_254_740_993n }],
    ['StreamDeleted', undefined, { code: 'streamDeleted' }],
    ['AccessDenied', undefined, { code: 'accessDenied' }],
    ['MaximumAppendSizeExceeded', undefined, { code: 'appendTooLarge' }],
    ['Timeout', undefined, { code: 'outcomeUnknown' }],
    ['Unknown', undefined, { code: 'outcomeUnknown' }],
  ])('that is answered with %s fails as a type that callers know', async (name, message, expected) => {
    const server = await stores.serve({ append: refusal(name, message) });
    const store = await stores.open({ connectionString: `${server.connectionString}&throwOnAppendFailure=false` });
    expect(await storeErrorOf(store.append('sample-1', [sampleEvent()], 1n))).toMatchObject(expected);
  });
});
