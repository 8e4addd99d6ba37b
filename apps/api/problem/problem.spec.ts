import { describe, expect, it } from '@jest/globals';
import { preferredLanguage } from './problem.ts';

describe('the language of a problem', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ja', 'ja'],
    ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
    ['en-US,en;q=0.9,ja;q=0.8', 'en'],
    ['fr, ja;q=0.3', 'ja'],
    ['fr, *;q=0.5', 'en'],
    ['ja;q=0', 'en'],
    ['ja;q=abc, en', 'en'],
  ] as const)('for %p is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
