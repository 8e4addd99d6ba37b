import { fileSetting, type Setting } from '#libs/engine/settings';
import { blocks, code, heading, table } from './markdown.ts';

/** Every setting as a page: its environment variable, what it means, what is allowed and what stands where nothing is set. */
export const settingsPage = (settings: Readonly<Record<string, Setting>>): string =>
  blocks(
    heading('Settings'),
    `Environment variables, read once at the start. A wrong value, or a name beginning with ${code('JUCHU_')} that is not listed, ends the start with one line that names it. ${code('<data>')} stands for the data folder.`,
    `What may hold a password can stand in a file instead, which another variable names: ${Object.values(settings)
      .filter(({ secret }) => secret)
      .map((setting) => code(fileSetting(setting)))
      .join(', ')}.`,
    table(
      ['setting', 'meaning', 'allowed', 'default'],
      Object.values(settings).map(({ name, meaning, allowed, default: usual }) => [
        code(name),
        meaning,
        allowed,
        usual === undefined ? '–' : code(usual),
      ]),
    ),
  ).concat('\n');
