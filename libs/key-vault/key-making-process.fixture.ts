/**
 * A program of its own that asks for keys: `node key-making-process.fixture.ts <vault file> <store id> <persons>`.
 * Prints each person's key in hex, a line each.
 */
import { openSqliteKeyVault } from './sqlite-key-vault.ts';

const [file = '', storeId = '', persons = '1'] = process.argv.slice(2);
const vault = openSqliteKeyVault(file, storeId);
for (let person = 0; person < Number(persons); person += 1) {
  process.stdout.write(`${Buffer.from(vault.keyFor(`customer-${person}`)).toString('hex')}\n`);
}
vault.close();
