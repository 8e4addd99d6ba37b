import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configurationFrom } from './configuration.ts';

describe('the configuration', () => {
  it('runs on defaults where nothing is set', () => {
    expect(configurationFrom({ PATH: '/bin', JUCHU_PORT: '' })).toEqual({
      dataFolder: path.resolve('var'),
      eventStore: { kind: 'sqlite', file: path.resolve('var/events.db') },
      readDatabase: { kind: 'sqlite', file: path.resolve('var/read-models.db') },
      keyVault: { kind: 'sqlite', file: path.resolve('var/keys.db') },
      worker: 'inside',
      defaultWarehouse: 'MAIN',
      host: '127.0.0.1',
      port: 3000,
      workerHost: '127.0.0.1',
      workerPort: 3001,
      bodyLimitBytes: 1_048_576,
      requestTimeoutMs: 30_000,
      readWaitMs: 5_000,
      adminKey: undefined,
    });
  });

  it('keeps everything in the data folder that is set, dollar signs in its name included', () => {
    const { eventStore, readDatabase } = configurationFrom({
      JUCHU_DATA: '/srv/$& shop',
      JUCHU_READ_DATABASE: 'sqlite:/tmp/read.db',
    });
    expect(eventStore).toEqual({ kind: 'sqlite', file: '/srv/$& shop/events.db' });
    expect(readDatabase).toEqual({ kind: 'sqlite', file: '/tmp/read.db' });
  });

  it.each([
    ['JUCHU_PORT', '65536', 'JUCHU_PORT must be a whole number from 0 to 65535, not "65536"'],
    ['JUCHU_PORT', '80a', 'JUCHU_PORT must be a whole number from 0 to 65535, not "80a"'],
    ['JUCHU_BODY_LIMIT', '1MB', 'JUCHU_BODY_LIMIT must be a whole number of bytes from 1024 to 16777216, not "1MB"'],
    [
      'JUCHU_EVENT_STORE',
      'mysql://shop',
      'JUCHU_EVENT_STORE must be sqlite:<file>, esdb://<host>:<port> or esdb+discover://<host>:<port>, not "mysql://…"',
    ],
    [
      'JUCHU_READ_DATABASE',
      'postgress://juchu:open-sesame@db/juchu',
      'JUCHU_READ_DATABASE must be sqlite:<file> or postgres://<host>/<database>, not "postgress://…"',
    ],
    ['JUCHU_WORKER', 'elsewhere', 'JUCHU_WORKER must be inside or apart, not "elsewhere"'],
    ['JUCHU_ADMIN_KEY', 'short', 'JUCHU_ADMIN_KEY must be a text of 32 to 512 visible ASCII characters'],
  ])('ends the start with one line that names %s=%s and what is allowed', (name, value, line) => {
    expect(() => configurationFrom({ [name]: value })).toThrow(new RegExp(`^${escaped(line)}$`));
  });

  it.each([
    'esdb://localhost:2113?tls=false',
    'esdb://admin:changeit@one.example:2113,two.example:2113,three.example:2113?tlsVerifyCert=false',
    'esdb+discover://log.example',
  ])('takes %s for the address of a log', (connectionString) => {
    expect(configurationFrom({ JUCHU_EVENT_STORE: connectionString }).eventStore).toEqual({
      kind: 'eventstoredb',
      connectionString,
    });
  });

  it.each(['postgres://juchu:secret@db.example:5432/juchu', 'postgresql:///juchu?host=/var/run/postgresql'])(
    'takes %s for the address of read models and keys',
    (url) => {
      const { readDatabase, keyVault } = configurationFrom({ JUCHU_READ_DATABASE: url, JUCHU_KEY_VAULT: url });
      expect([readDatabase, keyVault]).toEqual([
        { kind: 'postgres', url },
        { kind: 'postgres', url },
      ]);
    },
  );

  it.each([
    ['JUCHU_EVENT_STORE', 'esdb://'],
    ['JUCHU_EVENT_STORE', 'esdb://admin:open-sesame@'],
    ['JUCHU_EVENT_STORE', 'esdb://admin:open-sesame@log.example:http'],
    ['JUCHU_EVENT_STORE', 'postgres://admin:open-sesame@log.example/juchu'],
    ['JUCHU_READ_DATABASE', 'postgres://'],
    ['JUCHU_READ_DATABASE', 'postgres:/juchu:open-sesame@db/juchu'],
    ['JUCHU_KEY_VAULT', 'esdb://admin:open-sesame@log.example'],
    ['JUCHU_KEY_VAULT', 'open-sesame'],
  ])('ends the start where %s is %s, and repeats no password', (name, value) => {
    expect(() => configurationFrom({ [name]: value })).toThrow(new RegExp(`^${name} must be (?!.*open-sesame)`));
  });

  it('reads what may hold a password from a file where one is named', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'juchu-secrets-'));
    const file = path.join(folder, 'event-store');
    writeFileSync(file, 'esdb://admin:open-sesame@log.example:2113\n');
    try {
      expect(configurationFrom({ JUCHU_EVENT_STORE_FILE: file }).eventStore).toEqual({
        kind: 'eventstoredb',
        connectionString: 'esdb://admin:open-sesame@log.example:2113',
      });
      expect(() => configurationFrom({ JUCHU_EVENT_STORE_FILE: file, JUCHU_EVENT_STORE: 'esdb://log' })).toThrow(
        'JUCHU_EVENT_STORE and JUCHU_EVENT_STORE_FILE are both set: keep one of them',
      );
      writeFileSync(file, '');
      expect(() => configurationFrom({ JUCHU_EVENT_STORE_FILE: file })).toThrow(/^JUCHU_EVENT_STORE must be /);
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(() => configurationFrom({ JUCHU_KEY_VAULT_FILE: file })).toThrow(
      /^JUCHU_KEY_VAULT_FILE must be a file that can be read, not "/,
    );
    expect(() => configurationFrom({ JUCHU_PORT_FILE: file })).toThrow(/^JUCHU_PORT_FILE is not a setting/);
  });

  it('names a setting that does not exist, since a misspelt one would silently do nothing', () => {
    expect(() => configurationFrom({ JUCHU_PROT: '80' })).toThrow(
      /^JUCHU_PROT is not a setting; there are JUCHU_DATA, /,
    );
    expect(() => configurationFrom({ JUCHU_TEST_ESDB: 'esdb://localhost' })).not.toThrow();
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
