/** A stream of seeded numbers: the same seed gives the same values on every machine and in every version. */
export interface RandomStream {
  /** uniform in [0, 1), 53 random bits */
  uniform(): number;
  /** normal, mean 0 and standard deviation 1 (Box and Muller) */
  normal(): number;
}

/** xoshiro128** (Blackman and Vigna, 2018), its four words of state drawn from the seed by splitmix32. */
export function randomStream(seed: number): RandomStream {
  const next32 = xoshiro(seed);
  let spare: number | undefined;
  const uniform = (): number => ((next32() >>> 5) * 67_108_864 + (next32() >>> 6)) / 9_007_199_254_740_992;
  return {
    uniform,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

function xoshiro(seed: number): () => number {
  const split = splitmix(seed);
  let a = split(),
    b = split(),
    c = split(),
    d = split();
  return () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result >>> 0;
  };
}

function splitmix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** Seed of a text (FNV-1a), so that inputs made up for different names differ. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
