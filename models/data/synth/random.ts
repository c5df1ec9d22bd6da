/**
 * A small seeded generator (sfc32, Chris Doty-Humphrey; passes PractRand). The same seed gives the same clip on
 * every machine: only integer operations and correctly rounded arithmetic go into it.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  range(from: number, to: number): number;
  /** Uniform integer in 0 … count − 1. */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Standard normal. */
  normal(): number;
  /** An independent stream, so that drawing more numbers for one thing does not change another. */
  fork(stream: number): Random;
}

export function createRandom(seed: number, stream = 0): Random {
  let [a, b, c, counter] = [seed >>> 0, stream >>> 0, 0x9e3779b9, 1];
  const nextUint = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // Fifteen rounds mix a small seed through the whole state (PractRand's recommendation for sfc32 is 12 or more).
  for (let round = 0; round < 15; round++) nextUint();

  const next = (): number => nextUint() / 2 ** 32;
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    range: (from, to) => from + (to - from) * next(),
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)]!,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (child) => createRandom(seed, stream * 1000 + child + 1),
  };
}
