import { describe, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { openWords, sealedWords } from './sealed-words.ts';
import { givenLog, toFact } from './testing/given-log.ts';
import { PERSON } from './testing/goods-order-samples.ts';

describe('words about a person', () => {
  const vault = memoryVault();
  const log = givenLog(vault);
  const asked = toFact(log.order('o', 'InquiryOpened'));
  const opened = toFact(log.supportCase('a', 'CaseOpened', { description: undefined }));

  it('open in any order of their places, and are null where there are none', async () => {
    const words = [sealedWords(opened, 'title'), sealedWords(opened, 'description'), sealedWords(asked, 'question')];
    expect(await openWords(words, vault)).toEqual([`${PERSON}様から`, null, PERSON]);
    expect(await openWords([], vault)).toEqual([]);
  });

  it('open nowhere but where they were sealed', async () => {
    const words = sealedWords(asked, 'question')!;
    expect(await openWords([{ ...words, stream: 'supportCase-a' }], vault)).toEqual([null]);
    expect(await openWords([{ ...words, member: 'about' }], vault)).toEqual([null]);
  });

  it('are null once their person was erased', async () => {
    const forgetful = memoryVault();
    const fact = toFact(givenLog(forgetful).supportCase('a', 'CaseOpened'));
    await forgetful.destroyKey('C-1');
    expect(await openWords([sealedWords(fact, 'title')], forgetful)).toEqual([null]);
  });

  it('do not get into a database in the clear', () => {
    const clear = { ...opened, data: { title: PERSON } };
    expect(() => sealedWords(clear, 'title')).toThrow('supportCase-a holds CaseOpened.title in the clear');
  });
});
