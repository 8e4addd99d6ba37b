import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import { type Engine, openEngine } from '#libs/engine/engine';
import type { Environment } from '#libs/engine/settings';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { type PostgresServer, startPostgresServer } from '#libs/test-servers/postgres-server';
import { runProgram } from '#libs/test-servers/program';
import { type ServerStores, startServerStores } from '#libs/test-servers/server-stores';

const main = path.join(import.meta.dirname, 'main.ts');
const id = '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01';

describeWithPostgres('a start on servers that cannot be used', () => {
  let postgres: PostgresServer;
  let stores: ServerStores;
  let others: Server[];
  let readDatabase: string;
  let keyVault: string;

  const openHere = (folder = 'spec', environment: Environment = {}): Promise<Engine> =>
    openEngine(
      configurationFrom({ ...stores.environment, JUCHU_DATA: path.join(stores.folder, folder), ...environment }),
    );

  beforeAll(async () => {
    others = [];
    postgres = await startPostgresServer();
    stores = await startServerStores(postgres);
    const nameOf = (url: string) => new URL(url).pathname.slice(1);
    readDatabase = nameOf(stores.environment.JUCHU_READ_DATABASE);
    keyVault = nameOf(stores.environment.JUCHU_KEY_VAULT);
    const engine = await openHere();
    const tea = { sku: 'TEA', name: '煎茶', taxClass: 'reduced', unitPrice: 1200 };
    const actor = { id: 'sato', role: 'backOffice', via: 'spec' };
    const context = { commandId: id, correlationId: id, actor };
    await engine.execute('items', undefined, { type: 'RegisterItem', data: tea }, context);
    await engine.vault.keyFor('customer-1');
    await engine.processes.idle();
    await engine.projections.waitFor('items', await engine.store.head(), 20_000);
    await engine.close();
  });
  afterAll(async () => {
    for (const other of others) other.close();
    await stores.stop();
    await postgres.stop();
  });

  /** Everything that a start might damage. */
  const content = async (): Promise<unknown> => {
    const engine = await openHere();
    const { events } = await engine.store.readAll();
    const keys = await engine.vault.findKeys(['customer-1']);
    await engine.close();
    const builds = 'select projection, version, number, live, position from projection_builds order by 1, 3';
    return {
      events: events.map((event) => event.id),
      keys: keys.size,
      builds: await postgres.query(readDatabase, builds),
    };
  };

  /** The one line that the program ends with. */
  const failure = async (environment: Environment): Promise<string> => {
    const settings = {
      ...stores.environment,
      JUCHU_DATA: path.join(stores.folder, 'worker'),
      JUCHU_WORKER_PORT: '0',
      ...environment,
    };
    const { code, output, errors } = await runProgram(main, [], settings).ended;
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^juchu: [^\n]+\n$/);
    expect(errors).not.toMatch(/spec-password|open-sesame/);
    return errors;
  };

  const refusal = async (environment: Environment): Promise<string> => {
    const before = await content();
    const line = await failure(environment);
    expect(await content()).toEqual(before);
    return line;
  };

  const listening = async (server: Server): Promise<number> => {
    others.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const nobody = async (): Promise<number> => {
    const server = createServer();
    const port = await listening(server);
    server.close();
    await once(server, 'close');
    return port;
  };

  it('names the setting whose address is malformed, and shows no password', async () => {
    expect(await failure({ JUCHU_EVENT_STORE: 'esdb://admin:open-sesame@' })).toContain('JUCHU_EVENT_STORE must be');
    expect(await failure({ JUCHU_EVENT_STORE: 'esdb://admin:open-sesame@localhost?colour=red' })).toContain(
      'one of its options',
    );
    expect(await failure({ JUCHU_READ_DATABASE: 'postgres://juchu:open-sesame@localhost/juchu?colour=red' })).toContain(
      'colour',
    );
  });

  it('says that nobody listens where a server is named', async () => {
    const port = await nobody();
    expect(await failure({ JUCHU_EVENT_STORE: `esdb://127.0.0.1:${port}?tls=false` })).toContain(`127.0.0.1:${port}`);
    for (const setting of ['JUCHU_READ_DATABASE', 'JUCHU_KEY_VAULT'])
      expect(await refusal({ [setting]: `postgres://juchu:open-sesame@127.0.0.1:${port}/juchu` })).toContain(
        `127.0.0.1:${port}`,
      );
  });

  it('says that something else answers there', async () => {
    const web = await listening(createHttpServer((_request, response) => response.end('hello')));
    const esdb = Number(new URL(stores.eventStore.url).port);
    for (const port of [web, postgres.port])
      expect(await failure({ JUCHU_EVENT_STORE: `esdb://127.0.0.1:${port}?tls=false` })).toContain(`127.0.0.1:${port}`);
    for (const port of [web, esdb])
      expect(await refusal({ JUCHU_READ_DATABASE: `postgres://juchu:open-sesame@127.0.0.1:${port}/juchu` })).toContain(
        `127.0.0.1:${port}`,
      );
  });

  it('does not wait for ever for a server that says nothing', async () => {
    const port = await listening(createServer(() => undefined));
    expect(await failure({ JUCHU_EVENT_STORE: `esdb://127.0.0.1:${port}?tls=false` })).toContain(`127.0.0.1:${port}`);
    expect(
      await failure({ JUCHU_KEY_VAULT: `postgres://juchu:open-sesame@127.0.0.1:${port}/juchu?connect_timeout=1` }),
    ).toContain(`127.0.0.1:${port}`);
  });

  it('says that credentials are wrong, a database is missing, or a right', async () => {
    await postgres.query('postgres', "create role guest login password 'open-sesame'");
    const as = (user: string, password: string, database: string) =>
      `postgres://${user}:${password}@127.0.0.1:${postgres.port}/${database}`;
    const wrong = as('guest', 'open-sesame-2', readDatabase);
    const missing = as('guest', 'open-sesame', 'no_such_database');
    for (const setting of ['JUCHU_READ_DATABASE', 'JUCHU_KEY_VAULT']) {
      expect(await refusal({ [setting]: wrong })).toContain('password');
      expect(await refusal({ [setting]: missing })).toContain('no_such_database');
    }
    expect(await refusal({ JUCHU_READ_DATABASE: as('guest', 'open-sesame', readDatabase) })).toContain('rights');
    expect(await refusal({ JUCHU_KEY_VAULT: as('guest', 'open-sesame', keyVault) })).toContain('rights');
  });

  it('refuses read models that know more than the log', async () => {
    const end = "update projection_builds set position = repeat('9', 41) where projection = 'items'";
    const { position } = (
      await postgres.query(readDatabase, "select position from projection_builds where projection = 'items'")
    )[0] as {
      readonly position: string;
    };
    await postgres.query(readDatabase, end);
    try {
      expect(await failure({})).toContain('beyond the end of the log');
    } finally {
      await postgres.query(
        readDatabase,
        `update projection_builds set position = '${position}' where projection = 'items'`,
      );
    }
    await (await openHere()).close();
  });

  it('refuses what a newer version has made', async () => {
    const versions = [
      [readDatabase, 'update juchu_schema set version = version'],
      [keyVault, 'update juchu_keys.origin set schema_version = schema_version'],
    ] as const;
    for (const [database, update] of versions) {
      await postgres.query(database, `${update} + 1`);
      try {
        expect(await failure({})).toContain('newer version of Juchu');
      } finally {
        await postgres.query(database, `${update} - 1`);
      }
    }
    await (await openHere()).close();
  });

  it('refuses databases of another installation', async () => {
    const other = await startServerStores(postgres);
    try {
      const { JUCHU_EVENT_STORE } = other.environment;
      expect(await refusal({ JUCHU_EVENT_STORE })).toMatch(/keys of another event store/);
      const { JUCHU_KEY_VAULT } = other.environment;
      expect(await refusal({ JUCHU_EVENT_STORE, JUCHU_KEY_VAULT })).toMatch(/filled from another event store/);
    } finally {
      await other.stop();
    }
  });
});
