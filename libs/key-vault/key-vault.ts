import { isPostgresUrl } from '#libs/postgres/postgres-address';
import type { KeyVault } from '#libs/kernel/personal-data';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { openPostgresKeyVault } from './postgres-key-vault.ts';
import { openSqliteKeyVault } from './sqlite-key-vault.ts';
import type { KeyVaultOptions } from './vault-refusals.ts';

const SETTING = 'JUCHU_KEY_VAULT';

/**
 * Opens the keys of one event store's persons: `sqlite:<path of a file>` or `postgres://user:password@host:port/database`. Makes the vault where there is none, unless
 * it may not. Throws `StoreOpenError`.
 */
export const openKeyVault = async (url: string, storeId: string, options?: KeyVaultOptions): Promise<KeyVault> => {
  if (isPostgresUrl(url)) return openPostgresKeyVault(url, storeId, options);
  const path = /^sqlite:(?<path>[^?#]+)$/u.exec(url)?.groups?.['path'];
  if (path === undefined || path === ':memory:')
    // It is not repeated: an address may hold a password.
    throw new StoreOpenError(
      'invalidAddress',
      SETTING,
      `${SETTING} has to be sqlite:<path of a file> or postgres://<user>@<host>/<database>`,
    );
  return openSqliteKeyVault(path, storeId, options);
};
