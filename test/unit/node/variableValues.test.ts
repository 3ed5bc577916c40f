import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { openModelFiles } from '../../../src/node/modelFiles.ts';
import { tensorViews } from '../../../src/node/tensorViews.ts';
import { checkpointOf, describeVariable } from '../../../src/node/variableValues.ts';

const MODELS = fileURLToPath(new URL('../../fixtures/models/', import.meta.url));
const context = { signal: new AbortController().signal, emit: () => undefined };

async function open(name: string) {
  const files = await openModelFiles(`${MODELS}${name}`);
  const checkpoint = checkpointOf(files);
  return { checkpoint, window: tensorViews(() => checkpoint).window };
}

/** What numpy.random.RandomState(1).standard_normal gives first: the fixture's values. */
const FIRST = [1.62434536, -0.61175641, -0.52817175];

describe('stored variables', () => {
  it('with a wrong checksum are shown with a note', async () => {
    const { checkpoint } = await open('broken/flipped_bit');
    const found = await describeVariable(checkpoint, 'w/.ATTRIBUTES/VARIABLE_VALUE');
    expect(found.stats.count).toBe(6);
    expect(found.note).toBe(
      `These may not be the values that were saved. ${MODELS}broken/flipped_bit/variables/variables.data-00000-of-00001 is damaged: the checksum of “w/.ATTRIBUTES/VARIABLE_VALUE” is wrong.`,
    );
  });

  it('are described without running', async () => {
    const { checkpoint } = await open('sharded_checkpoint');
    const found = await describeVariable(checkpoint, 'first/.ATTRIBUTES/VARIABLE_VALUE');
    expect(found).toMatchObject({
      dtype: 'float32',
      shape: [4, 3],
      op: 'Variable',
      stats: { count: 12, nan: 0, min: -2.3015387058258057, max: 1.744811773300171 },
    });
  });

  it('are read by range: a row is the row of the whole', async () => {
    const { window } = await open('sharded_checkpoint');
    const name = 'first/.ATTRIBUTES/VARIABLE_VALUE';
    const whole = await window({ name, slice: [], maxElements: 100 }, context);
    expect(whole.shape).toEqual([4, 3]);
    for (const [i, value] of FIRST.entries()) expect(Number(whole.data[i])).toBeCloseTo(value, 6);
    for (let at = 0; at < 4; at++) {
      const part = await window({ name, slice: [at], maxElements: 100 }, context);
      expect([...part.data]).toEqual([...whole.data].slice(3 * at, 3 * at + 3));
    }
    const column = await window({ name, slice: [{}, 1], maxElements: 100 }, context);
    expect([...column.data]).toEqual([...whole.data].filter((_, i) => i % 3 === 1));
  });

  it('that were saved in parts are put together', async () => {
    const { checkpoint, window } = await open('partitioned_variables');
    const parts = checkpoint.index.sliceEntries;
    expect(parts.length).toBeGreaterThan(1);
    const whole = await window({ name: 'w', slice: [], maxElements: 100 }, context);
    const stored = await Promise.all(parts.map((part) => checkpoint.read(part)));
    expect([...whole.data]).toEqual(stored.flatMap((bytes) => [...new Float32Array(bytes.slice().buffer)]));
  });

  it('that the checkpoint lacks are refused by name', async () => {
    const { checkpoint } = await open('sharded_checkpoint');
    await expect(describeVariable(checkpoint, 'third')).rejects.toThrow('The checkpoint holds no value of “third”.');
  });
});
