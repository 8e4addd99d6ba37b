import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../fact.ts';
import { type KeyVault, PersonErased, type Sealed } from '../personal-data.ts';
import { openFact, sealFact } from './sealing.ts';

const memoryVault = (): KeyVault => {
  const keys = new Map<string, Uint8Array | null>();
  return {
    keyFor(person) {
      const known = keys.get(person);
      if (known === null) throw new PersonErased(person);
      const key = known ?? randomBytes(32);
      keys.set(person, key);
      return key;
    },
    findKey: (person) => keys.get(person) ?? undefined,
    destroyKey: (person) => void keys.set(person, null),
    close: () => undefined,
  };
};

const marked = { personal: { LoanOpened: ['borrower', 'contact'], NoteTaken: ['text'] } };
const opened: Fact<string, Record<string, unknown>> = {
  type: 'LoanOpened',
  data: { borrowerId: 'b.1', borrower: '山田 花子', contact: { phone: '03-1234-5678' }, copies: 2 },
};
const stream = 'loan-1';

describe('a sealed fact', () => {
  it('shows what is not personal, hides what is, and opens with the key', () => {
    const vault = memoryVault();
    const sealed = sealFact(marked, vault, 'b.1', stream, opened);
    expect(sealed.data).toMatchObject({ borrowerId: 'b.1', copies: 2, borrower: { sealed: /^v1\.b\.1\.[\w-]+$/ } });
    expect(JSON.stringify(sealed)).not.toMatch(/山田|5678/);
    expect(openFact(vault, stream, sealed)).toEqual(opened);
  });

  it('leaves alone what is not there', () => {
    const fact: Fact = { type: 'LoanOpened', data: { borrower: null, copies: 2 } };
    expect(sealFact(marked, memoryVault(), 'b1', stream, fact)).toBe(fact);
    expect(openFact(memoryVault(), stream, fact)).toBe(fact);
  });

  it('never seals one value twice in the same way, so that equal values do not show', () => {
    const vault = memoryVault();
    const twice = [sealFact(marked, vault, 'b1', stream, opened), sealFact(marked, vault, 'b1', stream, opened)];
    expect(twice[0]).not.toEqual(twice[1]);
  });

  it('is null where its person was erased', () => {
    const vault = memoryVault();
    const sealed = sealFact(marked, vault, 'b1', stream, opened);
    vault.destroyKey('b1');
    expect(openFact(vault, stream, sealed).data).toEqual({ ...opened.data, borrower: null, contact: null });
    expect(() => sealFact(marked, vault, 'b1', stream, opened)).toThrow(PersonErased);
  });

  it('is null in another stream, fact or member than its own', () => {
    const vault = memoryVault();
    const sealed = sealFact(marked, vault, 'b1', stream, opened);
    const { borrower, contact } = sealed.data;
    const erased = { borrower: null, contact: null };
    expect(openFact(vault, 'loan-2', sealed).data).toMatchObject(erased);
    expect(openFact(vault, stream, { ...sealed, type: 'NoteTaken' }).data).toMatchObject(erased);
    const exchanged = { ...sealed, data: { borrower: contact, contact: borrower } };
    expect(openFact(vault, stream, exchanged).data).toEqual(erased);
  });

  it('is null after a single character of it was changed', () => {
    const vault = memoryVault();
    const { data } = sealFact(marked, vault, 'b1', stream, opened);
    const { sealed } = data['borrower'] as Sealed;
    const tampered = sealed.slice(0, -1) + (sealed.endsWith('A') ? 'Q' : 'A');
    const fact = { type: 'LoanOpened', data: { borrower: { sealed: tampered } } };
    expect(openFact(vault, stream, fact).data).toEqual({ borrower: null });
  });

  it('is null where the key is not the one it was sealed with, and hides nothing else', () => {
    const sealed = sealFact(marked, memoryVault(), 'b1', stream, opened);
    const other = memoryVault();
    other.keyFor('b1');
    expect(openFact(other, stream, sealed).data).toEqual({ ...opened.data, borrower: null, contact: null });
  });

  it('cannot be copied into another fact while sealed', () => {
    const vault = memoryVault();
    const { data } = sealFact(marked, vault, 'b1', stream, opened);
    expect(() =>
      sealFact(marked, vault, 'b1', stream, { type: 'NoteTaken', data: { text: data['borrower'] } }),
    ).toThrow('NoteTaken.text was copied from another fact while still sealed');
  });
});
