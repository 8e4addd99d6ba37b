import { describe, expect, it } from '@jest/globals';
import { chartFingerprint } from '#libs/kernel/charts/chart-description';
import { CorruptStream } from '#libs/kernel/decider';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ItemFact } from '#state-machines/item/item.events';
import { itemMachine } from '#state-machines/item/item.machine';
import type { ItemCommand } from './item.commands.ts';
import { itemDecider as decider, type ItemState } from './item.decider.ts';
import { itemStream } from './item.stream.ts';

const registration = { sku: 'お茶/01', name: '煎茶 100g', taxClass: 'reduced', unitPrice: 1200 } as const;
const register: ItemCommand = { type: 'RegisterItem', data: registration };
const discontinue: ItemCommand = { type: 'DiscontinueItem', data: { reason: '生産終了' } };
const reinstate: ItemCommand = { type: 'ReinstateItem', data: {} };
const amend = (unitPrice: number): ItemCommand => ({ type: 'AmendItem', data: { unitPrice } });
const context = { id: '%E3%81%8A%E8%8C%B6%2F01', now: '2026-11-22T05:00:00.000Z', commandId: 'c1' };

const registered: ItemFact = {
  type: 'ItemRegistered',
  data: { ...registration, unit: '個', currency: 'JPY' },
};
const amended: ItemFact = { type: 'ItemAmended', data: { unitPrice: 1 } };
const discontinued: ItemFact = { type: 'ItemDiscontinued', data: { reason: '生産終了' } };
const reinstated: ItemFact = { type: 'ItemReinstated', data: {} };

const decided = (command: ItemCommand, ...history: readonly ItemFact[]) =>
  given(itemStream, history).when(command, context);
const after = (...history: readonly ItemFact[]): ItemState =>
  history.reduce((state, fact) => decider.evolve(state, fact), decider.initial);
const placeAfter = (...history: readonly ItemFact[]) => itemStream.stateAfter(after(...history));

describe('registering an item', () => {
  it('takes pieces and yen where nothing else is said', () => {
    decided(register).then([registered]);
    expect(placeAfter(registered)).toEqual({ state: 'active' });
  });

  it('decides nothing the second time, and names what differs otherwise', () => {
    decided(register, registered).then([]);
    const other: ItemCommand = { type: 'RegisterItem', data: { ...registration, name: '番茶', unitPrice: 900 } };
    decided(other, registered).thenRefused('already-registered');
    expect(decider.decide(other, after(registered), context)).toMatchObject({
      message: { en: expect.stringContaining('another name, unitPrice') },
    });
  });

  it('refuses a stream that belongs to another SKU', () => {
    decided({ type: 'RegisterItem', data: { ...registration, sku: 'CUP' } }).thenRefused('wrong-item-id');
  });

  it.each([amend(1), discontinue, reinstate])('comes before $type', (command) =>
    decided(command).thenRefused('not-registered'),
  );
});

describe('an item', () => {
  it('records only what an amendment changes', () => {
    const amendment = { name: undefined, taxClass: 'reduced', unitPrice: 1280 } as const;
    decided({ type: 'AmendItem', data: amendment }, registered).then([
      { type: 'ItemAmended', data: { unitPrice: 1280 } },
    ]);
    decided(amend(1200), registered).then([]);
  });

  it('is discontinued and reinstated, each of them once', () => {
    decided(discontinue, registered).then([discontinued]);
    decided(discontinue, registered, discontinued).then([]);
    expect(placeAfter(registered, discontinued)).toEqual({ state: 'discontinued' });
    decided(reinstate, registered, discontinued).then([reinstated]);
    decided(reinstate, registered).then([]);
    expect(placeAfter(registered, discontinued, reinstated)).toEqual({ state: 'active' });
  });

  it('can still be amended when it is discontinued', () => {
    decided(amend(1), registered, discontinued).then([amended]);
  });
});

describe('replay of an item', () => {
  it.each([
    ['before it is registered', [], [discontinued, reinstated, amended]],
    ['while it is sold', [registered], [registered, reinstated]],
    ['once it is discontinued', [registered, discontinued], [registered, discontinued]],
  ])('stops at facts that cannot have happened %s', (_, history, facts) => {
    for (const fact of facts) expect(() => decider.evolve(after(...history), fact)).toThrow(CorruptStream);
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
