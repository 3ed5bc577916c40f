/** Tables for eight bytes a step; polynomial 0x82F63B78 (Castagnoli, reflected). */
const TABLES = makeTables();

function makeTables(): readonly Uint32Array[] {
  const first = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    let crc = i;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
    first[i] = crc >>> 0;
  }
  const tables = [first];
  for (let k = 1; k < 8; k++) {
    const before = tables[k - 1] ?? first;
    tables.push(before.map((crc) => ((crc >>> 8) ^ (first[crc & 255] ?? 0)) >>> 0));
  }
  return tables;
}

/** CRC-32C of bytes, continuing from `seed` (the CRC of what came before; 0 at the start). tsl/lib/hash/crc32c.h. */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES;
  let crc = ~seed;
  let at = 0;
  if (
    t0 !== undefined &&
    t1 !== undefined &&
    t2 !== undefined &&
    t3 !== undefined &&
    t4 !== undefined &&
    t5 !== undefined &&
    t6 !== undefined &&
    t7 !== undefined
  ) {
    for (; at + 8 <= bytes.length; at += 8) {
      const low =
        crc ^ ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24));
      crc =
        (t7[low & 255] ?? 0) ^
        (t6[(low >>> 8) & 255] ?? 0) ^
        (t5[(low >>> 16) & 255] ?? 0) ^
        (t4[low >>> 24] ?? 0) ^
        (t3[bytes[at + 4] ?? 0] ?? 0) ^
        (t2[bytes[at + 5] ?? 0] ?? 0) ^
        (t1[bytes[at + 6] ?? 0] ?? 0) ^
        (t0[bytes[at + 7] ?? 0] ?? 0);
    }
    for (; at < bytes.length; at++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0);
  }
  return ~crc >>> 0;
}

/** The masked form that TensorFlow stores, so that a CRC of data holding CRCs stays useful. */
export function maskCrc(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
