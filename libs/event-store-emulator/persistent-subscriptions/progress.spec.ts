import { describe, expect, it } from '@jest/globals';
import { isCheckpointDue } from './checkpoint-rule.ts';
import { createProgress } from './progress.ts';

const settings = {
  resolveLinks: false,
  extraStatistics: false,
  messageTimeoutMs: 1000,
  checkpointAfterMs: 2000,
  maxRetryCount: 10,
  minCheckpointCount: 10,
  maxCheckpointCount: 100,
  maxSubscriberCount: 0,
  liveBufferSize: 500,
  readBatchSize: 20,
  historyBufferSize: 500,
  strategy: 'RoundRobin' as const,
};

describe('the progress of a group', () => {
  it('is settled up to the place before the first message that is not', () => {
    const progress = createProgress(-1n);
    for (const place of [0n, 1n, 2n, 3n]) progress.begin(place);
    expect(progress.settled()).toBeUndefined();
    progress.settle(1n);
    expect(progress.settled()).toBeUndefined();
    progress.settle(0n);
    expect(progress.settled()).toEqual({ place: 1n, messages: 2, passedOver: 0 });
  });

  it('counts from one checkpoint to the next', () => {
    const progress = createProgress(-1n);
    for (const place of [0n, 1n, 2n]) progress.begin(place);
    progress.settle(0n);
    progress.checkpointed(progress.settled()!);
    expect(progress.checkpoint()).toBe(0n);
    expect(progress.settled()).toBeUndefined();
    progress.settle(1n);
    progress.settle(2n);
    expect(progress.settled()).toEqual({ place: 2n, messages: 2, passedOver: 0 });
  });

  it('passes over events that a filter leaves out once nothing before them is open', () => {
    const progress = createProgress(0n);
    progress.begin(10n);
    progress.passTo(500n, 40);
    expect(progress.settled()).toBeUndefined();
    progress.settle(10n);
    expect(progress.settled()).toEqual({ place: 500n, messages: 1, passedOver: 40 });
  });

  it('goes on from the checkpoint that it is given', () => {
    const progress = createProgress(7n, 7n);
    expect(progress.readPlace()).toBe(7n);
    expect(progress.checkpoint()).toBe(7n);
    expect(progress.settled()).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  const at = (messages: number, passedOver = 0) => ({ place: 1n, messages, passedOver });

  it('is due at once after the greatest number of messages', () => {
    expect(isCheckpointDue(at(99), settings, 'settled')).toBe(false);
    expect(isCheckpointDue(at(100), settings, 'settled')).toBe(true);
  });

  it('is due by time after the least number of messages', () => {
    expect(isCheckpointDue(at(9), settings, 'time')).toBe(false);
    expect(isCheckpointDue(at(10), settings, 'time')).toBe(true);
  });

  it('is due by time after many events that the filter left out, but not for the checkpoints of other groups', () => {
    expect(isCheckpointDue(at(0, 99), { ...settings, minCheckpointCount: 0 }, 'time')).toBe(false);
    expect(isCheckpointDue(at(0, 1000), settings, 'time')).toBe(true);
  });

  it('is due at the end for each message', () => {
    expect(isCheckpointDue(at(0), settings, 'end')).toBe(false);
    expect(isCheckpointDue(at(1), settings, 'end')).toBe(true);
  });
});
