// What names, phone numbers and e-mail addresses come down to, so that two ways of writing one of them are the same text.

/** Legal forms as they stand in front of a Japanese name or behind it; kana are folded by then, and full-width forms narrow. */
const japaneseForms = [
  '株式会社',
  '有限会社',
  '合同会社',
  '合資会社',
  '合名会社',
  '一般社団法人',
  '公益社団法人',
  '一般財団法人',
  '公益財団法人',
  '特定非営利活動法人',
  'npo法人',
  '社会福祉法人',
  '医療法人',
  '学校法人',
  '宗教法人',
  '独立行政法人',
  ...['株', '有', '同', '資', '名', '一社', '公社', '一財', '公財', '特非', '福', '医', '学', '宗', '独'].map(
    (short) => `\\(${short}\\)`,
  ),
].join('|');

/** The same in English, as words of their own. */
const englishForms = [
  'co\\.?,?\\s*ltd',
  'company,?\\s*limited',
  'corporation',
  'incorporated',
  'limited',
  'k\\.?\\s?k',
  'corp',
  'inc',
  'llc',
  'ltd',
].join('|');

const LEADING = new RegExp(`^(?:${japaneseForms}|(?:${englishForms})(?![a-z0-9]))[\\s.,、]*`, 'u');
const TRAILING = new RegExp(`[\\s.,、]*(?:${japaneseForms}|(?<![a-z0-9])(?:${englishForms})\\.?)$`, 'u');
/** What is put behind a name in writing to somebody. */
const HONORIFIC = /(?:御中|様|殿)$/u;

/** Spaces, invisible characters, stops, middle dots, and all that is written for a hyphen or a long vowel: they come and go with whoever types. */
const SEPARATORS = /[\s\p{Cf}.,、。'’·•‧∙⋅・･‐‑‒–—―−ー－ｰ_-]/gu;

/** Katakana as hiragana. */
const inHiragana = (text: string): string =>
  text.replace(/[\u30a1-\u30f6\u30fd\u30fe]/gu, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) - 0x60));

const folded = (text: string): string => inHiragana(text.normalize('NFKC').toLowerCase()).trim();

/** Without what is in front of a name or behind it; a name that is nothing else stays as it is. */
const stripped = (name: string): string => {
  for (const affix of [HONORIFIC, LEADING, TRAILING]) {
    const rest = name.replace(affix, '').trim();
    if (rest !== name && rest.replace(SEPARATORS, '') !== '') return stripped(rest);
  }
  return name;
};

/** Repeated until it changes nothing: what is taken out may bring together what is to be taken out as well. */
const settled = (text: string, change: (text: string) => string): string => {
  const changed = change(text);
  return changed === text ? text : settled(changed, change);
};

/** A name of a customer, in kanji or kana, without legal form, honorific, spaces and hyphens: `㈱サクラ・ショウテン 御中` → `さくらしょうてん`. */
export const normalisedName = (name: string): string =>
  settled(name, (text) => stripped(folded(text)).replace(SEPARATORS, ''));

/** The title of an order, however it is spaced and written: `ＷＥＢサイトの 刷新` → `webさいとの刷新`. */
export const normalisedTitle = (title: string): string =>
  settled(title, (text) => folded(text).replace(SEPARATORS, ''));

/** Fewer digits than this are no number that tells customers apart, such as an extension. */
const FEWEST_DIGITS = 7;

/** A phone number as the digits that are dialled in Japan, without an extension: `+81 (0)3-1234-5678 内線 9` → `0312345678`. Empty for what is none. */
export const normalisedPhone = (phone: string): string => {
  const [number = ''] = phone
    .normalize('NFKC')
    .toLowerCase()
    .split(/内線|ext|#/u);
  const digits = number.replace(/^\s*\+\s*81\D*0?/u, '0').replace(/\D/gu, '');
  return digits.length < FEWEST_DIGITS ? '' : digits;
};

/** An e-mail address in small letters; whatever the standard says, nobody has two mailboxes that differ in that. */
export const normalisedEmail = (email: string): string =>
  settled(email, (text) => text.normalize('NFKC').toLowerCase().replace(/\s/gu, ''));
