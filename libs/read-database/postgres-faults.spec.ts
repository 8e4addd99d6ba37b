import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { START } from '#libs/kernel/event-store';
import { createProjectionRunner } from '#libs/kernel/projections/projection-runner';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer, type PostgresServer } from '#libs/test-servers/postgres-server';
import { startTcpProxy, type TcpProxy } from '#libs/test-servers/tcp-proxy';
import { openReadDatabase } from './read-database.ts';
import { tally, toFact } from './testing/library-log.ts';
import { openLibraryRoom, type LibraryRoom } from './testing/library-room.ts';

describeWithPostgres('programs whose PostgreSQL goes away', () => {
  let server: PostgresServer;
  let proxies: readonly TcpProxy[];
  let url: string;
  let library: LibraryRoom;
  beforeAll(async () => {
    server = await startPostgresServer();
    proxies = [await startTcpProxy({ port: server.port }), await startTcpProxy({ port: server.port })];
  });
  afterAll(async () => {
    for (const proxy of proxies) await proxy.close();
    await server.stop();
  });
  beforeEach(async () => {
    url = await server.createDatabase();
    library = await openLibraryRoom(url);
  });
  afterEach(async () => {
    for (const proxy of proxies) proxy.resume();
    await library.leave();
  });

  const through = (proxy: TcpProxy) => url.replace(`:${server.port}/`, `:${proxy.port}/`);
  /** Each copy was fetched once, and the rows are those of a rebuild. */
  const expectNothingTwice = async (asked: number) => {
    await library.settled();
    const causes = await library.causes();
    expect(causes).toHaveLength(asked);
    expect(new Set(causes).size).toBe(asked);
    const before = await library.rows();
    await library.projections.rebuild('tally');
    expect(await library.rows()).toEqual(before);
  };

  it('hand over when the network of one is cut, and back, and never apply a fact twice', async () => {
    const [one, other] = [proxies[0]!, proxies[1]!];
    await library.begin(through(one));
    await library.begin(through(other));
    for (const silent of [one, other, one]) {
      const asking = library.askMany(40);
      silent.stall();
      await asking;
      await library.settled();
      silent.resume();
    }
    for (const proxy of [one, other]) {
      const asking = library.askMany(20);
      proxy.cut();
      await asking;
    }
    await expectNothingTwice(160);
  });

  it('take over from one that stands still in the middle, and stand it when that one wakes', async () => {
    const first = await library.begin();
    const second = await library.begin();
    for (const still of [first, second, first]) {
      const asking = library.askMany(40);
      still.child.kill('SIGSTOP');
      await asking;
      await library.settled();
      still.child.kill('SIGCONT');
    }
    await expectNothingTwice(120);
  });

  it('hold nobody up for long with a batch of which the rest never comes', async () => {
    const [proxy] = proxies;
    const silent = await openReadDatabase(through(proxy!));
    const { projectionStore } = library.database;
    const build = await projectionStore.createBuild(tally);
    const batch = { from: START, to: '1', changes: [] };
    proxy!.slow({ delayMs: 20 });
    const unfinished = silent.projectionStore.commit(build, batch);
    unfinished.catch(() => undefined);
    const locks = "select from pg_locks where locktype = 'advisory' and granted";
    while ((await server.query('postgres', locks)).length === 0);
    proxy!.stall();
    proxy!.slow({});
    await projectionStore.commit(build, batch);

    proxy!.resume();
    await expect(unfinished).rejects.toBeInstanceOf(Error);
    expect(await silent.projectionStore.findBuild(build)).toMatchObject({ position: '1' });
    await silent.close();
  });

  it('say what is wrong while PostgreSQL is down, answer queries when it is back, and go on by themselves', async () => {
    const troubles: (string | undefined)[] = [];
    const { eventStore, database } = library;
    const runner = createProjectionRunner({
      eventStore,
      projectionStore: database.projectionStore,
      projections: [tally],
      toFact,
      leaseMs: 300,
      observer: { troubled: (_, trouble) => troubles.push(trouble) },
    });
    await runner.start();
    await library.askMany(5);
    expect(await runner.waitFor('tally', await eventStore.head(), 10_000)).toBe(true);

    while ((await runner.status())[0]?.status !== 'running');
    await server.kill();
    await library.askMany(5);
    while ((await runner.status())[0]?.trouble === undefined || troubles.length === 0);
    expect(await runner.status()).toMatchObject([
      { status: 'running', trouble: expect.stringMatching(/nothing listens there|ended the connection/) },
    ]);
    await expect(library.rows()).rejects.toMatchObject({ code: 'unavailable' });
    await server.restart();

    expect(await runner.waitFor('tally', await eventStore.head(), 20_000)).toBe(true);
    expect(await library.rows()).toHaveLength(10);
    await library.askMany(5);
    expect(await runner.waitFor('tally', await eventStore.head(), 10_000)).toBe(true);
    expect(troubles.at(-1)).toBeUndefined();
    await runner.stop();
  });
});
