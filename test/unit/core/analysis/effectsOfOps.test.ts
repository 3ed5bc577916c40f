import { describe, expect, it } from 'vitest';
import { printToFiles, reachedOps, unsafeOps } from '../../../../src/core/analysis/effectsOfOps.ts';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { attr, fn, FLOAT, metaGraph, node } from '../graph/records.ts';

/** A loop whose body holds this node: nothing of it stands in the flat graph. */
function loopAround(inside: ReturnType<typeof node>) {
  const cond = fn({ name: 'cond', args: ['v'], nodes: [], ret: { go: 'v' } });
  const body = fn({ name: 'body', args: ['v'], nodes: [inside], ret: { out: 'v' } });
  const loop = node('loop', 'While', ['x'], { T: attr.types([FLOAT]), cond: attr.func('cond'), body: attr.func('body') });
  const graph = metaGraph({ nodes: [node('x', 'Placeholder'), loop], functions: [cond, body], inputs: ['x'], outputs: ['loop'] });
  return { nodes: inlineEntry(graph).nodes, functions: graph.graph.functions };
}

describe('what ops do beside computing', () => {
  it('finds ops that write files in the functions of loops', () => {
    const { nodes, functions } = loopAround(node('write', 'WriteFile', ['v', 'v']));
    expect(unsafeOps(reachedOps(nodes, functions))).toEqual(['WriteFile']);
  });

  it('finds printing to a file in the functions of loops, not printing to the console', () => {
    const printing = (stream: string) => {
      const { nodes, functions } = loopAround(node('print', 'PrintV2', ['v'], { output_stream: attr.text(stream) }));
      return printToFiles(nodes, functions);
    };
    expect(printing('file:///tmp/out')).toBe(true);
    expect(printing('stderr')).toBe(false);
  });

  it('knows the ops that write where a debugger, a cache or a dump is told to', () => {
    const ops = ['Add', 'CacheDatasetV2', 'DebugNanCount', 'DebugNumericSummaryV2', 'DumpTensor'];
    expect(unsafeOps(ops)).toEqual(ops.slice(1));
  });
});
