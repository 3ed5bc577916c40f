import { plainNumbers, type ComplexPart } from '../core/tensor/plainNumbers.ts';
import type { SliceTerm } from '../core/tensor/slice.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import type { StoredBlock } from './storedBlock.ts';

/** A part of a stored tensor in memory, and the slice that takes from it what was wanted of the whole. */
export interface Block {
  readonly tensor: Tensor;
  readonly terms: readonly SliceTerm[];
  readonly numbers: (part: ComplexPart) => ArrayLike<number>;
}

interface Kept {
  readonly bytes: number;
  readonly tensor: Promise<Tensor>;
  readonly numbers: Map<ComplexPart, ArrayLike<number>>;
}

/**
 * The parts of stored tensors that were looked at last, under a limit of bytes: moving a slider asks again and again
 * for other values of the same part.
 */
export class BlockCache {
  /** oldest first */
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly mostBytes: number) {}

  async get(place: StoredBlock): Promise<Block> {
    const kept = this.#kept.get(place.key) ?? {
      bytes: place.bytes,
      tensor: place.read(),
      numbers: new Map<ComplexPart, ArrayLike<number>>(),
    };
    this.#kept.delete(place.key);
    this.#kept.set(place.key, kept);
    kept.tensor.catch(() => this.#kept.delete(place.key));
    this.#forget();
    const tensor = await kept.tensor;
    return {
      tensor,
      terms: place.terms,
      numbers: (part) => {
        const numbers = kept.numbers.get(part) ?? plainNumbers(tensor, part);
        kept.numbers.set(part, numbers);
        return numbers;
      },
    };
  }

  #forget(): void {
    let total = [...this.#kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, { bytes }] of this.#kept) {
      if (total <= this.mostBytes || this.#kept.size === 1) return;
      this.#kept.delete(key);
      total -= bytes;
    }
  }
}
