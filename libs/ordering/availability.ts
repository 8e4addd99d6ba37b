import type { Refusal } from '#libs/kernel/decider';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import { stateRefusal } from './refusal.ts';

/** What refuses a command in a state, whatever its payload. */
export type Condition<State> = (state: State) => Refusal | undefined;

/** Allowed where every condition allows it; the first that does not says why. */
export const everyOf =
  <State>(...conditions: readonly Condition<State>[]): Condition<State> =>
  (state) => {
    for (const condition of conditions) {
      const refusal = condition(state);
      if (refusal) return refusal;
    }
    return undefined;
  };

/** Allowed while the data say so. */
export const onlyIf =
  <Data>(holds: (data: Data) => boolean, code: string, ja: string, en: string): Condition<{ readonly data: Data }> =>
  ({ data }) =>
    holds(data) ? undefined : stateRefusal(code, ja, en);

/** How to find out where a region is, and what people call its states. */
export interface RegionPlace<State> {
  readonly pathOf: (state: State) => string;
  readonly labelOf: (path: string) => Bilingual;
}

/** For one region of an order's chart: allowed while it is in one of these states, or in a state inside one of them. */
export const whileInRegion =
  <State>({ pathOf, labelOf }: RegionPlace<State>) =>
  (...paths: readonly string[]): Condition<State> =>
  (state) => {
    const present = pathOf(state);
    if (paths.some((path) => present === path || present.startsWith(`${path}.`))) return undefined;
    const now = labelOf(present);
    const allowed = paths.map(labelOf);
    return stateRefusal(
      'not-in-this-state',
      `この操作は「${allowed.map(({ ja }) => ja).join('」「')}」の間だけ行えます。現在は「${now.ja}」です。`,
      `This is possible only while the order is ${allowed.map(({ en }) => `"${en}"`).join(' or ')}; it is "${now.en}".`,
    );
  };
