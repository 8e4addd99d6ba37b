import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const projectFolder = path.resolve(import.meta.dirname, '..');

/** Relative targets of the links in a page, without what is in code blocks. */
const linksIn = (page: string): readonly string[] =>
  [...page.replaceAll(/^```.*?^```/gms, '').matchAll(/\]\((?<target>[^)\s]+)\)/g)]
    .map(({ groups }) => groups?.['target'] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));

/** A heading as GitHub names its anchor. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-');

/** A heading that stands on a page for the second time is told apart by a number. */
const anchorsIn = (page: string): ReadonlySet<string> => {
  const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  const namesakes = anchors.map((anchor, index) => anchors.slice(0, index).filter((other) => other === anchor).length);
  return new Set(anchors.map((anchor, index) => (namesakes[index] ? `${anchor}-${namesakes[index]}` : anchor)));
};

const leadsSomewhere = (from: string, target: string): boolean => {
  const [file = '', anchor] = target.split('#');
  const place = file === '' ? from : path.resolve(path.dirname(from), file);
  if (!existsSync(place)) return false;
  return anchor === undefined || anchorsIn(readFileSync(place, 'utf8')).has(decodeURIComponent(anchor));
};

describe('links in the documents', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: projectFolder });

  it.each(pages)('of %s lead somewhere', (page) => {
    const file = path.join(projectFolder, page);
    const dead = linksIn(readFileSync(file, 'utf8')).filter((target) => !leadsSomewhere(file, target));
    expect(dead).toEqual([]);
  });
});
