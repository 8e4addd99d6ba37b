import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../fact.ts';
import type { Sealed } from '../personal-data.ts';
import { memoryVault, type MemoryVault } from '../testing/memory-vault.ts';
import { openFacts, sealFact } from './sealing.ts';

const marked = { personal: { LoanOpened: ['borrower', 'contact'], NoteTaken: ['text'] } };
const opened: Fact<string, Record<string, unknown>> = {
  type: 'LoanOpened',
  data: { borrowerId: 'b.1', borrower: '山田 花子', contact: { phone: '03-1234-5678' }, copies: 2 },
};
const stream = 'loan-1';
const seal = <F extends Fact>(vault: MemoryVault, person: string, fact: F): F =>
  sealFact(marked, person, vault.keyInMemory(person), stream, fact);
const open = async <F extends Fact>(vault: MemoryVault, place: string, fact: F): Promise<F> =>
  (await openFacts(vault, [{ stream: place, fact }]))[0]!;

describe('a sealed fact', () => {
  it('shows what is not personal, hides what is, and opens with the key', async () => {
    const vault = memoryVault();
    const sealed = seal(vault, 'b.1', opened);
    expect(sealed.data).toMatchObject({ borrowerId: 'b.1', copies: 2, borrower: { sealed: /^v1\.b\.1\.[\w-]+$/ } });
    expect(JSON.stringify(sealed)).not.toMatch(/山田|5678/);
    expect(await open(vault, stream, sealed)).toEqual(opened);
  });

  it('leaves alone what is not there', async () => {
    const fact: Fact = { type: 'LoanOpened', data: { borrower: null, copies: 2 } };
    expect(seal(memoryVault(), 'b1', fact)).toBe(fact);
    expect(await open(memoryVault(), stream, fact)).toBe(fact);
  });

  it('never seals one value twice in the same way, so that equal values do not show', () => {
    const vault = memoryVault();
    const twice = [seal(vault, 'b1', opened), seal(vault, 'b1', opened)];
    expect(twice[0]).not.toEqual(twice[1]);
  });

  it('is null where its person was erased', async () => {
    const vault = memoryVault();
    const sealed = seal(vault, 'b1', opened);
    await vault.destroyKey('b1');
    expect((await open(vault, stream, sealed)).data).toEqual({ ...opened.data, borrower: null, contact: null });
  });

  it('is null in another stream, fact or member than its own', async () => {
    const vault = memoryVault();
    const sealed = seal(vault, 'b1', opened);
    const { borrower, contact } = sealed.data;
    const erased = { borrower: null, contact: null };
    expect((await open(vault, 'loan-2', sealed)).data).toMatchObject(erased);
    expect((await open(vault, stream, { ...sealed, type: 'NoteTaken' })).data).toMatchObject(erased);
    const exchanged = { ...sealed, data: { borrower: contact, contact: borrower } };
    expect((await open(vault, stream, exchanged)).data).toEqual(erased);
  });

  it('is null after a single character of it was changed', async () => {
    const vault = memoryVault();
    const { data } = seal(vault, 'b1', opened);
    const { sealed } = data['borrower'] as Sealed;
    const tampered = sealed.slice(0, -1) + (sealed.endsWith('A') ? 'Q' : 'A');
    const fact = { type: 'LoanOpened', data: { borrower: { sealed: tampered } } };
    expect((await open(vault, stream, fact)).data).toEqual({ borrower: null });
  });

  it('is null where the key is not the one it was sealed with, and hides nothing else', async () => {
    const sealed = seal(memoryVault(), 'b1', opened);
    const other = memoryVault();
    await other.keyFor('b1');
    expect((await open(other, stream, sealed)).data).toEqual({ ...opened.data, borrower: null, contact: null });
  });

  it('opens with many others after one look-up of all their keys', async () => {
    const vault = memoryVault();
    const placed = ['b1', 'b2', 'b3', 'b1'].map((person) => ({ stream, fact: seal(vault, person, opened) }));
    await vault.destroyKey('b2');
    const facts = await openFacts(vault, placed);
    expect(facts.map(({ data }) => data['borrower'])).toEqual(['山田 花子', null, '山田 花子', '山田 花子']);
    expect(vault.lookUps()).toBe(1);
    await openFacts(vault, [{ stream, fact: { type: 'LoanOpened', data: { copies: 2 } } }]);
    expect(vault.lookUps()).toBe(1);
  });

  it('cannot be copied into another fact while sealed', () => {
    const vault = memoryVault();
    const { data } = seal(vault, 'b1', opened);
    expect(() => seal(vault, 'b1', { type: 'NoteTaken', data: { text: data['borrower'] } })).toThrow(
      'NoteTaken.text was copied from another fact while still sealed',
    );
  });
});
