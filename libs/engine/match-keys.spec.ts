import { describe, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { MATCH_KEY_OWNER, openMatchKeys } from './match-keys.ts';

describe('the keys by which customers are compared', () => {
  it('are the same for two ways of writing one customer, and others for another kind of text', async () => {
    const keys = await openMatchKeys(memoryVault());
    const one = keys.of({ name: '株式会社さくら商店', phone: '03-1234-5678', email: 'A@example.jp' });
    expect(keys.of({ name: 'さくら商店㈱ 御中', phone: '+81 3 1234 5678', email: 'a@EXAMPLE.jp' })).toEqual(one);
    expect(one).toEqual({
      name: [expect.stringMatching(/^name:[\w-]{22}$/)],
      phone: [expect.stringMatching(/^phone:[\w-]{22}$/)],
      email: [expect.stringMatching(/^email:[\w-]{22}$/)],
    });
  });

  it('stand under the member that they were made of', async () => {
    const keys = await openMatchKeys(memoryVault());
    const [phone, email] = [keys.of({ phone: '03-1234-5678' }).phone!, keys.of({ email: 'a@example.jp' }).email!];
    const persons = [{ phone: '0312345678', email: 'a@example.jp' }, {}];
    expect(keys.of({ contactPersons: persons })).toEqual({ contactPersons: [...phone, ...email] });
    expect(keys.of({ contactPersons: [], phone: '内線 1' })).toEqual({ contactPersons: [], phone: [] });
    expect(keys.of({})).toEqual({});
  });

  it('find a name by its kana', async () => {
    const keys = await openMatchKeys(memoryVault());
    expect(keys.of({ kana: 'サクラ' }).kana).toEqual(keys.of({ name: '株式会社さくら' }).name);
  });

  it('cannot be made without the key of the vault, which no customer can have', async () => {
    const keysIn = async () => (await openMatchKeys(memoryVault())).of({ name: 'さくら' }).name;
    expect(await keysIn()).not.toEqual(await keysIn());
    expect(MATCH_KEY_OWNER.length).toBeGreaterThan(64);
  });
});
