import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { refusalOf, STORE } from './key-vault.contract.ts';
import { openKeyVault } from './key-vault.ts';

describe('the address of a key vault', () => {
  it('may name a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'juchu-keys-'));
    const vault = await openKeyVault(`sqlite:${join(folder, 'keys.db')}`, STORE);
    expect(await vault.keyFor('customer-1')).toHaveLength(32);
    await vault.close();
    rmSync(folder, { recursive: true });
  });

  it.each(['', 'keys.db', 'sqlite:', 'sqlite::memory:', 'mysql://juchu:secret@localhost/juchu'])(
    'is refused where it is %p, without a word of what may be a password',
    async (url) => {
      const refusal = await refusalOf(openKeyVault(url, STORE));
      expect(refusal.code).toBe('invalidAddress');
      expect(refusal.message).toMatch(/^JUCHU_KEY_VAULT has to be sqlite:<path of a file> or postgres:/);
      expect(refusal.message).not.toContain('secret');
    },
  );
});
