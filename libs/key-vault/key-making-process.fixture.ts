/**
 * A program of its own that asks for keys: `node key-making-process.fixture.ts <vault> <store id> <persons>`.
 * Prints each person's key in hex, a line each.
 */
import { openKeyVault } from './key-vault.ts';

const [url = '', storeId = '', persons = '1'] = process.argv.slice(2);
const vault = await openKeyVault(url, storeId);
for (let person = 0; person < Number(persons); person += 1) {
  const key = await vault.keyFor(`customer-${person}`);
  process.stdout.write(`${Buffer.from(key).toString('hex')}\n`);
}
await vault.close();
