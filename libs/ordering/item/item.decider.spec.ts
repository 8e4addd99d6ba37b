import { describe, expect, it } from '@jest/globals';
import { chartFingerprint } from '#libs/kernel/chart-description';
import { CorruptStream, isRefusal, type Decision } from '#libs/kernel/decider';
import type { ItemFact } from '#state-machines/item/item.events';
import { itemMachine } from '#state-machines/item/item.machine';
import type { ItemCommand } from './item.commands.ts';
import { itemDecider as decider } from './item.decider.ts';
import { itemStream } from './item.stream.ts';

const registration = { sku: 'お茶/01', name: '煎茶 100g', taxClass: 'reduced', unitPrice: 1200 } as const;
const register: ItemCommand = { type: 'RegisterItem', data: registration };
const discontinue: ItemCommand = { type: 'DiscontinueItem', data: { reason: '生産終了' } };
const reinstate: ItemCommand = { type: 'ReinstateItem', data: {} };
const amend = (unitPrice: number): ItemCommand => ({ type: 'AmendItem', data: { unitPrice } });
const context = { id: '%E3%81%8A%E8%8C%B6%2F01', now: '2026-11-22T05:00:00.000Z', commandId: 'c1' };

const given = (...past: readonly ItemCommand[]) => {
  let state = decider.initial;
  for (const command of past) {
    const facts = decider.decide(command, state, context);
    if (isRefusal(facts)) throw new Error(facts.code);
    for (const fact of facts) state = decider.evolve(state, fact);
  }
  return {
    state: itemStream.stateAfter(state),
    when: (command: ItemCommand): Decision<ItemFact> => decider.decide(command, state, context),
    then: (fact: ItemFact) => decider.evolve(state, fact),
  };
};

describe('registering an item', () => {
  it('takes pieces and yen where nothing else is said', () => {
    expect(given().when(register)).toEqual([
      { type: 'ItemRegistered', data: { ...registration, unit: '個', currency: 'JPY' } },
    ]);
    expect(given(register).state).toEqual({ state: 'active' });
  });

  it('decides nothing the second time, and names what differs otherwise', () => {
    const { when } = given(register);
    expect(when(register)).toEqual([]);
    const other = when({ type: 'RegisterItem', data: { ...registration, name: '番茶', unitPrice: 900 } });
    expect(other).toMatchObject({ refused: 'state', code: 'already-registered' });
    expect(isRefusal(other) && other.message.en).toContain('another name, unitPrice');
  });

  it('refuses a stream that belongs to another SKU', () => {
    expect(given().when({ type: 'RegisterItem', data: { ...registration, sku: 'CUP' } })).toMatchObject({
      refused: 'rule',
      code: 'wrong-item-id',
      field: 'sku',
    });
  });

  it.each([amend(1), discontinue, reinstate])('comes before $type', (command) => {
    expect(given().when(command)).toMatchObject({ refused: 'state', code: 'not-registered' });
  });
});

describe('an item', () => {
  it('records only what an amendment changes', () => {
    const { when } = given(register, { type: 'AmendItem', data: { orderLot: 24 } });
    expect(when({ type: 'AmendItem', data: { name: undefined, unitPrice: 1280, orderLot: 24 } })).toEqual([
      { type: 'ItemAmended', data: { unitPrice: 1280 } },
    ]);
    expect(when(amend(1200))).toEqual([]);
  });

  it('is discontinued and reinstated, each of them once', () => {
    expect(given(register, discontinue).state).toEqual({ state: 'discontinued' });
    expect(given(register, discontinue).when(discontinue)).toEqual([]);
    expect(given(register, discontinue, reinstate).state).toEqual({ state: 'active' });
    expect(given(register).when(reinstate)).toEqual([]);
  });

  it('can still be amended when it is discontinued', () => {
    expect(given(register, discontinue, amend(1)).state).toEqual({ state: 'discontinued' });
  });
});

describe('replay of an item', () => {
  const registered: ItemFact = {
    type: 'ItemRegistered',
    data: { ...registration, unit: '個', currency: 'JPY' },
  };
  const discontinued: ItemFact = { type: 'ItemDiscontinued', data: { reason: '生産終了' } };
  const reinstated: ItemFact = { type: 'ItemReinstated', data: {} };
  const amended: ItemFact = { type: 'ItemAmended', data: { unitPrice: 1 } };

  it.each([
    ['before it is registered', [], [discontinued, reinstated, amended]],
    ['while it is sold', [register], [registered, reinstated]],
    ['once it is discontinued', [register, discontinue], [registered, discontinued]],
  ])('stops at facts that cannot have happened %s', (_, past, facts) => {
    for (const fact of facts) expect(() => given(...past).then(fact)).toThrow(CorruptStream);
  });
});

describe('the chart of an item', () => {
  it('changes only together with the version of its machine', () => {
    expect([itemStream.machine, chartFingerprint(itemMachine)]).toEqual([
      'item@1',
      'ee1d63b52b22e7d6e6fc01f8bec7ad05c8b62ba9e398f3760930814459eda3aa',
    ]);
  });
});
