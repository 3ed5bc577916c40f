import { describe, expect, it } from 'vitest';
import { allOps, runningTensors } from '../../../../src/core/graph/allOps.ts';
import { classify } from '../../../../src/core/graph/controlFlow.ts';
import { feasibility, type RuntimeOps } from '../../../../src/core/graph/feasibility.ts';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { loopAxes } from '../../../../src/core/graph/loopAxes.ts';
import { tensorName, type FlatGraph, type TensorRef } from '../../../../src/core/graph/types.ts';
import { attr, call, fn, FLOAT, metaGraph, node } from './records.ts';

const EVERYTHING: RuntimeOps = { hasOp: () => true, hasKernel: () => true };

function ref(flat: FlatGraph, name: string): TensorRef {
  const [node = '', index = '0'] = name.split(':');
  const found = flat.byName.get(node);
  if (found === undefined) throw new Error(`no node ${node}`);
  return { node: found, index: Number(index) };
}

const text = (...names: readonly string[]): ReadonlySet<string> => new Set(names);

describe('feasibility', () => {
  const graph = metaGraph({
    nodes: [
      node('p', 'Placeholder'),
      node('q', 'Placeholder'),
      node('bad', 'Custom', ['p'], {}),
      node('sum', 'AddV2', ['p', 'q']),
      node('behind', 'Neg', ['sum', '^bad']),
      node('split', 'Unique', ['sum'], { T: attr.type(FLOAT) }),
      node('left', 'Neg', ['split']),
      node('right', 'Cast', ['split:1'], { SrcT: attr.type(3), DstT: attr.type(FLOAT) }),
      node('handle', 'VarHandleOp'),
      node('read', 'ReadVariableOp', ['handle']),
      node('norm', 'FusedBatchNormV3', ['p', 'read', 'read', 'read', 'read'], {
        T: attr.type(FLOAT),
        U: attr.type(FLOAT),
        is_training: attr.bool(false),
      }),
      node('list', 'EmptyTensorList', ['p', 'p'], { element_dtype: attr.type(FLOAT), shape_type: attr.type(3) }),
    ],
    inputs: ['p'],
    outputs: ['behind', 'left', 'right', 'norm', 'list'],
  });
  const flat = inlineEntry(graph);

  it('stops at fed tensors and names the reason and the node behind it', () => {
    const check = feasibility(flat, {
      fed: text('p'),
      ops: { hasOp: (op) => op !== 'Custom', hasKernel: (op) => op !== 'FusedBatchNormV3' },
    });
    expect([check(ref(flat, 'p')), check(ref(flat, 'read')), check(ref(flat, 'sum'))]).toEqual([
      undefined,
      undefined,
      'unfed-placeholder',
    ]);
    expect(check.explain(ref(flat, 'left'))).toBe('"left" needs placeholder "q", which gets no value.');
    expect(check.explain(ref(flat, 'q'))).toBe('"q" is a placeholder that gets no value.');
    expect([check(ref(flat, 'norm')), check.explain(ref(flat, 'norm'))]).toEqual([
      'no-kernel',
      '"norm" is made by op FusedBatchNormV3, which this TensorFlow cannot execute.',
    ]);
    expect([check(ref(flat, 'handle')), check(ref(flat, 'list'))]).toEqual(['resource', 'variant']);
    const both = feasibility(flat, { fed: text('p', 'q'), ops: { hasOp: (op) => op !== 'Custom', hasKernel: () => true } });
    // control edges count
    expect(both.explain(ref(flat, 'behind'))).toBe('"behind" needs "bad" (op Custom), which this TensorFlow does not know.');
    expect([both(ref(flat, 'left')), both.explain(ref(flat, 'left'))]).toEqual([undefined, undefined]);
  });

  it('lets only the fed output of a node through', () => {
    const check = feasibility(flat, { fed: text('p', 'split:1') });
    expect([check(ref(flat, 'split:1')), check(ref(flat, 'right')), check(ref(flat, 'split')), check(ref(flat, 'left'))]).toEqual(
      [undefined, undefined, 'unfed-placeholder', 'unfed-placeholder'],
    );
  });

  it('leaves out memory that FusedBatchNorm does not write', () => {
    const check = feasibility(flat, { fed: text('p') });
    expect([0, 1, 2, 3, 4, 5].map((index) => check(ref(flat, `norm:${index}`)))).toEqual([
      undefined,
      undefined,
      undefined,
      'uninitialised',
      'uninitialised',
      'uninitialised',
    ]);
  });

  it('takes further reasons, such as missing weights', () => {
    const check = feasibility(flat, {
      fed: text('p'),
      blocked: ({ op }) => (op === 'VarHandleOp' ? 'missing-weights' : undefined),
    });
    expect(check.explain(ref(flat, 'norm'))).toBe('"norm" needs variable "handle", whose value is missing.');
  });

  it('looks into the bodies of loops and branches', () => {
    const inner = fn({ name: 'inner', args: ['a'], nodes: [node('c', 'CudnnRNNV3', ['a'])], ret: { out: 'c:output:0' } });
    const branch = fn({ name: 'branch', args: ['a'], nodes: [call('c', 'inner', ['a'])], ret: { out: 'c:output:0' } });
    const attrs = {
      then_branch: attr.func('branch'),
      else_branch: attr.func('branch'),
      Tout: attr.types([FLOAT]),
      Tin: attr.types([FLOAT]),
      Tcond: attr.type(10),
    };
    const nested = inlineEntry(
      metaGraph({
        nodes: [node('p', 'Placeholder'), node('if', 'StatelessIf', ['p', 'p'], attrs)],
        functions: [inner, branch],
        outputs: ['if'],
      }),
    );
    expect(
      feasibility(nested, { fed: text('p'), ops: { hasOp: () => true, hasKernel: (op) => op !== 'CudnnRNNV3' } })(
        ref(nested, 'if'),
      ),
    ).toBe('no-kernel');
    expect(feasibility(nested, { fed: text('p'), ops: EVERYTHING })(ref(nested, 'if'))).toBeUndefined();
  });

  it('lists as @ops what runs for the outputs, cut at fed tensors', () => {
    const check = feasibility(flat, { fed: text('p', 'q') });
    const { tensors, skipped } = allOps(flat, text('p', 'q'), check);
    expect(tensors.map(tensorName)).toEqual([
      'p',
      'q',
      'sum',
      'split',
      'split:1',
      'left',
      'right',
      'read',
      'norm',
      'norm:1',
      'norm:2',
    ]);
    expect(
      skipped.map(
        ({
          ref: {
            node: { name },
            index,
          },
          reason,
        }) => `${name}:${index} ${reason}`,
      ),
    ).toEqual([
      'bad:0 unknown-op',
      'behind:0 unknown-op',
      'handle:0 resource',
      'norm:3 uninitialised',
      'norm:4 uninitialised',
      'norm:5 uninitialised',
      'list:0 variant',
    ]);
    // a control edge still needs a fed node to run
    expect(runningTensors(flat, text('sum', 'norm', 'list')).map(tensorName)).toEqual([
      'p',
      'bad',
      'sum',
      'behind',
      'split',
      'split:1',
      'left',
      'right',
      'norm',
      'list',
    ]);
  });
});

