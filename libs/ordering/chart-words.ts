import { describeChart, type Chart } from '#libs/kernel/charts/chart-description';
import type { StateAfter } from '#libs/kernel/fact';
import type { Bilingual, StateMeta } from '#state-machines/vocabulary/labels';

/** What the states of a chart's regions say about themselves. A state is named by its dotted path: `confirming.checking`. */
export interface ChartWords {
  /** Undefined for a state that the chart does not have. */
  metaOf(region: string, path: string): StateMeta | undefined;
  /** What people call the state; its path for a state that the chart does not have. */
  labelOf(region: string, path: string): Bilingual;
}

/** Reads a chart once for what its states say. A chart without parallel regions has one, `state`. */
export const chartWords = (chart: Chart): ChartWords => {
  const metaByPath = new Map(
    describeChart(chart).regions.flatMap(({ name, states }) =>
      states.map(({ path, meta }) => [`${name}.${path}`, meta as StateMeta | undefined] as const),
    ),
  );
  const metaOf: ChartWords['metaOf'] = (region, path) => metaByPath.get(`${region}.${path}`);
  return { metaOf, labelOf: (region, path) => metaOf(region, path)?.label ?? { ja: path, en: path } };
};

/** Where a region is, as `stateAfter` says it: `confirming.checking`; empty where there is no such region. */
export const pathIn = (place: StateAfter, region: string): string => {
  const path = place[region];
  return typeof path === 'string' ? path : '';
};
