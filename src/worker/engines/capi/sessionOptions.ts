/**
 * `ConfigProto` (tensorflow/core/protobuf/config.proto) of every session: Grappler off, because it owns the first run of
 * each new set of fetches and may fold nodes that were asked for; soft placement, so that graphs made for a GPU run on a CPU.
 */
export function sessionConfig(): Uint8Array {
  const disableMetaOptimizer = message(19, [1]);
  const rewriteOptions = message(10, disableMetaOptimizer, 'bytes');
  const allowSoftPlacement = message(7, [1]);
  return Uint8Array.from([...allowSoftPlacement, ...message(10, rewriteOptions, 'bytes')]);
}

/** One field: a varint given as its bytes, or an embedded message shorter than 128 bytes. */
function message(field: number, payload: readonly number[], kind: 'varint' | 'bytes' = 'varint'): readonly number[] {
  const tag = (field << 3) | (kind === 'bytes' ? 2 : 0);
  const head = tag < 128 ? [tag] : [(tag & 127) | 128, tag >> 7];
  return kind === 'bytes' ? [...head, payload.length, ...payload] : [...head, ...payload];
}
