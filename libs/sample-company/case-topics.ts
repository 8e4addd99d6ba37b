import type { CaseCategory, CaseOutcome } from '#state-machines/support-case/support-case.events';

/** What customers turn to the sample company with, and what comes of it. */
export interface CaseTopic {
  readonly title: string;
  readonly description: string;
  /** What the company has to know to help. */
  readonly question: string;
  readonly answer: string;
  readonly outcome: CaseOutcome;
  readonly resolution: string;
}

/** One for each category. */
export const caseTopics: Readonly<Record<CaseCategory, CaseTopic>> = {
  question: {
    title: '名入れの入稿方法',
    description: '和菓子ギフトの名入れ原稿をどの形式で送ればよいか。',
    question: 'ご希望の書体と文字数をお知らせください。',
    answer: 'PDF でお送りください。校正を一度お出しします。',
    outcome: 'answered',
    resolution: '入稿方法をご案内し、ご了承いただいた。',
  },
  complaint: {
    title: '外箱の破損',
    description: '届いた箱がつぶれており、中の缶がへこんでいる。',
    question: '破損した箱の写真をお送りください。',
    answer: 'ご迷惑をおかけしました。代わりの品をお送りします。',
    outcome: 'replaced',
    resolution: '代品をお送りし、お詫びした。',
  },
  repair: {
    title: '社名印の欠け',
    description: '別注の社名印の縁が欠けている。',
    question: '印影をお送りください。',
    answer: '工房に送り、彫り直します。',
    outcome: 'repaired',
    resolution: '彫り直してお返しした。',
  },
  maintenance: {
    title: '店舗サイトの点検',
    description: '決算期の前に注文画面の動きを点検してほしい。',
    question: '点検してよい時間帯をお知らせください。',
    answer: '営業時間外に点検し、結果をご報告します。',
    outcome: 'other',
    resolution: '点検を終え、異常のないことをご報告した。',
  },
};
