import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCheckpointIndex } from '../../../../src/core/model/checkpoint.ts';
import { crc32c, maskCrc } from '../../../../src/core/model/crc32c.ts';

const MODELS = new URL('../../../fixtures/models/', import.meta.url);
const index = (name: string) =>
  parseCheckpointIndex(
    new Uint8Array(readFileSync(new URL(`${name}/variables/variables.index`, MODELS))),
    `${name}/variables/variables.index`,
  );

describe('crc32c', () => {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);

  it('agrees with the vectors of RFC 3720, B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(text('123456789'))).toBe(0xe3069283);
  });

  it('goes on where it left off, and masks as LevelDB does', () => {
    expect(crc32c(text('456789'), crc32c(text('123')))).toBe(crc32c(text('123456789')));
    expect(maskCrc(0)).toBe(0xa282ead8);
  });
});

describe('parseCheckpointIndex', () => {
  it('lists variables with dtype, shape and place', () => {
    const { entries, shards, isBigEndian } = index('dense_stack');
    expect([shards, isBigEndian]).toEqual([1, false]);
    const kernels = [...entries.values()].filter((entry) => entry.key.includes('kernel') && entry.dtype === 'float32');
    expect(kernels.length).toBeGreaterThan(2);
    for (const { shape, size } of kernels) expect(size).toBe(4 * shape.reduce((product, each) => product * each, 1));
  });

  it('knows both shards of a sharded checkpoint', () => {
    const { entries, shards } = index('sharded_checkpoint');
    expect(shards).toBe(2);
    expect(new Set([...entries.values()].map((entry) => entry.shard))).toEqual(new Set([0, 1]));
  });

  it('knows the parts of a partitioned variable', () => {
    const { entries, sliceEntries } = index('partitioned_variables');
    const [whole] = [...entries.values()].filter((entry) => entry.partitioned);
    expect(whole?.slices).toHaveLength(3);
    expect(sliceEntries).toHaveLength(3);
    const rows = whole?.slices.map(([first]) => first?.length ?? 0) ?? [];
    expect(rows.reduce((sum, length) => sum + length, 0)).toBe(whole?.shape[0]);
  });

  it('refuses what is no index', () => {
    expect(() => parseCheckpointIndex(new Uint8Array(60), 'm/variables/variables.index')).toThrow(
      'm/variables/variables.index is damaged: it does not end as a checkpoint index does.',
    );
  });
});
