import { describe, expect, it } from '@jest/globals';
import {
  DELETION_METADATA,
  metadataStreamOf,
  streamLimitsOf,
  streamOfMetadata,
  TRUNCATED_WHOLLY,
} from './stream-metadata.ts';

const limitsOf = (text: string) => streamLimitsOf(new TextEncoder().encode(text));

describe("a stream's metadata", () => {
  it('lies in a stream of its own', () => {
    expect(metadataStreamOf('goodsOrder-1')).toBe('$$goodsOrder-1');
    expect([streamOfMetadata('$$goodsOrder-1'), streamOfMetadata('$goodsOrder-1')]).toEqual([
      'goodsOrder-1',
      undefined,
    ]);
  });

  it('sets limits whose 64 bits pass through no float', () => {
    expect(limitsOf(DELETION_METADATA)).toEqual({ truncateBefore: TRUNCATED_WHOLLY });
    expect(limitsOf('{"$maxCount":3,"$maxAge":60,"$tb":9007199254740993,"owner":{"$maxCount":1}}')).toEqual({
      maxCount: 3n,
      maxAge: 60n,
      truncateBefore: 9_007_199_254_740_993n,
    });
  });

  it.each(['', '{', '[1]', 'null', '{"$maxCount":0}', '{"$tb":-1}', '{"$tb":1.0}', '{"$tb":9223372036854775808}'])(
    'sets none where it is malformed: %s',
    (text) => {
      expect(limitsOf(text)).toEqual({});
    },
  );

  it('sets none where a member that would is malformed, whatever the others say', () => {
    expect(limitsOf('{"$tb":1,"$maxCount":null}')).toEqual({});
    expect(streamLimitsOf(Uint8Array.of(0x7b, 0xff, 0x7d))).toEqual({});
  });
});
