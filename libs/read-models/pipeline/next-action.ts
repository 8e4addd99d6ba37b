import type { Bilingual } from '#libs/kernel/decider';

const action = (ja: string, en: string): Bilingual => ({ ja, en });

/** What is to be done next, by the state that the engagement rests in. */
const nextActions: Readonly<Record<string, Bilingual>> = {
  'hearing.gathering': action('要望・予算・希望日を聞き取る', 'Take down needs, budget and desired date'),
  'hearing.confirmed': action('提案書を作る', 'Draft a proposal'),
  'proposing.drafting': action('提案書を仕上げて提出する', 'Finish the proposal and submit it'),
  'proposing.submitted': action('お客様の回答を待ち、期限の前に確かめる', 'Await the answer; ask before it expires'),
  'proposing.revisionRequested': action('要望を入れた次の版を作る', 'Make the next version as asked'),
  'proposing.agreed': action('契約書を起こす', 'Draft the contract'),
  'contracting.drafted': action('不足を埋め、双方で署名する', 'Complete the contract and have both sides sign'),
  'contracting.concluded': action('プロジェクトを計画する', 'Plan the project'),
  'launching.planning': action('責任者・日程・作業をそろえる', 'Name the owner, the schedule and the tasks'),
  'launching.ready': action('キックオフする', 'Kick the project off'),
  'delivering.onTrack': action('作業を進め、成果物を納める', 'Do the work and hand it over'),
  'delivering.atRisk': action('懸念の原因に手を打つ', 'Act on what puts the project at risk'),
  'reviewing.inReview': action('レビューを終える', 'Conclude the review'),
  'reviewing.improving': action('改善を終える', 'Close the improvements'),
  'reviewing.reviewed': action('提供に戻るか、完了を報告する', 'Go on with the work, or report its completion'),
  'finalising.awaitingAcceptance': action('お客様の検収を待つ', 'Await the final acceptance'),
  'finalising.accepted': action('評価して締めくくる', 'Evaluate the engagement'),
  completed: action('請求と入金を確かめ、次の提案につなげる', 'See to the payments, and to the next proposal'),
  'lost.declined': action('理由を次に生かす', 'Learn from the reason'),
  'lost.expired': action('改めて提案するかを決める', 'Decide whether to propose anew'),
  'lost.withdrawn': action('理由を次に生かす', 'Learn from the reason'),
  terminated: action('精算を済ませる', 'See to the settlement'),
};

/** Null for a state that this program does not know. */
export const nextActionOf = (engagement: string): Bilingual | null => nextActions[engagement] ?? null;
