/** Numbers that look random and are the same for the same seed and place, so that a failure can be run again by its name. */
export interface Draws {
  /** A whole number in [0, limit). */
  below(limit: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  chance(ofOne: number): boolean;
}

/** Mulberry32 over a mix of both numbers. */
export function createDraws(seed: number, place: number): Draws {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(place + 1, 0xc2b2ae35)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (list) => list[below(list.length)] ?? list[0],
    chance: (ofOne) => next() < ofOne,
  };
}
