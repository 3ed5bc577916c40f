import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { tensorName } from '../../../../src/core/graph/types.ts';
import { buildPlan } from '../../../../src/core/instrument/buildPlan.ts';
import { Initialisers } from '../../../../src/core/instrument/initialisers.ts';
import { parseSavedModel } from '../../../../src/core/model/savedModel.ts';
import { callDirectly, runFlat } from '../graph/interpreter.ts';
import { randomModel } from '../graph/randomModel.ts';

const NOTHING_STORED = {
  checkpoint: undefined,
  damaged: new Map<string, never>(),
  assetFiles: new Set<string>(),
  fullNames: new Map<string, string>(),
};

describe('the sibling, over random graphs of functions', () => {
  it.each([false, true])('gives the outputs and every inner tensor that the model gives (optimising engine: %s)', (optimises) => {
    fc.assert(
      fc.property(randomModel, fc.integer({ min: -50, max: 50 }), fc.nat(), ({ graph, outputs }, fed, cut) => {
        const flat = inlineEntry(graph);
        const [input] = flat.entry.inputs;
        const inner = flat.nodes.filter(({ op }) => op !== 'Placeholder');
        const tapped = inner.filter((_, index) => (index + cut) % 3 === 0).map((node) => ({ node, index: 0 }));
        const refs = [...flat.entry.outputs.map(({ ref }) => ref), ...tapped];
        const fetches = [
          ...new Map(refs.filter(({ node }) => node !== input?.ref.node).map((ref) => [tensorName(ref), ref])).values(),
        ];
        const plan = buildPlan({
          flat,
          fetches,
          checkpoint: undefined,
          ops: undefined,
          canRun: () => true,
          fed: input === undefined ? [] : [{ ref: input.ref, dtype: 'float32' }],
          initialisers: new Initialisers(graph, NOTHING_STORED, () => undefined),
          engine: { carrier: () => undefined, optimises },
        });
        const [sibling] = parseSavedModel(plan.bytes, 'saved_model.pb').metaGraphs;
        if (sibling === undefined) throw new Error('the sibling has no metagraph');
        const endpoints = plan.fetches.map(({ endpoint }) => endpoint);
        const values = new Map(plan.fetches.map(({ name }, index) => [name, callDirectly(sibling, endpoints, fed)[index]]));
        const wanted = callDirectly(graph, outputs, fed);
        flat.entry.outputs.forEach(({ ref }, index) => {
          if (ref.node !== input?.ref.node) expect(values.get(tensorName(ref))).toBe(wanted[index]);
        });
        const inside = runFlat(
          {
            ...flatParts(flat),
            entry: {
              ...flat.entry,
              outputs: fetches.map((ref) => ({
                key: tensorName(ref),
                tensor: tensorName(ref),
                dtype: 'float32',
                shape: undefined,
                ref,
              })),
            },
          },
          fed,
        );
        expect(inside).not.toContain(NaN);
        expect([...values.values()]).toEqual(inside);
      }),
      { numRuns: 150 },
    );
  });
});

function flatParts({
  aliases,
  byName,
  controlOutputs,
  keptCalls,
  metaGraph,
  nodes,
}: ReturnType<typeof inlineEntry>): Omit<ReturnType<typeof inlineEntry>, 'entry'> {
  return { aliases, byName, controlOutputs, keptCalls, metaGraph, nodes };
}
