import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inlineEntry } from '../../src/core/graph/inline.ts';
import { tensorName } from '../../src/core/graph/types.ts';
import { findLayers } from '../../src/core/layers/findLayers.ts';
import { openModelFiles } from '../../src/node/modelFiles.ts';

const CORPUS = process.env['SAVEDMODEL_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus');
const EXPECTED = process.env['SAVEDMODEL_CORPUS_EXPECTED'] ?? `${CORPUS}-expected`;

interface ExpectedLayer {
  readonly path: string;
  readonly class: string;
  readonly nested?: readonly ExpectedLayer[];
}

interface ExpectedValue {
  readonly path: string;
  readonly tensors: readonly string[];
}

interface Expectation {
  readonly name: string;
  readonly layers: readonly ExpectedLayer[];
  readonly values: readonly ExpectedValue[];
}

/** Models whose expectation lists Keras layers. */
function expectations(): Expectation[] {
  return readdirSync(EXPECTED)
    .sort()
    .flatMap((name) => {
      const file = join(EXPECTED, name, 'expect.json');
      if (!existsSync(file)) return [];
      const text = readFileSync(file, 'utf8').replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) =>
        token.startsWith('"') ? token : 'null',
      );
      const { layers } = JSON.parse(text) as { layers?: { layers: ExpectedLayer[]; values?: ExpectedValue[] } };
      return layers === undefined || layers.layers.length === 0
        ? []
        : [{ name, layers: layers.layers, values: layers.values ?? [] }];
    });
}

function flatten(layers: readonly ExpectedLayer[]): ExpectedLayer[] {
  return layers.flatMap((layer) => [layer, ...flatten(layer.nested ?? [])]);
}

describe.skipIf(!existsSync(CORPUS) || !existsSync(EXPECTED))('layers of the corpus', () => {
  test.each(existsSync(EXPECTED) ? expectations() : [])(
    '$name: every Keras layer, in order, with its class and its output',
    async ({ name, layers, values }) => {
      const files = await openModelFiles(join(CORPUS, name));
      const metaGraph = files.model.metaGraphs.find(({ tags }) => tags.join() === 'serve') ?? files.model.metaGraphs[0];
      if (metaGraph === undefined) throw new Error(`${name} has no metagraph`);
      const { all, top, warnings } = findLayers(inlineEntry(metaGraph), files);

      expect(warnings).toEqual([]);
      expect(top.map(({ path, type }) => `${path}: ${type}`)).toEqual(layers.map((layer) => `${layer.path}: ${layer.class}`));
      const byPath = new Map(all.map((layer) => [layer.path, layer]));
      expect(flatten(layers).filter((layer) => byPath.get(layer.path)?.type !== layer.class)).toEqual([]);
      expect(all.map(({ order }) => order)).toEqual(all.map((_, position) => position));

      const wrong = values.filter(({ path, tensors }) => {
        const outputs = byPath.get(path)?.outputs.map(({ ref }) => `${tensorName(ref)}${ref.index === 0 ? ':0' : ''}`) ?? [];
        return tensors.length > 0 && !outputs.some((output) => tensors.includes(output));
      });
      expect(wrong).toEqual([]);
    },
  );
});
