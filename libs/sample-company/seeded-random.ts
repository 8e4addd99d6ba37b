/** Numbers that look random and are the same for the same seed, on every machine. Not for secrets. */
export interface SeededRandom {
  /** A whole number from `minimum` to `maximum`, both included. */
  between(minimum: number, maximum: number): number;
  /** One of a list that is not empty. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** FNV-1a over the UTF-16 units of the text, 32 bits. */
const hashed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/** Mulberry32, a generator of 32 bits of state by Tommy Ettinger, in the public domain. */
export const seededRandom = (seed: string): SeededRandom => {
  let state = hashed(seed);
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const between = (minimum: number, maximum: number): number =>
    minimum + Math.floor(fraction() * (maximum - minimum + 1));
  return { between, pick: (items) => items[between(0, items.length - 1)] ?? items[0] };
};
