import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';
import { serviceOrderSetup } from './service-order.setup.ts';

/** Facts that an engagement takes while the work goes on: in delivery and in review. */
const whileWorking = {
  ProjectPlanned: recorded,
  TaskStarted: recorded,
  TaskDone: recorded,
  TimeReported: recorded,
  TimeWithdrawn: recorded,
  DeliverableSubmitted: recorded,
  DeliverableAccepted: recorded,
  DeliverableRefused: recorded,
  PointResolved: recorded,
  ProgressReported: recorded,
  IssueRaised: recorded,
  IssueResolved: recorded,
  ProjectBecameAtRisk: recorded,
  ProjectCameBackOnTrack: recorded,
  ImprovementPlanned: recorded,
  ImprovementClosed: recorded,
  ImprovementWaived: recorded,
  ContractRenewed: recorded,
  ServiceEndAgreed: recorded,
} as const;

/** Facts that end a concluded contract early. */
const whileUnderContract = { ContractTerminated: '#serviceOrder.engagement.terminated' } as const;

/** Facts that an engagement takes as long as there is no contract. */
const beforeContract = {
  WinProbabilityEstimated: recorded,
  EngagementLost: '#serviceOrder.engagement.lost.withdrawn',
} as const;

/** The seven steps from the first wish to the next proposal. */
export const engagementRegion = serviceOrderSetup.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: {
      meta: meta('customer', ['未受付', 'Unknown'], ['まだ受け付けていない', 'No such order was received yet.']),
      on: { NeedsRecorded: 'hearing' },
    },
    hearing: {
      meta: meta(
        'backOffice',
        ['要望の確認', 'Hearing'],
        ['お客様の要望を確かめる', 'What the customer needs is made clear.'],
        1,
      ),
      initial: 'gathering',
      on: beforeContract,
      states: {
        gathering: {
          meta: meta(
            'backOffice',
            ['ヒアリング中', 'Gathering needs'],
            ['要望・予算・希望日・条件を聞き取る', 'Needs, budget, desired date and conditions are taken down.'],
            1,
          ),
          on: { NeedsRevised: recorded, NeedsConfirmed: 'confirmed' },
        },
        confirmed: {
          meta: meta(
            'backOffice',
            ['要望確認済み', 'Needs confirmed'],
            ['要望に合意した。提案書を作る', 'The customer agrees that these are the needs; draft a proposal.'],
            1,
          ),
          on: { NeedsRevised: 'gathering', ProposalDrafted: '#serviceOrder.engagement.proposing.drafting' },
        },
      },
    },
    proposing: {
      meta: meta(
        'backOffice',
        ['提案・見積もり', 'Proposing'],
        ['提案と見積もりを詰める', 'A proposal and its price are worked out.'],
        2,
      ),
      initial: 'drafting',
      on: beforeContract,
      states: {
        drafting: {
          meta: meta(
            'backOffice',
            ['提案作成中', 'Drafting'],
            ['提案書を作り、提出する', 'Finish the proposal and submit it.'],
            2,
          ),
          on: { NeedsRevised: recorded, ProposalRevised: recorded, ProposalSubmitted: 'submitted' },
        },
        submitted: {
          meta: meta(
            'customer',
            ['提案提出済み', 'Submitted'],
            ['お客様の回答を有効期限まで待つ', "The customer's answer is awaited until the proposal expires."],
            2,
          ),
          on: {
            ProposalRevised: 'drafting',
            ProposalRevisionRequested: 'revisionRequested',
            ProposalAccepted: 'agreed',
            ProposalDeclined: '#serviceOrder.engagement.lost.declined',
            ProposalExpired: '#serviceOrder.engagement.lost.expired',
          },
        },
        revisionRequested: {
          meta: meta(
            'backOffice',
            ['修正依頼あり', 'Revision requested'],
            ['お客様の要望を入れた次の版を作る', 'Draft the next version with what the customer asks for.'],
            2,
          ),
          on: {
            NeedsRevised: recorded,
            ProposalRevised: 'drafting',
            ProposalDeclined: '#serviceOrder.engagement.lost.declined',
          },
        },
        agreed: {
          meta: meta(
            'backOffice',
            ['提案合意済み', 'Agreed'],
            ['合意した版から契約書を起こす', 'Draft the contract from the version that was accepted.'],
            2,
          ),
          on: { ContractDrafted: '#serviceOrder.engagement.contracting.drafted' },
        },
      },
    },
    contracting: {
      meta: meta('backOffice', ['契約の締結', 'Contracting'], ['契約を締結する', 'The contract is concluded.'], 3),
      initial: 'drafted',
      states: {
        drafted: {
          meta: meta(
            'backOffice',
            ['契約書案', 'Drafted'],
            ['不足を埋め、双方が署名する', 'Complete what is missing; both sides sign.'],
            3,
          ),
          on: { ...beforeContract, ContractDrafted: recorded, ContractConcluded: 'concluded' },
        },
        concluded: {
          meta: meta('backOffice', ['契約締結済み', 'Concluded'], ['プロジェクトを計画する', 'Plan the project.'], 3),
          on: { ...whileUnderContract, ProjectPlanned: '#serviceOrder.engagement.launching' },
        },
      },
    },
    launching: {
      meta: meta(
        'backOffice',
        ['プロジェクトの立ち上げ', 'Launching'],
        ['体制・日程・作業を決める', 'Team, schedule and tasks are settled.'],
        4,
      ),
      initial: 'planning',
      on: { ...whileUnderContract, ProjectPlanned: recorded },
      states: {
        planning: {
          meta: meta(
            'backOffice',
            ['計画中', 'Planning'],
            [
              '責任者・メンバー・日程・作業・連絡間隔をそろえる',
              'Owner, members, schedule, tasks and contact interval are to be named.',
            ],
            4,
          ),
          always: { guard: 'planIsComplete', target: 'ready' },
        },
        ready: {
          meta: meta(
            'backOffice',
            ['開始準備完了', 'Ready'],
            ['計画がそろった。キックオフする', 'The plan is complete; kick the project off.'],
            4,
          ),
          on: { ProjectKickedOff: '#serviceOrder.engagement.delivering' },
          always: { guard: 'planIsIncomplete', target: 'planning' },
        },
      },
    },
    delivering: {
      meta: meta(
        'backOffice',
        ['サービス提供中', 'Delivering'],
        ['作業と成果物を進める', 'The work is done and handed over.'],
        5,
      ),
      initial: 'onTrack',
      on: {
        ...whileWorking,
        ...whileUnderContract,
        ReviewStarted: 'reviewing',
        CompletionReported: 'finalising',
      },
      states: {
        onTrack: {
          meta: meta(
            'backOffice',
            ['順調', 'On track'],
            ['計画どおりに進んでいる', 'The project goes on as planned.'],
            5,
          ),
          always: { guard: 'projectIsAtRisk', target: 'atRisk' },
        },
        atRisk: {
          meta: meta(
            'backOffice',
            ['要注意', 'At risk'],
            ['遅延・費用・品質などの懸念に手を打つ', 'Schedule, cost or quality is in danger; act on it.'],
            5,
          ),
          always: { guard: 'projectIsOnTrack', target: 'onTrack' },
        },
      },
    },
    reviewing: {
      meta: meta(
        'backOffice',
        ['品質管理とフィードバック', 'Reviewing'],
        ['品質を確かめ、改善する', 'Quality is checked and improved.'],
        6,
      ),
      initial: 'inReview',
      on: {
        ...whileWorking,
        ...whileUnderContract,
        ReviewStarted: recorded,
        ReviewConcluded: recorded,
        DeliveryResumed: 'delivering',
      },
      states: {
        inReview: {
          meta: meta(
            'backOffice',
            ['レビュー中', 'In review'],
            ['基準に照らして確かめる', 'What was made is held against its criteria.'],
            6,
          ),
          always: [
            { guard: 'someImprovementIsOpen', target: 'improving' },
            { guard: 'everythingIsReviewed', target: 'reviewed' },
          ],
        },
        improving: {
          meta: meta(
            'backOffice',
            ['改善中', 'Improving'],
            ['改善を終えるか、お客様の免除を得る', 'Improvements are to be closed, or waived by the customer.'],
            6,
          ),
          always: [
            { guard: 'someReviewIsOpen', target: 'inReview' },
            { guard: 'everythingIsReviewed', target: 'reviewed' },
          ],
        },
        reviewed: {
          meta: meta(
            'backOffice',
            ['レビュー済み', 'Reviewed'],
            ['提供に戻るか、完了を報告する', 'Go on with the work, or report its completion.'],
            6,
          ),
          on: { CompletionReported: '#serviceOrder.engagement.finalising' },
          always: [
            { guard: 'someReviewIsOpen', target: 'inReview' },
            { guard: 'someImprovementIsOpen', target: 'improving' },
          ],
        },
      },
    },
    finalising: {
      meta: meta(
        'customer',
        ['完了と評価', 'Finalising'],
        ['検収と評価で締めくくる', 'Final acceptance and evaluation.'],
        7,
      ),
      initial: 'awaitingAcceptance',
      states: {
        awaitingAcceptance: {
          meta: meta(
            'customer',
            ['検収待ち', 'Awaiting acceptance'],
            ['お客様の最終検収を待つ', "The customer's final acceptance is awaited."],
            7,
          ),
          on: {
            ...whileUnderContract,
            CompletionAccepted: 'accepted',
            CompletionRefused: '#serviceOrder.engagement.delivering',
          },
        },
        accepted: {
          meta: meta(
            'backOffice',
            ['検収済み', 'Accepted'],
            ['振り返り、次の提案につなげる', 'Evaluate the engagement and look for the next one.'],
            7,
          ),
          on: {
            EngagementEvaluated: recorded,
            NextOpportunityRecorded: recorded,
            EngagementCompleted: '#serviceOrder.engagement.completed',
          },
        },
      },
    },
    completed: {
      meta: meta(
        'nobody',
        ['完了', 'Completed'],
        ['検収と評価が終わった', 'Accepted and evaluated; the follow-up begins.'],
        7,
      ),
      on: { NextOpportunityRecorded: recorded },
    },
    lost: {
      meta: meta('nobody', ['失注', 'Lost'], ['契約に至らなかった', 'It did not come to a contract.']),
      initial: 'withdrawn',
      states: {
        declined: {
          meta: meta(
            'nobody',
            ['提案不採用', 'Declined'],
            ['お客様が提案を断った', 'The customer declined the proposal.'],
          ),
        },
        expired: {
          meta: meta(
            'backOffice',
            ['提案期限切れ', 'Expired'],
            [
              '回答のないまま有効期限が過ぎた。改めて提案できる',
              'No answer before it expired; a new version may be proposed.',
            ],
          ),
          on: { ProposalRevised: '#serviceOrder.engagement.proposing.drafting', EngagementLost: 'withdrawn' },
        },
        withdrawn: {
          meta: meta(
            'nobody',
            ['取り下げ', 'Withdrawn'],
            ['契約の前に取り下げられた', 'Given up before there was a contract.'],
          ),
        },
      },
    },
    terminated: {
      meta: meta(
        'nobody',
        ['中途解約', 'Terminated'],
        ['契約を途中で終えた。精算だけが残る', 'The contract was ended early; only its settlement remains.'],
      ),
    },
  },
});
