import { describe, expect, it } from '@jest/globals';
import { decodeEvent } from './event-decoding.ts';

describe('a stored event', () => {
  it('that is no JSON any more is named by its stream and revision', () => {
    const row: Parameters<typeof decodeEvent>[0] = [
      1,
      'loan-1',
      3,
      'FeeCharged',
      0,
      '0'.repeat(32),
      '{}',
      '{"amount":',
    ];
    expect(() => decodeEvent(row)).toThrow(/^the data of loan-1 at revision 3 is not JSON/);
  });
});