describe('control edges', () => {
  const graph = metaGraph({
    nodes: [
      node('x', 'Placeholder'),
      node('unfed', 'Placeholder'),
      node('computed', 'Neg', ['unfed']),
      node('bad', 'Custom', ['x'], {}),
      node('passed', 'Identity', ['bad']),
      node('both', 'NoOp', ['^computed', '^passed']),
      node('waits', 'Neg', ['x', '^computed']),
      node('waitsForBad', 'Neg', ['x', '^both']),
    ],
    inputs: ['x'],
    outputs: ['waits', 'waitsForBad'],
  });
  const flat = inlineEntry(graph);
  const ops: RuntimeOps = { hasOp: (op) => op !== 'Custom', hasKernel: () => true };

  it('of a value that cannot be computed stop nothing, of an op that may have done something do', () => {
    const check = feasibility(flat, { fed: text('x'), ops });
    expect(check(ref(flat, 'waits'))).toBeUndefined();
    expect(check.explain(ref(flat, 'waitsForBad'))).toBe(
      '"waitsForBad" needs "bad" (op Custom), which this TensorFlow does not know.',
    );
  });

  it('of an op that lies before a fed tensor stop nothing', () => {
    for (const fed of ['bad', 'passed']) {
      const check = feasibility(flat, { fed: text('x', fed), ops });
      expect(check(ref(flat, 'waitsForBad'))).toBeUndefined();
      expect(['bad', 'both'].map((name) => check.canRun(ref(flat, name).node))).toEqual([false, true]);
    }
  });
});

