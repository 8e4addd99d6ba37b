import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { CommandFailed } from '../failure.ts';

/** `--from` and `--to`. What is given is never repeated, since it may hold a password. */
export const addressOption = (flag: string, meaning: string, forms: string): Option =>
  new Option(`--${flag} <address>`, `${meaning}: ${forms}, or @<file with it>`).makeOptionMandatory();

/** An address, or the content of the file that is named: so it, and its password, stay out of what others on the machine see of a command line. Throws `CommandFailed`. */
export const textOf = (flag: string, given: string): string => {
  if (!given.startsWith('@')) return given;
  try {
    return readFileSync(given.slice(1), 'utf8').trim();
  } catch (cause) {
    throw new CommandFailed(`--${flag} names a file that cannot be read: ${given.slice(1)}`, { cause });
  }
};
