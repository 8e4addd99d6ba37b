import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { LossReason } from '#state-machines/service-order/service-order.terms';
import type { QueryDescription } from '../query-description.ts';
import type { Stored } from '../stored.ts';
import { PipelineSummaryParameters } from './pipeline.parameters.ts';
import type { PipelineRow } from './pipeline.table.ts';

type Tables = {
  pipeline: Stored<PipelineRow>;
};

/** Some orders of one currency. Amounts are minor units without tax. */
interface Sum {
  readonly currency: string;
  readonly count: number;
  readonly value: number;
}

/** The open orders of one step and currency. */
interface StepSum extends Sum {
  readonly step: number;
  /** Of those with a probability. */
  readonly weightedValue: number;
  /** Orders whose chance nobody has estimated: they add nothing to `weightedValue`. */
  readonly withoutProbability: number;
  /** When the order that is in the step for the longest time came into it. */
  readonly oldestSince: string;
}

/** What is in the pipeline, and what left it won or lost. */
export interface PipelineSummary {
  /** In the order of steps; steps without open orders are not there. */
  readonly steps: readonly StepSum[];
  /** Orders whose contract was concluded in the period, also those that have ended since. */
  readonly won: readonly Sum[];
  /** Orders lost in the period, by reason. */
  readonly lost: readonly (Sum & { readonly reason: LossReason })[];
}

const example: PipelineSummary = {
  steps: [
    {
      step: 2,
      currency: 'JPY',
      count: 3,
      value: 5_400_000,
      weightedValue: 2_160_000,
      withoutProbability: 1,
      oldestSince: '2026-11-02T02:00:00.000Z',
    },
  ],
  won: [{ currency: 'JPY', count: 2, value: 3_600_000 }],
  lost: [{ currency: 'JPY', count: 1, value: 900_000, reason: 'price' }],
};

const within = (column: string, { from, to }: PipelineSummaryParameters): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(column)} between ${from ?? '0001-01-01'} and ${to ?? '9999-12-31'})`;

/** Databases give sums and counts as numbers or as texts. */
const count = sql<number | string>`count(*)`;
const sumOf = (column: string) => sql<number | string>`coalesce(sum(${sql.ref(column)}), 0)`;

/** `GET /api/pipeline/summary` */
export const pipelineSummaryQuery: QueryDescription<PipelineSummaryParameters, PipelineSummary> = {
  name: 'pipeline-summary',
  path: 'pipeline/summary',
  summary: {
    ja: '案件の集計（工程別の件数と金額、受注と失注）',
    en: 'Open service orders per step and currency, and what was won or lost in a period',
  },
  parameters: PipelineSummaryParameters,
  projection: 'pipeline',
  example,
  run: async ({ database }, period) => {
    const orders = database.db.$extendTables<Tables>().selectFrom('pipeline');
    const sums = orders.select(['currency', count.as('count'), sumOf('value').as('value')]);
    const steps = await sums
      .select([
        'step',
        sumOf('weighted_value').as('weighted'),
        sql<number | string>`count(win_probability)`.as('estimated'),
        sql<string>`min(step_since)`.as('oldest'),
      ])
      .where(sql<SqlBool>`open and step is not null`)
      .groupBy(['step', 'currency'])
      .orderBy('step')
      .orderBy('currency')
      .execute();
    const won = await sums.where(within('concluded_on', period)).groupBy('currency').orderBy('currency').execute();
    const lost = await sums
      .select(sql<LossReason>`lost_reason`.as('reason'))
      .where(within('lost_on', period))
      .groupBy(['lost_reason', 'currency'])
      .orderBy('lost_reason')
      .orderBy('currency')
      .execute();
    return {
      steps: steps.map((row) => ({
        step: Number(row.step),
        ...sumView(row),
        weightedValue: Number(row.weighted),
        withoutProbability: Number(row.count) - Number(row.estimated),
        oldestSince: row.oldest,
      })),
      won: won.map(sumView),
      lost: lost.map((row) => ({ ...sumView(row), reason: row.reason })),
    };
  },
};

const sumView = (row: { readonly currency: unknown; readonly count: unknown; readonly value: unknown }): Sum => ({
  currency: String(row.currency),
  count: Number(row.count),
  value: Number(row.value),
});
