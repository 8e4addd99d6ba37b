import type { BillingMilestone, Deliverable, PricedItem } from '#state-machines/service-order/service-order.terms';
import { sumOf, taxedAmounts } from '#state-machines/service-order/price.data';

/** Work that the sample company offers; each has two deliverables, `D1` and `D2`, and three milestones, `M1` to `M3`. */
export interface SampleEngagement {
  readonly title: string;
  /** What the customer says. */
  readonly needs: string;
  readonly desiredValue: string;
  readonly budget: number;
  readonly scope: string;
  readonly deliverables: readonly Deliverable[];
  readonly items: readonly PricedItem[];
}

/** Whether an engagement ends with its work, or recurs month by month. */
export type EngagementStyle = 'project' | 'recurring';

const fixedPrice = (itemId: string, description: string, amount: number): PricedItem => ({
  itemId,
  pricing: 'fixedPrice',
  description,
  amount,
  taxClass: 'standard',
});

const engagement = (
  title: string,
  [needs, desiredValue, scope]: readonly [string, string, string],
  [first, second]: readonly [string, string],
  items: readonly PricedItem[],
): SampleEngagement => ({
  title,
  needs,
  desiredValue,
  scope,
  budget: Math.ceil((sumOf(taxedAmounts(items)) * 1.2) / 100_000) * 100_000,
  deliverables: [
    { deliverableId: 'D1', name: first },
    { deliverableId: 'D2', name: second },
  ],
  items,
});

const projects: readonly [SampleEngagement, ...SampleEngagement[]] = [
  engagement(
    '通販サイトの刷新',
    [
      'スマートフォンで注文しやすくしてほしい。',
      '注文の半分をスマートフォンから',
      '画面設計・実装・移行。撮影は含まない。',
    ],
    ['画面設計書', '公開したサイト'],
    [fixedPrice('I1', '設計', 1_200_000), fixedPrice('I2', '実装と移行', 2_800_000)],
  ),
  engagement(
    '基幹システムの在庫連携',
    ['店舗と倉庫の在庫を一つにしたい。', '欠品による失注を減らす', '在庫連携の設計・開発・試験。'],
    ['連携仕様書', '連携プログラム'],
    [
      fixedPrice('I1', '連携の設計', 900_000),
      {
        itemId: 'I2',
        pricing: 'timeAndMaterial',
        description: '開発と試験',
        hourlyRate: 12_000,
        estimatedHours: 180,
        capHours: 220,
        taxClass: 'standard',
      },
    ],
  ),
  engagement(
    '接客研修',
    ['新人に茶葉の説明ができるようにしたい。', '説明できる店員を各店に', '教材の作成と二日間の研修。'],
    ['教材', '研修の実施報告'],
    [fixedPrice('I1', '教材', 350_000), fixedPrice('I2', '研修（二日間）', 450_000)],
  ),
];

const recurring: readonly [SampleEngagement, ...SampleEngagement[]] = [
  engagement(
    'サイトの保守運用',
    ['公開後の面倒を見てほしい。', '止まらない店', '監視・更新・月次の報告。'],
    ['運用手順書', '月次報告'],
    [
      fixedPrice('I1', '立ち上げ', 300_000),
      {
        itemId: 'I2',
        pricing: 'recurring',
        description: '保守（月額）',
        monthlyAmount: 150_000,
        months: 3,
        taxClass: 'standard',
      },
    ],
  ),
];

export const sampleEngagements: Readonly<Record<EngagementStyle, readonly [SampleEngagement, ...SampleEngagement[]]>> =
  { project: projects, recurring };

/** 30 % at the start (着手金), 30 % with the first deliverable, the rest with the final acceptance. */
export const milestonesOf = ({ items }: SampleEngagement): readonly BillingMilestone[] => {
  const price = sumOf(taxedAmounts(items));
  const part = Math.floor((price * 3) / 10);
  return [
    {
      milestoneId: 'M1',
      name: '着手金',
      trigger: 'contractConclusion',
      amount: part,
      taxClass: 'standard',
      deliverableIds: [],
    },
    {
      milestoneId: 'M2',
      name: '中間検収',
      trigger: 'acceptance',
      amount: part,
      taxClass: 'standard',
      deliverableIds: ['D1'],
    },
    {
      milestoneId: 'M3',
      name: '最終検収',
      trigger: 'finalAcceptance',
      amount: price - 2 * part,
      taxClass: 'standard',
      deliverableIds: [],
    },
  ];
};

/** What an invoice for some of the milestones comes to, with 10 % consumption tax. */
export const invoiceTotal = (engagement: SampleEngagement, milestoneIds: readonly string[]): number => {
  const net = sumOf(milestonesOf(engagement).filter(({ milestoneId }) => milestoneIds.includes(milestoneId)));
  return net + Math.floor(net / 10);
};
