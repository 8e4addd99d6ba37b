import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  BACKWARDS,
  binaryEvent,
  type EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  type ResolvedEvent,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import fc from 'fast-check';
import { openSqliteEventLog } from '#libs/event-store-sqlite/sqlite-event-log';
import { type ServedLog, serveLog } from './testing/served-log.ts';

let folder: string;
let served: readonly ServedLog[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'random-requests-'));
  const log = await openSqliteEventLog({ file: path.join(folder, 'events.db') });
  served = [await serveLog({ log }), await serveLog()];
});

afterAll(async () => {
  await Promise.all(served.map((each) => each.close()));
  await rm(folder, { recursive: true });
});

const name = fc.constantFrom('tea', 'cake', '$$tea', '$$cake');
const expectedRevision = fc.oneof(
  fc.constantFrom('any' as const, 'no_stream' as const),
  fc.bigInt({ min: 0n, max: 6n }),
);
const metadata = fc.constantFrom(
  {},
  { $maxCount: 2 },
  { $tb: 2 },
  { $tb: 100, owner: 'clerk' },
  { $maxCount: 3, $tb: 1 },
  { $maxCount: 0 },
  { $maxAge: 3600 },
);
const request = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      name,
      expectedRevision: fc.oneof(expectedRevision, fc.constant('stream_exists' as const)),
      metadata,
      ids: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
      isJson: fc.boolean(),
      isUnary: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), name, expectedRevision }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tombstone' as const), name, expectedRevision }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      name,
      direction: fc.constantFrom(FORWARDS, BACKWARDS),
      fromRevision: fc.oneof(fc.constantFrom('start' as const, 'end' as const), fc.bigInt({ min: 0n, max: 12n })),
      maxCount: fc.integer({ min: 1, max: 4 }),
    }),
  },
);
type Request = typeof request extends fc.Arbitrary<infer Value> ? Value : never;

/** Streams and event ids of a sequence, which are its own: all sequences go to the same two servers. */
interface Scene {
  readonly stream: (name: string) => string;
  readonly id: (index: number) => string;
}

const newScene = (): Scene => {
  const own = randomUUID();
  const ids = Array.from({ length: 10 }, () => randomUUID());
  return {
    stream: (name) => (name.startsWith('$$') ? `$$${own}-${name.slice(2)}` : `${own}-${name}`),
    id: (index) => ids[index] ?? own,
  };
};

/** What a client sees of an event, but for ids that the server gives. */
const seen = ({ event }: ResolvedEvent): readonly unknown[] =>
  event === undefined
    ? []
    : [
        event.revision,
        event.type,
        event.isJson,
        event.isJson ? event.data : [...event.data],
        event.type === 'Served' && event.id,
      ];

const eventsFor = ({ name, ids, isJson, metadata: data }: Request & { kind: 'append' }, { id }: Scene) => {
  if (name.startsWith('$$')) return ids.map((index) => jsonEvent({ id: id(index), type: '$metadata', data }));
  return ids.map((index) =>
    isJson
      ? jsonEvent({ id: id(index), type: 'Served', data: { index } })
      : binaryEvent({ id: id(index), type: 'Served', data: Buffer.from([index]) }),
  );
};

const send = async (client: EventStoreDBClient, scene: Scene, request: Request): Promise<unknown> => {
  const stream = scene.stream(request.name);
  switch (request.kind) {
    case 'append': {
      const credentials = request.isUnary ? { username: 'any', password: 'any' } : undefined;
      const options = { expectedRevision: request.expectedRevision, credentials };
      return (await client.appendToStream(stream, eventsFor(request, scene), options)).nextExpectedRevision;
    }
    case 'delete':
      await client.deleteStream(stream, request);
      return 'deleted';
    case 'tombstone':
      await client.tombstoneStream(stream, request);
      return 'tombstoned';
    case 'read': {
      const { direction, fromRevision, maxCount } = request;
      const found: unknown[] = [];
      for await (const event of client.readStream(stream, { direction, fromRevision, maxCount }))
        found.push(seen(event));
      return found;
    }
  }
};

/** The answer, or what tells the error from others. */
const answerTo = async (client: EventStoreDBClient, scene: Scene, request: Request): Promise<unknown> => {
  try {
    return await send(client, scene, request);
  } catch (error) {
    const { type, actualVersion } = error as { readonly type?: string; readonly actualVersion?: unknown };
    return { type, actualVersion };
  }
};

/** Everything of the scene, in the order of the whole log. */
const toldByLog = async (client: EventStoreDBClient, { stream }: Scene): Promise<readonly unknown[]> => {
  await client.appendToStream(stream('end'), jsonEvent({ type: 'Ended', data: {} }));
  const told: unknown[] = [];
  const filter = streamNameFilter({ prefixes: [stream(''), stream('$$')] });
  for await (const event of client.subscribeToAll({ fromPosition: START, filter })) {
    if (event.event?.type === 'Ended') break;
    told.push([event.event?.streamId, ...seen(event)]);
  }
  return told;
};

it('answers any sequence of requests over a file as over a log in memory', async () => {
  const sequence = fc.array(request, { minLength: 5, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(sequence, async (requests) => {
      const scene = newScene();
      const [onFile, inMemory] = await Promise.all(
        served.map(async ({ client }) => {
          const answers: unknown[] = [];
          for (const each of requests) answers.push(await answerTo(client, scene, each));
          return [answers, await toldByLog(client, scene)];
        }),
      );
      expect(onFile).toEqual(inMemory);
    }),
    { numRuns: 40 },
  );
});
