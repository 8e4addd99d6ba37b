import { Command } from 'commander';
import { type DatabaseLocation, databaseLocation } from '#libs/engine/locations';
import { copyKeys } from '#libs/key-vault/copy-keys';
import { examples, jsonOption, type JsonOption } from '../command-options.ts';
import { CommandFailed } from '../failure.ts';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { addressOption, textOf } from './address.ts';

interface CopyKeysOptions extends JsonOption {
  readonly from: string;
  readonly to: string;
}

const FROM = 'sqlite:<file>';
const TO = 'postgres://<user>@<host>/<database>';

const locationOf = <Kind extends DatabaseLocation['kind']>(
  kind: Kind,
  flag: string,
  given: string,
  form: string,
): Extract<DatabaseLocation, { kind: Kind }> => {
  const isWanted = (found: DatabaseLocation | undefined): found is Extract<DatabaseLocation, { kind: Kind }> =>
    found?.kind === kind;
  const location = databaseLocation(textOf(flag, given));
  if (isWanted(location)) return location;
  throw new CommandFailed(`--${flag} must be ${form}, or @<file with it>`);
};

/** `juchu copy-keys`: from the file of one machine to a database that several can use. */
export const copyKeysCommand = (terminal: Terminal): Command =>
  new Command('copy-keys')
    .description(
      bothLanguages({
        ja: '個人データの鍵をファイルから PostgreSQL へ複製し、照合する',
        en: 'Copy the keys of personal data from a file to PostgreSQL, and compare them there',
      }),
    )
    .addOption(addressOption('from', 'the key vault to copy  複製元', FROM))
    .addOption(addressOption('to', 'a database without keys, or with some of these  複製先', TO))
    .addOption(jsonOption())
    .addHelpText('after', examples('copy-keys --from sqlite:./var/keys.db --to @/run/secrets/key-vault'))
    .action(async ({ from, to, json }: CopyKeysOptions) => {
      const { file } = locationOf('sqlite', 'from', from, FROM);
      const { url } = locationOf('postgres', 'to', to, TO);
      const copied = await copyKeys(file, url);
      const { persons, erased } = copied;
      terminal.out(
        json
          ? JSON.stringify(copied, null, 2)
          : `keys of ${persons} persons are in the database, and ${erased} persons stay erased\nTo go on with it: JUCHU_KEY_VAULT is its address; destroy the file, also in old backups, as your retention rules say`,
      );
    });
