import { HttpException } from '@nestjs/common';
import { CorruptStream, NewerProgram, type Bilingual } from '#libs/kernel/decider';
import { EventStoreError, type EventStoreErrorCode } from '#libs/kernel/event-store';
import { PositionBeyondLog, ReadModelBehind } from '#libs/engine/engine-ports';
import { CommandError, type CommandErrorCode } from '#libs/kernel/outcome';
import { KeyVaultError, PersonErased } from '#libs/kernel/personal-data';
import { ReadDatabaseError, type ReadDatabaseErrorCode } from '#libs/read-database/read-database-error';
import { PartNotFound } from '#libs/read-models/part-not-found';
import { type FieldProblem, InvalidCommand, InvalidParameters } from '#libs/nest-cqrs/field-problem';
import { type Problem, ProblemError } from './problem.ts';
import { problemCodes, type ProblemCodeName } from './problem-codes.ts';

/** A problem of the map, with what there is to say about this case. */
export const problemOf = (
  name: ProblemCodeName,
  detail: Bilingual,
  more: Pick<Problem, 'errors' | 'extensions' | 'headers'> & { readonly code?: string } = {},
): Problem => {
  const { status, title } = problemCodes[name];
  const entry: { readonly retryAfter?: number } = problemCodes[name];
  const retry: Readonly<Record<string, string>> =
    entry.retryAfter === undefined ? {} : { 'Retry-After': String(entry.retryAfter) };
  return { code: name, status, title, detail, ...more, headers: { ...retry, ...more.headers } };
};

const invalid = (name: 'invalid-command' | 'invalid-parameters', problems: readonly FieldProblem[]): Problem => {
  const listed = (language: keyof Bilingual): string =>
    problems
      .slice(0, 5)
      .map(({ field, message }) => (field === '' ? message[language] : `${field}: ${message[language]}`))
      .join(language === 'ja' ? ' ' : '; ');
  return problemOf(name, { ja: listed('ja'), en: listed('en') }, { errors: problems });
};

const TRY_AGAIN: Bilingual = {
  ja: '同じ Idempotency-Key を付けて、もう一度送ってください。',
  en: 'Send the same request again, with the same Idempotency-Key.',
};

const commandErrors: Readonly<Record<CommandErrorCode, readonly [ProblemCodeName, Bilingual]>> = {
  staleRevision: [
    'stale-revision',
    {
      ja: 'If-Match の版から変更されています。読み直して、まだ必要か確かめてください。',
      en: 'It is not at the revision that If-Match names: read it again and see whether the command is still wanted.',
    },
  ],
  commandReused: [
    'command-reused',
    {
      ja: 'この Idempotency-Key は別の内容で使われています。新しいキーを付けてください。',
      en: 'This Idempotency-Key was used with another content: give the new command a key of its own.',
    },
  ],
  contention: ['contention', TRY_AGAIN],
  unavailable: ['unavailable', TRY_AGAIN],
};

const TOO_LARGE: Bilingual = {
  ja: '一度に記録できる量を超えています。分けて送ってください。',
  en: 'This is more than one append can hold: send it in parts.',
};

const storeErrors: Readonly<Record<EventStoreErrorCode, ProblemCodeName>> = {
  versionConflict: 'contention',
  streamDeleted: 'not-found',
  accessDenied: 'internal-error',
  appendTooLarge: 'body-too-large',
  invalidRequest: 'malformed-request',
  unavailable: 'unavailable',
  outcomeUnknown: 'unavailable',
  closed: 'unavailable',
};

const problemOfStore = ({ code }: EventStoreError): Problem =>
  problemOf(storeErrors[code], code === 'appendTooLarge' ? TOO_LARGE : TRY_AGAIN);

/** What a read database cannot do now, and may be able to do later. */
const passing: ReadonlySet<ReadDatabaseErrorCode> = new Set(['unavailable', 'busy']);

