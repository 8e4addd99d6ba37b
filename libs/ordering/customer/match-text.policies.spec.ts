import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalisedEmail, normalisedName, normalisedPhone, normalisedTitle } from './match-text.policies.ts';

describe('a name, normalised', () => {
  it.each([
    ['株式会社さくら商店', 'さくら商店'],
    ['さくら商店㈱', 'さくら商店'],
    ['（株）さくら商店 御中', 'さくら商店'],
    ['さくら　商店 様', 'さくら商店'],
    ['㈲サクラ・ショウテン', 'さくらしょうてん'],
    ['ｻｸﾗｼﾖｳﾃﾝ', 'さくらしようてん'],
    ['合同会社サクラ−ショウテン', 'さくらしょうてん'],
    ['一般社団法人みどり会', 'みどり会'],
    ['(一社)みどり会', 'みどり会'],
    ['Sakura Trading Co., Ltd.', 'sakuratrading'],
    ['ＳＡＫＵＲＡ　ＴＲＡＤＩＮＧ　ＣＯ．，ＬＴＤ．', 'sakuratrading'],
    ['Sakura-Trading, Inc.', 'sakuratrading'],
    ['サーバー株式会社', 'さば'],
    ['さくらInc.', 'さくら'],
  ])('is, of %s, %s', (name, expected) => {
    expect(normalisedName(name)).toBe(expected);
  });

  it('keeps what only looks like a legal form, and a name that is nothing else', () => {
    expect(normalisedName('Zinc')).toBe('zinc');
    expect(normalisedName('Incredible')).toBe('incredible');
    expect(normalisedName('株式会社')).toBe('株式会社');
    expect(normalisedName('様')).toBe('様');
  });

  it('tells different names apart', () => {
    const names = ['さくら商店', 'さくら商会', '桜商店', 'みどり商店', 'Sakura', 'Sakurai'];
    expect(new Set(names.map(normalisedName)).size).toBe(names.length);
  });

  const core = fc.constantFrom('さくら商店', 'サクラ', 'みどり会', 'Midori Works', '山田 花子', 'コーヒー工房');
  const front = fc.constantFrom('', '株式会社', '(株)', '㈱', '有限会社 ', '（有）', '一般社団法人');
  const behind = fc.constantFrom('', '株式会社', '（株）', ' Co., Ltd.', ', Inc.', '㈲', ' LLC');
  const honorific = fc.constantFrom('', '様', ' 御中', '　殿');
  const respelt = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.replaceAll('ー', '-'),
    (text: string) => text.replaceAll('ー', '−'),
    (text: string) =>
      Array.from(text)
        .join(' ')
        .replace(/\( | \)/g, (bracket) => bracket.trim()),
    (text: string) => text.replace(/[ぁ-ゖ]/g, (kana) => String.fromCodePoint(kana.codePointAt(0)! + 0x60)),
    (text: string) => text.replace(/[A-Za-z]/g, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0)),
  );

  it('is the same however one customer is written', () => {
    fc.assert(
      fc.property(core, front, behind, honorific, respelt, (name, before, after, title, respell) => {
        expect(normalisedName(`${before}${respell(name)}${after}${title}`)).toBe(normalisedName(name));
      }),
    );
  });

  it('does not change when it is normalised again', () => {
    const parts = fc.constantFrom(
      '株',
      '式会社',
      '(',
      ')',
      '有',
      ' ',
      'inc',
      '.',
      'か',
      '\u3099',
      'ー',
      '様',
      'Ａ',
      'k',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(parts, { maxLength: 12 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (name) => {
        expect(normalisedName(normalisedName(name))).toBe(normalisedName(name));
        expect(normalisedTitle(normalisedTitle(name))).toBe(normalisedTitle(name));
        expect(normalisedEmail(normalisedEmail(name))).toBe(normalisedEmail(name));
        expect(normalisedPhone(normalisedPhone(name))).toBe(normalisedPhone(name));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a title, normalised', () => {
  it('is the same however it is spaced and written, and keeps every word', () => {
    expect(normalisedTitle('ＷＥＢサイトの 刷新')).toBe(normalisedTitle('Webサイトの刷新'));
    expect(normalisedTitle('株式会社の登記')).not.toBe(normalisedTitle('登記'));
  });
});

describe('a phone number, normalised', () => {
  it.each([
    ['03-1234-5678'],
    ['０３（１２３４）５６７８'],
    ['+81 3 1234 5678'],
    ['+81-(0)3-1234-5678'],
    ['03.1234.5678 内線 12'],
    ['03 1234 5678 ext. 9'],
  ])('is what is dialled in Japan, of %s', (phone) => {
    expect(normalisedPhone(phone)).toBe('0312345678');
  });

  it('is nothing where it is too short to tell customers apart', () => {
    expect([normalisedPhone('内線 12'), normalisedPhone('1234'), normalisedPhone('未定')]).toEqual(['', '', '']);
  });

  it('is the same with any separators', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 10 }).map((all) => all.join(''));
    const separator = fc.constantFrom('', '-', ' ', '‐', '－', '.');
    fc.assert(
      fc.property(digits, separator, (rest, between) => {
        const written = Array.from(`0${rest}`).join(between);
        expect(normalisedPhone(written)).toBe(`0${rest}`);
      }),
    );
  });
});

describe('an e-mail address, normalised', () => {
  it('is in small letters and narrow ones', () => {
    expect(normalisedEmail('Ｏｒｄｅｒ@Sakura.Example.co.jp')).toBe('order@sakura.example.co.jp');
  });
});
