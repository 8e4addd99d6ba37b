import type { Bilingual } from '#libs/kernel/decider';

interface ProblemCode {
  readonly status: number;
  readonly title: Bilingual;
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
}

const code = (status: number, ja: string, en: string, retryAfter?: number): ProblemCode => ({
  status,
  title: { ja, en },
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

/** The one map from what can go wrong to HTTP. Refusals by a decider bring codes of their own: `refused-by-state` and `refused-by-rule` stand for them here. */
export const problemCodes = {
  'malformed-request': code(400, 'リクエストを読み取れません', 'The request cannot be read'),
  'malformed-json': code(400, 'JSON を読み取れません', 'The body is not JSON'),
  'malformed-url': code(400, 'URL を読み取れません', 'The URL cannot be read'),
  'invalid-command': code(400, '入力内容に誤りがあります', 'The command is not valid'),
  'invalid-parameters': code(400, '検索条件に誤りがあります', 'The parameters are not valid'),
  'invalid-header': code(400, 'ヘッダーに誤りがあります', 'A header is not valid'),
  unauthorized: code(401, '認証が必要です', 'Who are you?'),
  forbidden: code(403, '権限がありません', 'You may not do this'),
  'not-found': code(404, '見つかりません', 'There is no such thing'),
  'method-not-allowed': code(405, 'このメソッドは使えません', 'This method is not for this address'),
  'request-timeout': code(408, '時間内に届きませんでした', 'The request did not arrive in time'),
  'refused-by-state': code(409, '今の状態ではできません', 'The state does not allow it'),
  'person-erased': code(409, '個人情報が消去されています', 'The person has been erased'),
  'stale-revision': code(412, 'すでに変更されています', 'It has changed since you saw it'),
  'body-too-large': code(413, '本文が大きすぎます', 'The body is too large'),
  'url-too-long': code(414, 'URL が長すぎます', 'The URL is too long'),
  'unsupported-media-type': code(415, 'JSON で送ってください', 'The body has to be JSON'),
  'refused-by-rule': code(422, '業務ルールに合いません', 'A rule does not allow it'),
  'command-reused': code(422, '冪等キーが使い回されています', 'The key was used for another command'),
  'headers-too-large': code(431, 'ヘッダーが大きすぎます', 'The headers are too large'),
  'corrupt-stream': code(500, '記録が壊れています', 'The record is damaged'),
  'newer-program': code(500, '新しい版の記録です', 'The record is from a newer program'),
  'internal-error': code(500, '内部エラー', 'Something went wrong here'),
  contention: code(503, '混み合っています', 'Others keep changing it', 1),
  unavailable: code(503, '一時的に使えません', 'Not available at the moment', 2),
  'read-model-behind': code(503, '集計が追いついていません', 'The read model is not there yet', 1),
} as const satisfies Readonly<Record<string, ProblemCode>>;

export type ProblemCodeName = keyof typeof problemCodes;
