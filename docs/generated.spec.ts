import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { catalogues } from '#libs/engine/catalogue';
import { factSources, generatedPages, projectFolder, withFlowChart } from './generator/documents.ts';
import { readShapes } from './generator/fact-shapes.ts';

const STALE = 'is not what the code says any more: run `npm run docs` and commit what it writes';

const present = (name: string): string => {
  const file = path.join(projectFolder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

describe('generated documents', () => {
  it.each([...generatedPages()])('%s says what the code says', (name, text) => {
    if (present(name) !== text) throw new Error(`${name} ${STALE}`);
  });

  it('are all that the folder holds', () => {
    const found = globSync('docs/generated/**/*.md', { cwd: projectFolder });
    expect(found.toSorted()).toEqual([...generatedPages().keys()].toSorted());
  });

  it('shows the flow in the README as the chart has it', () => {
    const readme = present('README.md');
    if (withFlowChart(readme) !== readme) throw new Error(`the chart in README.md ${STALE}`);
  });

  it('lists the facts of every kind of stream', () => {
    expect(factSources.map(({ streamType }) => streamType.category).toSorted()).toEqual(
      catalogues.map(({ streamType }) => streamType.category).toSorted(),
    );
  });

  it.each(factSources.map((source) => [source.streamType.category, source] as const))(
    'finds every fact of %s in its events file, and seals exactly the members that are declared personal',
    (_category, { eventsFile, regionOf, streamType }) => {
      const facts = readShapes([eventsFile]).factsOf(eventsFile);
      const declared = facts
        .map(({ type, members }) => [type, members.filter(({ personal }) => personal).map(({ name }) => name)] as const)
        .filter(([, members]) => members.length > 0);
      expect(facts.map(({ type }) => type)).toEqual(Object.keys(regionOf));
      expect(streamType.personal).toEqual(Object.fromEntries(declared));
    },
  );
});
