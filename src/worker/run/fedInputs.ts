import { createHash } from 'node:crypto';
import type { TensorRef } from '../../core/graph/types.ts';
import { tensorName } from '../../core/graph/types.ts';
import type { ManifestInput } from '../../core/run/manifest.ts';
import { bytesOf } from '../../core/tensor/layout.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';

/** A value that goes in: of a signature's input or of an inner tensor. */
export interface FedInput {
  /** input key, or tensor name for an inner tensor */
  readonly name: string;
  readonly ref: TensorRef;
  readonly value: Tensor;
  /** where it came from, in words */
  readonly source: string;
}

/** What the manifest says about the inputs. */
export function manifestInputs(inputs: readonly FedInput[]): readonly ManifestInput[] {
  return inputs.map(({ name, ref, source, value }) => ({
    name,
    tensor: tensorName(ref),
    dtype: value.dtype,
    shape: value.shape,
    source,
    sha256: tensorHash(value),
  }));
}

/** SHA-256 of the bytes as stored; strings each with their length as 32 bits in front. */
export function tensorHash({ data }: Tensor): string {
  const hash = createHash('sha256');
  if (ArrayBuffer.isView(data)) return hash.update(bytesOf(data)).digest('hex');
  for (const text of data) {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, text.length, true);
    hash.update(length).update(text);
  }
  return hash.digest('hex');
}
