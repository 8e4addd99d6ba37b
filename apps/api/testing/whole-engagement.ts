import { type CalendarDate, daysLater } from '#state-machines/vocabulary/dates';
import {
  type EngagementTerms,
  migration,
  migrationBilling,
  migrationItems,
  type Sent,
  signatories,
  todayInJapan,
} from './sample-engagement.ts';

const [price, support] = migrationItems;
const [downPayment, design, final] = migrationBilling;

const done = (taskId: string): readonly Sent[] => [
  ['start-task', { taskId }],
  ['complete-task', { taskId }],
];
const accepted = (deliverableId: string): readonly Sent[] => [
  ['submit-deliverable', { deliverableId }],
  ['accept-deliverable', { deliverableId }],
];

/** The chapters of an engagement in which much goes otherwise than it was planned: the commands of each, in their order. */
export const wholeEngagement = (
  terms: EngagementTerms = migration(),
  today: CalendarDate = todayInJapan(),
): Readonly<
  Record<
    'proposing' | 'contracting' | 'launching' | 'delivering' | 'changing' | 'reviewing' | 'finalising' | 'paying',
    readonly Sent[]
  >
> => {
  const inAWeek = daysLater(today, 7);
  const { tasks, ...team } = terms.plan as { readonly tasks: readonly object[] };
  const report: Sent = ['report-completion', { summary: '契約のすべてを納めた。' }];
  const refused = (pointId: string): readonly Sent[] => [
    report,
    ['refuse-completion', { points: [{ description: '帳票の合計が違う。' }] }],
    ['resolve-point', { pointId, resolution: '帳票を直した。' }],
  ];
  return {
    proposing: [
      ['revise-needs', { title: '在庫システムの移行', needs: '二段階で新しい環境へ移したい。', budget: 4_500_000 }],
      ['confirm-needs', { confirmedVia: 'visit' }],
      ['estimate-win-probability', { percent: 40 }],
      ['draft-proposal', terms.proposal],
      ['submit-proposal', { submittedVia: 'email' }],
      ['request-proposal-revision', { request: '手順書も欲しい。' }],
      [
        'revise-proposal',
        {
          deliverables: [
            { deliverableId: 'D1', name: '移行設計書' },
            { deliverableId: 'D2', name: '移行済みシステム' },
            { deliverableId: 'D3', name: '運用手順書' },
          ],
          items: [{ ...price, amount: 3_400_000 }, support],
        },
      ],
      ['submit-proposal', { version: 2 }],
      ['request-proposal-revision', { version: 2, request: '予算に収めてほしい。' }],
      ['revise-proposal', { items: [{ ...price, amount: 3_200_000 }, support], reason: '支援を見直した。' }],
      ['submit-proposal', { version: 3 }],
    ],
    contracting: [
      ['accept-proposal', { version: 3, acceptedBy: '山田 一郎' }],
      ['draft-contract', { paymentDays: 30, billing: [downPayment, design, { ...final, amount: 2_000_000 }] }],
      ['amend-contract-draft', { warranty: { months: 6, terms: '無償で修補する。' } }],
      ['conclude-contract', { signatories }],
    ],
    launching: [
      ['plan-project', team],
      ['plan-project', { tasks }],
      ['kick-off-project', {}],
      ['issue-invoice', { invoiceNumber: 'INV-1' }],
      ['record-invoice-payment', { amount: 300_000, method: 'bankTransfer' }],
    ],
    delivering: [
      ...done('T1'),
      ['submit-deliverable', { deliverableId: 'D1' }],
      ['refuse-deliverable', { deliverableId: 'D1', points: [{ description: '構成図がない。' }] }],
      ['resolve-point', { pointId: 'P1', resolution: '構成図を加えた。' }],
      ...accepted('D1'),
      ['accept-milestone', { milestoneId: 'M2' }],
      ['report-progress', { percent: 40, summary: '設計を終えた。', risks: '旧環境の停止日' }],
      ['raise-issue', { kind: 'risk', severity: 'high', title: '旧環境の停止日が早まる' }],
      ['mark-at-risk', { causes: ['schedule'] }],
    ],
    changing: [
      ['request-change', { title: '帳票の追加', description: '月次の帳票も移したい。', by: 'customer' }],
      [
        'quote-change',
        {
          validUntil: inAWeek,
          items: [
            { ...price, amount: 3_200_000 },
            support,
            { itemId: 'I3', description: '帳票', taxClass: 'standard', pricing: 'fixedPrice', amount: 400_000 },
          ],
          billing: [
            { milestoneId: 'M4', name: '帳票完了', trigger: 'acceptance', amount: 400_000, taxClass: 'standard' },
            { ...final, amount: 2_000_000 },
          ],
        },
      ],
      ['agree-change', { agreedBy: '山田 一郎' }],
      ['request-change', { title: '期間の延長', description: '停止日に合わせたい。', by: 'company' }],
      ['quote-change', { validUntil: inAWeek, endsOn: daysLater(today, 90) }],
      ['agree-change', { changeId: 'C2', quote: 1 }],
      ['resolve-issue', { issueId: 'I1', resolution: '期間を延ばした。' }],
      ['mark-on-track', {}],
      ['record-contact', { medium: 'phone', direction: 'outbound', summary: '変更の内容をご説明した。' }],
    ],
    reviewing: [
      ...done('T2'),
      ...accepted('D2'),
      ...accepted('D3'),
      ['accept-milestone', { milestoneId: 'M4' }],
      [
        'start-review',
        { subject: '納品物の品質', criteria: [{ description: '仕様どおり' }, { description: '読みやすい' }] },
      ],
      ['conclude-review', { met: ['K1'], improvements: [{ description: '用語をそろえる' }] }],
      ['close-improvement', { actionId: 'A1', result: '用語集を付けた。' }],
      ['record-feedback', { score: 4, comment: '対応が早い。' }],
    ],
    finalising: [...refused('P2'), ...refused('P3'), report, ['accept-completion', { acceptedBy: '山田 一郎' }]],
    paying: [
      ['issue-invoice', { invoiceNumber: 'INV-2', milestoneIds: ['M3'] }],
      ['issue-invoice', { invoiceNumber: 'INV-3' }],
      ['record-invoice-payment', { invoiceNumber: 'INV-1', amount: 360_000, method: 'bankTransfer' }],
      ['record-invoice-payment', { invoiceNumber: 'INV-3', amount: 1_000_000, method: 'bankTransfer' }],
      ['evaluate-engagement', { quality: 4, schedule: 3, cost: 4, collaboration: 5, lessons: '帳票は先に聞く。' }],
      ['record-next-opportunity', { title: '倉庫の第二期', expectedValue: 5_000_000 }],
      ['record-invoice-payment', { invoiceNumber: 'INV-3', amount: 760_000, method: 'bankTransfer' }],
      ['record-invoice-payment', { amount: 2_200_000, method: 'bankTransfer' }],
    ],
  };
};
