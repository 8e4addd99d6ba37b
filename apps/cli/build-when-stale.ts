// Runs before every `npm run juchu`: builds where a source is newer than what was built last. Says nothing on standard output, which belongs to the command.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const BUILT = 'dist/apps/cli/main.js';
const FOLDERS = ['apps', 'libs', 'state-machines'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

/** When the file was last written, in milliseconds; never, where there is none. */
const writtenAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** A folder is newer when a file was added or removed. */
const everythingIn = (folder: string): readonly string[] => [
  folder,
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name)),
];

const built = writtenAt(BUILT);
if (built === 0 || [...FILES, ...FOLDERS.flatMap(everythingIn)].some((file) => writtenAt(file) > built)) {
  process.stderr.write('juchu: building …\n');
  const { status } = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  process.exitCode = status ?? 1;
}
