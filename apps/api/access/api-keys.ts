import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Configuration } from '#libs/engine/configuration';
import type { Actor } from '#libs/kernel/fact';
import { systemCodeOf } from '#libs/service/system-error';

/** Who may call, as the file keeps it: never the key itself. Keys are 256 random bits, so that a plain hash is as good as a slow one. */
interface StoredKey {
  readonly id: string;
  readonly role: string;
  /** SHA-256 of the key, hex. */
  readonly sha256: string;
  readonly createdAt: string;
}

export interface ApiKeys {
  /** The caller whom an `Authorization` header names; undefined where it names nobody. */
  callerOf(authorization: string | undefined): Actor | undefined;
  /** The admin key, where it was made just now: to be shown once. */
  readonly newAdminKey: string | undefined;
}

/** The file of keys cannot be used; the message is one line that says what to do. */
export class UnusableKeyFile extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnusableKeyFile';
  }
}

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

const isStoredKey = (value: unknown): value is StoredKey =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'role' in value &&
  'sha256' in value &&
  typeof value.id === 'string' &&
  typeof value.role === 'string' &&
  typeof value.sha256 === 'string' &&
  /^[0-9a-f]{64}$/.test(value.sha256);

const readKeys = (file: string): readonly StoredKey[] | undefined => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw new UnusableKeyFile(`cannot read the API keys in ${file}: check its permissions`, { cause: error });
  }
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    if (Array.isArray(keys) && keys.every(isStoredKey)) return keys;
  } catch {
    // Said below.
  }
  throw new UnusableKeyFile(`${file} does not hold API keys: restore it, or remove it to have a new admin key made`);
};

/** Writes the file at once or not at all; false where another process was faster. */
const createKeys = (file: string, keys: readonly StoredKey[]): boolean => {
  const draft = `${file}.${randomUUID()}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    throw new UnusableKeyFile(`cannot write the API keys to ${file}: check the folder and its permissions`, {
      cause: error,
    });
  }
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    throw new UnusableKeyFile(`cannot write the API keys to ${file}: check the folder and its permissions`, {
      cause: error,
    });
  } finally {
    rmSync(draft, { force: true });
  }
};

const adminKey = (key: string): StoredKey => ({
  id: 'admin',
  role: 'admin',
  sha256: digestOf(key).toString('hex'),
  createdAt: new Date().toISOString(),
});

const apiKeys = (keys: readonly StoredKey[], newAdminKey: string | undefined): ApiKeys => {
  const digests = keys.map(({ id, role, sha256 }) => ({
    digest: Buffer.from(sha256, 'hex'),
    actor: { id, role, via: 'http' },
  }));
  return {
    newAdminKey,
    callerOf: (authorization) => {
      const key = /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(authorization ?? '')?.[1];
      if (key === undefined) return undefined;
      const sent = digestOf(key);
      // Every key is compared, each in constant time.
      return digests.filter(({ digest }) => timingSafeEqual(digest, sent)).at(0)?.actor;
    },
  };
};

/** The keys of this installation: from the setting, else from `api-keys.json` in the data folder, which is made with a new admin key where there is none. */
export const openApiKeys = ({
  adminKey: fixedKey,
  dataFolder,
}: Pick<Configuration, 'adminKey' | 'dataFolder'>): ApiKeys => {
  if (fixedKey !== undefined) return apiKeys([adminKey(fixedKey)], undefined);
  const file = path.join(dataFolder, 'api-keys.json');
  const stored = readKeys(file);
  if (stored) return apiKeys(stored, undefined);
  const made = `juchu_${randomBytes(32).toString('base64url')}`;
  const keys = [adminKey(made)];
  if (createKeys(file, keys)) return apiKeys(keys, made);
  return apiKeys(readKeys(file) ?? [], undefined);
};
