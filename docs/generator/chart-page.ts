import { type Chart, describeChart, ONLY_REGION, type RegionDescription } from '#libs/kernel/charts/chart-description';
import type { Bilingual } from '#libs/kernel/decider';
import { derivedStatesOf, movesOf, restingStates, stepAt, takenIn } from './chart-moves.ts';
import { overviewOf, pictureOf } from './chart-picture.ts';
import { blocks, code, heading, inWords, table } from './markdown.ts';
import { actors, wordsOf } from './state-words.ts';

export interface ChartPage {
  readonly chart: Chart;
  readonly title: Bilingual;
  readonly introduction: string;
}

const statesTable = (region: RegionDescription): string =>
  table(
    ['state', '状態', 'meaning', 'step', 'acts next'],
    restingStates(region).map(({ path, meta }) => {
      const { label, description, nextActor } = wordsOf(path, meta);
      const step = stepAt(region, path);
      return [
        code(path),
        `${label.ja} / ${label.en}`,
        `${description.ja} / ${description.en}`,
        step === undefined ? '' : String(step),
        actors[nextActor],
      ];
    }),
  );

const derivedTable = (region: RegionDescription): string => {
  const derived = derivedStatesOf(region);
  if (derived.length === 0) return '';
  const from = new Set(derived.flatMap((rule) => rule.from));
  const sources = restingStates(region).filter(({ path }) => from.has(path));
  return blocks(
    `**Derived states.** After every fact, the chart looks at the data and goes to the state whose condition holds, forwards or backwards. This is so in ${sources.map(({ path }) => code(path)).join(', ')}. The picture leaves out most of these arrows.`,
    table(
      ['condition', 'guard', 'state'],
      derived.map(({ guard, state }) => [inWords(guard), code(guard), code(state)]),
    ),
  );
};

const movesTable = (region: RegionDescription): string => {
  const rules = new Set(derivedStatesOf(region).map(({ guard }) => guard));
  const moves = movesOf(region).filter(({ fact, guard }) => fact !== undefined || !rules.has(guard ?? ''));
  if (moves.length === 0) return '';
  return blocks(
    '**Moves.**',
    table(
      ['from', 'fact', 'guard', 'to'],
      moves.map(({ from, fact, guard, to }) => [
        code(from),
        fact === undefined ? '(any)' : code(fact),
        guard === undefined ? '' : code(guard),
        code(to),
      ]),
    ),
  );
};

/** Facts that change data but no state by themselves, with the states that take them. */
const recordedTable = (region: RegionDescription): string => {
  const byFact = new Map<string, string[]>();
  for (const state of restingStates(region))
    for (const { on, target } of takenIn(region, state))
      if (target === undefined && on !== 'always') byFact.set(on, [...(byFact.get(on) ?? []), state.path]);
  if (byFact.size === 0) return '';
  const factsByStates = new Map<string, string[]>();
  for (const [fact, states] of byFact) {
    const key = states.map(code).join(', ');
    factsByStates.set(key, [...(factsByStates.get(key) ?? []), code(fact)]);
  }
  return blocks(
    '**Recorded facts.** They change the data, and no state by themselves; in any other state they are refused.',
    table(
      ['in', 'facts'],
      [...factsByStates].map(([states, facts]) => [states, facts.join(', ')]),
    ),
  );
};

const regionSection = (region: RegionDescription): string =>
  blocks(
    region.name === ONLY_REGION ? '' : `## Region ${code(region.name)}`,
    pictureOf(region),
    statesTable(region),
    movesTable(region),
    derivedTable(region),
    recordedTable(region),
  );

/** A chart as a page for people: a picture of each region with the tables that say the rest. */
export const chartPage = ({ chart, title, introduction }: ChartPage): string => {
  const { regions, transitions } = describeChart(chart);
  const anywhere = transitions.map(
    ({ on, guard }) => `${code(on)}${guard === undefined ? '' : ` (${inWords(guard)})`}`,
  );
  return blocks(
    heading(`${title.ja} – ${title.en}`),
    introduction,
    ...regions.map(regionSection),
    anywhere.length === 0 ? '' : `## In any state\n\nRecorded whatever the regions are in: ${anywhere.join(', ')}.`,
  ).concat('\n');
};

/** The steps of a chart's first region in one small picture. */
export const flowPicture = (chart: Chart): string => {
  const [region] = describeChart(chart).regions;
  if (!region) throw new RangeError(`${chart.id} has no region to draw`);
  return overviewOf(region);
};
