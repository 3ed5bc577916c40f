import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { callDirectly, runFlat } from './interpreter.ts';
import { randomModel } from './randomModel.ts';

describe('inlining, over random graphs of functions', () => {
  it('computes what calling the functions computes', () => {
    fc.assert(
      fc.property(randomModel, fc.integer({ min: -50, max: 50 }), ({ graph, outputs }, fed) => {
        const flat = inlineEntry(graph);
        expect(flat.keptCalls.size).toBe(0);
        expect(flat.byName.size).toBe(flat.nodes.length);
        flat.nodes.forEach((one, id) =>
          expect([one.id, ...one.inputs.map((ref) => ref.node.id).filter((input) => input >= id)]).toEqual([id]),
        );
        expect(runFlat(flat, fed)).toEqual(callDirectly(graph, outputs, fed));
      }),
      { numRuns: 300 },
    );
  });
});