const problemOfBeyond = ({ head }: PositionBeyondLog): Problem =>
  invalid('invalid-parameters', [
    {
      field: 'after',
      rule: 'within-log',
      message: {
        ja: `ログの終わりは ${head || '0'} です。コマンドの応答の position をそのまま指定してください。`,
        en: `the log ends at ${head || '0'}; give a position that a command answered`,
      },
    },
  ]);

/** What Fastify and Nest say by a bare status. */
const httpProblems: Readonly<Partial<Record<number, readonly [ProblemCodeName, Bilingual]>>> = {
  400: ['malformed-request', { ja: 'リクエストの形を確かめてください。', en: 'Check the form of the request.' }],
  404: ['not-found', { ja: 'このアドレスには何もありません。', en: 'There is nothing at this address; see /docs.' }],
  405: ['method-not-allowed', { ja: '/docs を見てください。', en: 'See /docs for what this address takes.' }],
  408: ['request-timeout', TRY_AGAIN],
  413: [
    'body-too-large',
    { ja: '本文が上限を超えています。分けて送ってください。', en: 'The body is over the limit: send it in parts.' },
  ],
  414: ['url-too-long', { ja: '短くしてください。', en: 'Make it shorter.' }],
  415: [
    'unsupported-media-type',
    { ja: 'Content-Type: application/json で送ってください。', en: 'Send it with Content-Type: application/json.' },
  ],
  431: ['headers-too-large', { ja: 'ヘッダーを短くしてください。', en: 'Send fewer or shorter headers.' }],
  503: ['unavailable', TRY_AGAIN],
};

/** The problem of a bare status; undefined where it is none of the caller’s making. */
export const problemOfStatus = (status: number): Problem | undefined => {
  const known = httpProblems[status] ?? (status >= 400 && status < 500 ? httpProblems[400] : undefined);
  return known && problemOf(...known);
};

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
};

/** The problem that an error is for the caller. What is not foreseen is an `internal-error` that gives nothing away. */
export const problemFrom = (error: unknown): Problem => {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof InvalidCommand) return invalid('invalid-command', error.problems);
  if (error instanceof InvalidParameters) return invalid('invalid-parameters', error.problems);
  if (error instanceof PartNotFound)
    return problemOf('not-found', error.detail, {
      errors: [{ field: error.field, rule: 'known', message: error.detail }],
    });
  if (error instanceof CommandError) return problemOf(...commandErrors[error.code]);
  if (error instanceof EventStoreError) return problemOfStore(error);
  if (error instanceof KeyVaultError || (error instanceof ReadDatabaseError && passing.has(error.code)))
    return problemOf('unavailable', TRY_AGAIN);
  if (error instanceof PersonErased)
    return problemOf('person-erased', {
      ja: 'この顧客の個人情報は消去されており、新しい記録はできません。',
      en: 'The personal data of this customer was erased; nothing new can be recorded about them.',
    });
  if (error instanceof PositionBeyondLog) return problemOfBeyond(error);
  if (error instanceof ReadModelBehind)
    return problemOf(
      'read-model-behind',
      {
        ja: `読み取り用の表「${error.projection}」が、指定された位置にまだ達していません。`,
        en: `The read model "${error.projection}" has not reached the position in \`after\` yet.`,
      },
      { headers: { 'Juchu-Read-Position': error.reached } },
    );
  if (error instanceof CorruptStream)
    return problemOf('corrupt-stream', {
      ja: '記録の整合性に問題があります。管理者に知らせてください。',
      en: 'The record contradicts itself: tell whoever runs this installation.',
    });
  if (error instanceof NewerProgram)
    return problemOf('newer-program', {
      ja: 'より新しい版のプログラムが書いた記録です。プログラムを更新してください。',
      en: 'A newer version of this program wrote the record: update the program.',
    });
  return (
    problemOfStatus(statusOf(error) ?? 0) ??
    problemOf('internal-error', {
      ja: '予期しない誤りです。管理者に知らせてください。',
      en: 'This was not foreseen: tell whoever runs this installation.',
    })
  );
};
