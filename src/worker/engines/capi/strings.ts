import type { TensorFlowApi } from './api.ts';
import { copyOut } from './memory.ts';

/** Size of one TF_TString record (tensorflow/core/platform/ctstring_internal.h, 64 bit). */
export const TSTRING_BYTES = 24;

/** Decodes the records of a string tensor; bytes are copied, the tensor may be deleted afterwards. */
export function readStrings(api: TensorFlowApi, data: bigint, count: number): Uint8Array[] {
  const view = new DataView(copyOut(api, data, new Uint8Array(count * TSTRING_BYTES)).buffer);
  return Array.from({ length: count }, (_, index) => readString(api, view, index * TSTRING_BYTES, data));
}

/** The two low bits of the first byte say where the bytes are: in the record, on the heap, after the record, or in a view. */
function readString(api: TensorFlowApi, view: DataView, offset: number, data: bigint): Uint8Array {
  const kind = view.getUint8(offset) & 3;
  if (kind === 0) {
    const start = offset + 1;
    return new Uint8Array(view.buffer.slice(start, start + (view.getUint8(offset) >> 2)));
  }
  if (kind === 2) {
    const distance = view.getUint32(offset + 4, true);
    return copyOut(api, data + BigInt(offset + distance), new Uint8Array(view.getUint32(offset, true) >>> 2));
  }
  const length = Number(view.getBigUint64(offset, true) >> 2n);
  return copyOut(api, view.getBigUint64(kind === 1 ? offset + 16 : offset + 8, true), new Uint8Array(length));
}

/** Fills the fresh records of a string tensor. */
export function writeStrings(api: TensorFlowApi, data: bigint, strings: readonly Uint8Array[]): void {
  strings.forEach((string, index) => {
    const record = data + BigInt(index * TSTRING_BYTES);
    api.TF_StringInit(record);
    api.TF_StringCopy(record, string, string.length);
  });
}
