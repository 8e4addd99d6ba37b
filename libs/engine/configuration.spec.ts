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
      defaultWarehouse: 'MAIN',
      host: '127.0.0.1',
      port: 3000,
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
    expect(eventStore.file).toBe('/srv/$& shop/events.db');
    expect(readDatabase.file).toBe('/tmp/read.db');
  });

  it.each([
    ['JUCHU_PORT', '65536', 'JUCHU_PORT must be a whole number from 0 to 65535, not "65536"'],
    ['JUCHU_PORT', '80a', 'JUCHU_PORT must be a whole number from 0 to 65535, not "80a"'],
    ['JUCHU_BODY_LIMIT', '1MB', 'JUCHU_BODY_LIMIT must be a whole number of bytes from 1024 to 16777216, not "1MB"'],
    [
      'JUCHU_EVENT_STORE',
      'mysql://shop',
      'JUCHU_EVENT_STORE must be sqlite:<file>, such as sqlite:./var/events.db, not "mysql://shop"',
    ],
    ['JUCHU_ADMIN_KEY', 'short', 'JUCHU_ADMIN_KEY must be a text of 32 to 512 visible ASCII characters'],
  ])('ends the start with one line that names %s=%s and what is allowed', (name, value, line) => {
    expect(() => configurationFrom({ [name]: value })).toThrow(new RegExp(`^${escaped(line)}$`));
  });

  it('names a setting that does not exist, since a misspelt one would silently do nothing', () => {
    expect(() => configurationFrom({ JUCHU_PROT: '80' })).toThrow(
      /^JUCHU_PROT is not a setting; there are JUCHU_DATA, /,
    );
    expect(() => configurationFrom({ JUCHU_TEST_ESDB: 'esdb://localhost' })).not.toThrow();
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
