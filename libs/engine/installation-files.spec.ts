import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreOpenError, type StoreOpenErrorCode } from '#libs/kernel/store-open-error';
import { configurationFrom } from './configuration.ts';
import { openEngine } from './engine.ts';

describe('an installation that has lost a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-files-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const fileOf = (name: string) => path.join(folder, name);
  const open = (data = folder) => openEngine(configurationFrom({ JUCHU_DATA: data }));
  const id = '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01';

  /** An installation whose log holds an event. */
  const used = async (data = folder): Promise<void> => {
    const engine = await open(data);
    await engine.execute(
      'items',
      undefined,
      { type: 'RegisterItem', data: { sku: 'TEA', name: '煎茶', taxClass: 'reduced', unitPrice: 1200 } },
      { commandId: id, correlationId: id, actor: { id: 'sato', role: 'backOffice', via: 'spec' } },
    );
    await engine.close();
  };
  /** Every database with its hash; the empty files beside one that SQLite has looked at do not count. */
  const content = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.db'))
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(fileOf(name)))
          .digest('hex'),
      ]);

  const expectRefusal = async (code: StoreOpenErrorCode, name: string, says: RegExp): Promise<void> => {
    const before = content();
    const error: unknown = await open().then(
      (engine) => engine.close(),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof StoreOpenError)) throw new Error('it was opened');
    expect(error).toMatchObject({ code, location: fileOf(name) });
    expect(error.message).toMatch(says);
    expect(error.message).not.toContain('\n');
    expect(content()).toEqual(before);
  };

  it.each(['keys.db', 'read-models.db'])('makes no new log beside %s', async (name) => {
    await used();
    for (const other of readdirSync(folder)) if (other !== name) rmSync(fileOf(other));
    const says = new RegExp(`although .*${name} is there: put it back from a backup; .* JUCHU_DATA$`);
    await expectRefusal('missing', 'events.db', says);
    writeFileSync(fileOf('events.db'), '');
    await expectRefusal('missing', 'events.db', /events\.db is empty although/);
  });

  it('makes no new keys for a log that holds events', async () => {
    await used();
    rmSync(fileOf('keys.db'));
    await expectRefusal('missing', 'keys.db', /put it back from a backup \(JUCHU_KEY_VAULT .* empty file/);
  });

  it('goes on without the old keys where an empty file says that this is meant', async () => {
    await used();
    writeFileSync(fileOf('keys.db'), '');
    const engine = await open();
    expect(await engine.vault.keyFor('customer-1')).toHaveLength(32);
    expect(await engine.inspect('items', 'TEA')).toBeDefined();
    await engine.close();
  });

  it("does not take another log's keys", async () => {
    await used();
    await used(fileOf('other'));
    writeFileSync(fileOf('keys.db'), readFileSync(path.join(folder, 'other', 'keys.db')));
    rmSync(fileOf('other'), { recursive: true });
    await expectRefusal('otherStore', 'keys.db', /holds the keys of another event store/);
  });

  it('begins where there is nothing but API keys', async () => {
    writeFileSync(fileOf('api-keys.json'), '{}');
    await (await open()).close();
    expect(readdirSync(folder)).toContain('events.db');
  });
});