describe('v1 control flow', () => {
  const loop = [
    node('x', 'Placeholder'),
    node('enter', 'Enter', ['x']),
    node('merge', 'Merge', ['enter', 'next'], { N: attr.int(2), T: attr.type(FLOAT) }),
    node('limit', 'Const', ['^merge']),
    node('less', 'Less', ['merge', 'limit']),
    node('cond', 'LoopCond', ['less']),
    node('switch', 'Switch', ['merge', 'cond']),
    node('custom', 'Custom', ['switch:1'], {}),
    node('body', 'Neg', ['switch:1', '^custom']),
    node('next', 'NextIteration', ['body']),
    node('exit', 'Exit', ['switch']),
    node('after', 'Neg', ['exit']),
  ];
  const flat = inlineEntry(metaGraph({ nodes: loop, inputs: ['x'], outputs: ['after'] }));

  it('marks everything from Enter to Exit', () => {
    const flow = classify(flat);
    expect(flat.nodes.filter((one) => flow.inLoopFrame(one)).map(({ name }) => name)).toEqual([
      'enter',
      'merge',
      'limit',
      'less',
      'cond',
      'switch',
      'custom',
      'body',
      'next',
    ]);
    expect(flat.nodes.some((one) => flow.mayBeDead({ node: one, index: 0 }))).toBe(false);
  });

  it('knows when in a round each tensor is there', () => {
    const flow = classify(flat);
    const phases = ['enter', 'merge', 'limit', 'cond', 'switch', 'switch:1', 'body', 'next'].map(
      (name) => `${name} ${flow.phaseOf(ref(flat, name))}`,
    );
    expect(phases).toEqual([
      'enter entry',
      'merge cond',
      'limit cond',
      'cond cond',
      'switch exit',
      'switch:1 body',
      'body body',
      'next body',
    ]);
    expect(loopAxes(flat, ref(flat, 'body').node)).toEqual(['iteration']);
    expect(loopAxes(flat, ref(flat, 'after').node)).toEqual([]);
  });

  it('gives by recording what a run of the graph as it is cannot', () => {
    const { tapped } = feasibility(flat, { fed: text('x'), ops: EVERYTHING });
    expect(['enter', 'merge', 'limit', 'switch', 'body', 'next'].map((name) => tapped(ref(flat, name)))).toEqual(
      new Array(6).fill(undefined),
    );
    const blocked = feasibility(flat, { fed: text('x'), ops: { hasOp: (op) => op !== 'Custom', hasKernel: () => true } });
    expect(blocked.tapped.explain(ref(flat, 'limit'))).toBe(
      '"limit" needs "custom" (op Custom), which this TensorFlow does not know.',
    );
    const endless = inlineEntry(
      metaGraph({
        nodes: [node('x', 'Placeholder'), node('enter', 'Enter', ['x']), node('inside', 'Neg', ['enter'])],
        inputs: ['x'],
        outputs: ['inside'],
      }),
    );
    expect(feasibility(endless, { fed: text('x'), ops: EVERYTHING }).tapped.explain(ref(endless, 'inside'))).toBe(
      '"inside" lies in the TensorFlow 1 loop of "enter", which has no condition.',
    );
  });

  it('carries a block round the loop', () => {
    const check = feasibility(flat, { fed: text('x'), ops: { hasOp: (op) => op !== 'Custom', hasKernel: () => true } });
    expect([check(ref(flat, 'body')), check(ref(flat, 'after'))]).toEqual(['loop-frame', 'unknown-op']);
  });

  it('marks branches from Switch to Merge, nested ones too, and nothing behind their merge', () => {
    const nodes = [
      node('x', 'Placeholder'),
      node('p', 'Placeholder'),
      node('q', 'Placeholder'),
      node('outer', 'Switch', ['x', 'p']),
      node('no', 'Neg', ['outer']),
      node('inner', 'Switch', ['outer:1', 'q']),
      node('a', 'Neg', ['inner']),
      node('b', 'Neg', ['inner:1']),
      node('constant', 'Const', ['^b']),
      node('joined', 'Merge', ['a', 'b'], { N: attr.int(2), T: attr.type(FLOAT) }),
      node('all', 'Merge', ['no', 'joined'], { N: attr.int(2), T: attr.type(FLOAT) }),
      node('half', 'Merge', ['a', 'no'], { N: attr.int(2), T: attr.type(FLOAT) }),
      node('default', 'Merge', ['a', 'x'], { N: attr.int(2), T: attr.type(FLOAT) }),
    ];
    const branches = inlineEntry(metaGraph({ nodes, inputs: ['x', 'p', 'q'], outputs: ['all', 'half', 'constant', 'default'] }));
    const flow = classify(branches);
    const dead = branches.nodes.filter((one) => flow.mayBeDead({ node: one, index: 0 })).map(({ name }) => name);
    expect(dead).toEqual(['outer', 'no', 'inner', 'a', 'b', 'constant', 'joined', 'half']);
    expect(feasibility(branches, { fed: text('x', 'p', 'q') }).explain(ref(branches, 'a'))).toBe(
      '"a" lies in a branch of a TensorFlow 1 condition that may not run: selected by its name it gives the value if it does.',
    );
  });
});
