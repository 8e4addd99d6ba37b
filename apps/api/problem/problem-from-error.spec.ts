import { describe, expect, it } from '@jest/globals';
import { ReadModelBehind } from '#libs/engine/engine-ports';
import { CorruptStream, NewerProgram } from '#libs/kernel/decider';
import { EventStoreError, VersionConflict } from '#libs/kernel/event-store';
import { CommandError } from '#libs/kernel/outcome';
import { KeyVaultError, PersonErased } from '#libs/kernel/personal-data';
import { ReadDatabaseError } from '#libs/read-database/read-database-error';
import { PartNotFound } from '#libs/read-models/part-not-found';
import { problemFrom } from './problem-from-error.ts';

describe('the problem that an error is for a caller', () => {
  it.each<[error: unknown, status: number, code: string]>([
    [new CommandError('staleRevision', 'x'), 412, 'stale-revision'],
    [new CommandError('commandReused', 'x'), 422, 'command-reused'],
    [new CommandError('contention', 'x'), 503, 'contention'],
    [new CommandError('unavailable', 'x'), 503, 'unavailable'],
    [new EventStoreError('appendTooLarge', 'x'), 413, 'body-too-large'],
    [new EventStoreError('outcomeUnknown', 'x'), 503, 'unavailable'],
    [new EventStoreError('closed', 'x'), 503, 'unavailable'],
    [new KeyVaultError('unavailable', 'x'), 503, 'unavailable'],
    [new ReadDatabaseError('unavailable', 'x'), 503, 'unavailable'],
    [new ReadDatabaseError('corrupt', 'x'), 500, 'internal-error'],
    [new VersionConflict('goodsOrder-1', 1n, 2n), 503, 'contention'],
    [new PersonErased('C-1'), 409, 'person-erased'],
    [new ReadModelBehind('order-status', '9', '8'), 503, 'read-model-behind'],
    [new CorruptStream('x'), 500, 'corrupt-stream'],
    [new NewerProgram('x'), 500, 'newer-program'],
    [new TypeError('cannot read x of undefined'), 500, 'internal-error'],
    ['not even an error', 500, 'internal-error'],
  ])('%p', (error, status, code) => {
    const problem = problemFrom(error);
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail.ja).not.toBe('');
    expect(problem.detail.en).not.toContain('undefined');
    expect('Retry-After' in (problem.headers ?? {})).toBe(status === 503);
  });

  it('names the parameter where it names nothing', () => {
    const detail = { ja: '提案の第 9 版はありません。', en: 'There is no version 9 of the proposal.' };
    expect(problemFrom(new PartNotFound('from', detail))).toMatchObject({
      status: 404,
      code: 'not-found',
      detail,
      errors: [{ field: 'from', message: detail }],
    });
  });
});
