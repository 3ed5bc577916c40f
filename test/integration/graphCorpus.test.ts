import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allOps } from '../../src/core/graph/allOps.ts';
import { chooseMetaGraph } from '../../src/core/graph/choose.ts';
import { feasibility } from '../../src/core/graph/feasibility.ts';
import { inlineEntry } from '../../src/core/graph/inline.ts';
import { outputDTypes } from '../../src/core/graph/outputs.ts';
import { staticShape } from '../../src/core/graph/shapes/staticShape.ts';
import { tensorName, type FlatGraph } from '../../src/core/graph/types.ts';
import { parseSavedModel } from '../../src/core/model/savedModel.ts';
import { CORPUS, EXPECTED, expectations, hasCorpus } from './corpus.ts';

/** The parts of expect.json that a graph without values can be held to. */
interface Expectation {
  readonly tags?: readonly string[];
  readonly signature?: string | null;
  readonly function?: string;
  readonly extraFeeds?: Readonly<Record<string, unknown>>;
  readonly withoutOps?: readonly string[];
  readonly tensors?: readonly {
    readonly name: string;
    readonly op: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly call?: unknown;
  }[];
  readonly marks?: Readonly<Record<string, string>>;
}

const REASONS: Readonly<Record<string, readonly string[]>> = {
  resource: ['resource'],
  variant: ['variant'],
  // a resource inside a loop is both
  frame: ['loop-frame', 'resource', 'variant'],
  dead: ['maybe-dead'],
  undefined: ['uninitialised'],
};

function readExpectation(folder: string): Expectation {
  const text = readFileSync(path.join(folder, 'expect.json'), 'utf8').replace(
    /(?<=[[\s:,])(?:NaN|-?Infinity)(?=[\s,\]}])/g,
    'null',
  );
  return JSON.parse(text) as Expectation;
}

function inlined(model: string, expected: Expectation): FlatGraph {
  const file = ['saved_model.pb', 'saved_model.pbtxt'].map((name) => path.join(CORPUS, model, name)).find(existsSync) ?? '';
  const metaGraph = chooseMetaGraph(parseSavedModel(readFileSync(file), file), expected.tags).chosen;
  return inlineEntry(
    metaGraph,
    expected.function === undefined ? { signature: expected.signature ?? '' } : { function: expected.function },
  );
}

const short = (name: string): string => name.replace(/:0$/, '');

function check(model: string, expected: Expectation): void {
  const flat = inlined(model, expected);
  const fed = new Set([
    ...flat.entry.inputs.map(({ ref }) => tensorName(ref)),
    ...Object.keys(expected.extraFeeds ?? {}).map(short),
  ]);
  const feasible = feasibility(flat, {
    fed,
    ops: { hasOp: () => true, hasKernel: (op) => expected.withoutOps?.includes(op) !== true },
  });
  const { tensors, skipped } = allOps(flat, fed, feasible);

  const own = (expected.tensors ?? []).filter((tensor) => tensor.call === undefined);
  const found = tensors.map((ref) => `${tensorName(ref)} ${ref.node.op} ${outputDTypes(ref.node)[ref.index] ?? ''}`);
  expect(found.sort()).toEqual(own.map(({ name, op, dtype }) => `${short(name)} ${op} ${dtype}`).sort());

  const calls = (expected.tensors ?? []).filter((tensor) => tensor.call !== undefined).map(({ name }) => short(name));
  expect(calls.filter((name) => !flat.aliases.has(name))).toEqual([]);

  const reasons = new Map(skipped.map(({ ref, reason }) => [tensorName(ref), reason]));
  const marked = Object.entries(expected.marks ?? {}).filter(([, mark]) => mark in REASONS);
  expect(marked.filter(([name, mark]) => REASONS[mark]?.includes(reasons.get(short(name)) ?? '') !== true)).toEqual([]);

  const shapes = new Map(own.map(({ name, shape }) => [short(name), shape]));
  const contradicting = tensors.filter((ref) => {
    const real = shapes.get(tensorName(ref)) ?? [];
    const fixed = staticShape(ref);
    return fixed !== undefined && (fixed.length !== real.length || fixed.some((size, axis) => size >= 0 && size !== real[axis]));
  });
  expect(contradicting.map(tensorName)).toEqual([]);
}

describe.skipIf(!hasCorpus())('graphs of real models', () => {
  const all = hasCorpus()
    ? expectations().map(({ model, folder }) => ({ model, folder, expected: readExpectation(folder) }))
    : [];
  const computed = all.filter(({ expected }) => expected.tensors !== undefined);

  it('has expectations to check', () => {
    expect(computed.length).toBeGreaterThan(30);
  });

  it.each(computed.map((one) => [path.relative(EXPECTED, one.folder), one] as const))(
    '%s: names, ops, dtypes, aliases, reasons and shapes are TensorFlow’s',
    (_, { model, expected }) => {
      check(model, expected);
    },
  );
});
