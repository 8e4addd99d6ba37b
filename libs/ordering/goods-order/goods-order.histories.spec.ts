import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { upcast } from '#libs/kernel/log/upcasting';
import { regionOf, type GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { goodsOrderStream } from './goods-order.stream.ts';

interface RecordedHistory {
  readonly name: string;
  readonly facts: readonly GoodsOrderFact[];
  readonly stateAfter: object;
}

// Recorded when a shape was released, and never edited: what is in a log out there has to be readable for ever.
const folder = path.join(import.meta.dirname, 'histories');
const historiesIn = (file: string) =>
  JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as readonly RecordedHistory[];

describe.each(readdirSync(folder))('the histories recorded as %s', (file) => {
  it.each(historiesIn(file))('still lead where they led: $name', ({ facts, stateAfter }) => {
    const { decider, stateAfter: describeState } = goodsOrderStream;
    const state = facts.reduce((before, { type, data }) => {
      const fact = { type, data: upcast(goodsOrderStream, type, 1, data) } as GoodsOrderFact;
      return decider.evolve(before, fact);
    }, decider.initial);
    expect(describeState(state)).toEqual(stateAfter);
  });
});

describe('the recorded histories together', () => {
  it('tell every fact there is', () => {
    const told = new Set(
      readdirSync(folder)
        .flatMap(historiesIn)
        .flatMap(({ facts }) => facts.map(({ type }) => type)),
    );
    expect(Object.keys(regionOf).filter((type) => !told.has(type as GoodsOrderFact['type']))).toEqual([]);
  });
});
