import { IsInt, Max, Min } from 'class-validator';
import type { ProposalStatus } from '#state-machines/service-order/proposals.data';
import { FromDigits, IdParameters } from '../parameters.ts';
import { PartNotFound } from '../part-not-found.ts';
import type { QueryDescription } from '../query-description.ts';
import { compareProposals, type ProposalDifferences } from './compare-proposals.ts';
import { orderIdOf, versionsNamed } from './proposals.query.ts';
import type { ProposalRow } from './proposals.table.ts';
import { contentOf, proposalExample } from './proposals.view.ts';

/** Two versions of one order's proposal. */
export class ProposalComparisonParameters extends IdParameters {
  /** The version to begin with. */
  @FromDigits()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  from!: number;

  /** The version to compare it with. */
  @FromDigits()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  to!: number;
}

interface ComparedVersion {
  readonly version: number;
  readonly status: ProposalStatus;
}

/** An amount in both versions, in minor units. */
interface AmountDifference {
  readonly before: number;
  readonly after: number;
  /** Positive where the later one costs more. */
  readonly difference: number;
}

/** What changed from one version to another. */
export interface ProposalComparison extends ProposalDifferences {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly from: ComparedVersion;
  readonly to: ComparedVersion;
  readonly currency: string;
  /** Tax-exclusive. */
  readonly value: AmountDifference;
  readonly total: AmountDifference;
}

const amountDifference = (before: number, after: number): AmountDifference => ({
  before,
  after,
  difference: after - before,
});

const comparedVersion = ({ version, status }: ProposalRow): ComparedVersion => ({ version, status });

const comparison = (from: ProposalRow, to: ProposalRow): ProposalComparison => ({
  orderId: from.order_id,
  orderNumber: from.order_number,
  from: comparedVersion(from),
  to: comparedVersion(to),
  currency: from.currency,
  value: amountDifference(from.value, to.value),
  total: amountDifference(from.total, to.total),
  ...compareProposals(contentOf(from), contentOf(to)),
});

const noSuchVersion = (field: 'from' | 'to', version: number, newest: number | undefined): PartNotFound =>
  new PartNotFound(
    field,
    newest === undefined
      ? { ja: 'この案件にはまだ提案がありません。', en: 'This order has no proposal yet.' }
      : {
          ja: `提案の第 ${version} 版はありません。第 1 版から第 ${newest} 版までを指定してください。`,
          en: `There is no version ${version} of the proposal: name one from 1 to ${newest}.`,
        },
  );

const example: ProposalComparison = {
  orderId: proposalExample.orderId,
  orderNumber: proposalExample.orderNumber,
  from: { version: 1, status: 'superseded' },
  to: { version: 2, status: 'submitted' },
  currency: 'JPY',
  value: { before: 1_000_000, after: 1_200_000, difference: 200_000 },
  total: { before: 1_100_000, after: 1_320_000, difference: 220_000 },
  members: [{ member: 'validUntil', before: '2026-12-11', after: '2026-12-18' }],
  items: {
    added: [],
    removed: [],
    changed: [{ id: 'I1', members: [{ member: 'amount', before: 1_000_000, after: 1_200_000 }] }],
  },
  deliverables: { added: proposalExample.content.deliverables, removed: [], changed: [] },
};

/** `GET /api/service-orders/{id}/proposals/compare?from=1&to=2` */
export const proposalComparisonQuery: QueryDescription<ProposalComparisonParameters, ProposalComparison> = {
  name: 'proposal-comparison',
  path: 'service-orders/{id}/proposals/compare',
  summary: { ja: '提案の二つの版の比較', en: 'What changed from one version of the proposal to another' },
  parameters: ProposalComparisonParameters,
  projection: 'proposals',
  example,
  run: async ({ database }, { id, from, to }) => {
    const orderId = await orderIdOf(database, id);
    if (orderId === undefined) return undefined;
    const { found, newest } = await versionsNamed(database, orderId, [from, to]);
    const [earlier, later] = [found.get(from), found.get(to)];
    if (!earlier) throw noSuchVersion('from', from, newest);
    if (!later) throw noSuchVersion('to', to, newest);
    return comparison(earlier, later);
  },
};
