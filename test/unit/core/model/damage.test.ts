import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LensError } from '../../../../src/core/errors.ts';
import { parseCheckpointIndex } from '../../../../src/core/model/checkpoint.ts';
import { parseSavedModel } from '../../../../src/core/model/savedModel.ts';

const MODELS = new URL('../../../fixtures/models/', import.meta.url);
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, MODELS)));

/** Looks at everything a reader can reach. */
function readAll(bytes: Uint8Array): void {
  for (const metaGraph of parseSavedModel(bytes, 'saved_model.pb').metaGraphs) {
    const looks: (() => unknown)[] = [
      () => metaGraph.signatures,
      () => metaGraph.initOp,
      () => metaGraph.objectGraph?.pathOf(1),
      () => metaGraph.strippedOp('Relu'),
      () => metaGraph.collectionNodes('variables'),
      ...metaGraph.graph.nodes.map((node) => () => node.attrNames().map((name) => node.attr(name))),
      ...[...metaGraph.graph.functions.values()].map(
        (each) => () => each.nodes.map((node) => node.attrNames().map((name) => node.attr(name))),
      ),
    ];
    for (const look of looks) {
      try {
        look();
      } catch (error) {
        // Damage of one part is no damage of the rest.
        if (!(error instanceof LensError)) throw error;
      }
    }
  }
}

function onlyLensErrors(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof LensError)) throw error;
  }
}

describe('damaged files', () => {
  for (const name of ['dense_stack', 'v1_frames', 'signature_defaults']) {
    const bytes = read(`${name}/saved_model.pb`);
    it(`${name} cut anywhere is refused with a sentence`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) =>
          onlyLensErrors(() => readAll(bytes.subarray(0, length))),
        ),
        { numRuns: 40 },
      );
    });
    it(`${name} with bytes changed never does worse than refuse`, () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
          (changes) => {
            const damaged = bytes.slice();
            for (const [at, byte] of changes) damaged[at] = byte;
            onlyLensErrors(() => readAll(damaged));
          },
        ),
        { numRuns: 60 },
      );
    });
  }

  it('a checkpoint index with a changed byte is refused by its checksums', () => {
    const bytes = read('dense_stack/variables/variables.index');
    expect(parseCheckpointIndex(bytes, 'variables.index').entries.size).toBeGreaterThan(4);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ change;
        onlyLensErrors(() => parseCheckpointIndex(damaged, 'variables.index'));
      }),
      { numRuns: 200 },
    );
  });
});
