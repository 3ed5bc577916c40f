import { argumentTensors } from '../graph/inputArgs.ts';
import { attrOf, numbersAttr } from '../graph/nodeAttrs.ts';
import { outputArgs } from '../graph/outputs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import { decodeTensor } from '../proto/tensorProto.ts';
import { dtypeOf, type DType } from '../tensor/dtype.ts';

/** One feature that a parse op asks of a tf.Example or tf.SequenceExample. */
export interface ParsedFeature {
  readonly key: string;
  readonly dtype: DType;
  /** how many values a feature (of each step, in a list) has; sparse and ragged ones may have any number, one is enough */
  readonly count: number;
  /** part of the `feature_lists` of a tf.SequenceExample: one feature a step */
  readonly isList: boolean;
  /** the tensor that the values become */
  readonly values: TensorRef;
}

/** What kind of message an op parses; undefined for other ops. */
export function parsedMessage({ op }: FlatNode): 'example' | 'sequence' | undefined {
  if (/^Parse(?:Single)?SequenceExample(?:V2)?$/.test(op)) return 'sequence';
  return /^Parse(?:Single)?Example(?:V2)?$/.test(op) ? 'example' : undefined;
}

/** More values of one feature than this are not made. */
const MOST_VALUES = 1 << 22;
const KINDS = ['sparse', 'ragged', 'dense'] as const;

/**
 * The features that any of the parse ops asks for; undefined when their keys are not constants. All these ops name their arguments and
 * attributes alike: `context_dense_keys`, `feature_list_sparse_types`; keys are attributes, a vector, or one scalar each.
 */
export function parsedFeatures(node: FlatNode): readonly ParsedFeature[] | undefined {
  const prefixes = parsedMessage(node) === 'sequence' ? ['context_', 'feature_list_'] : [''];
  const found: ParsedFeature[] = [];
  const outputs = outputArgs(node);
  for (const prefix of prefixes) {
    for (const kind of KINDS) {
      const keys = keysOf(node, `${prefix}${kind}_keys`);
      if (keys === undefined) return undefined;
      const types = typesOf(node, prefix, kind);
      const counts = kind === 'dense' ? denseCounts(node, `${prefix}dense_shapes`) : [];
      const first = outputs.find(({ name }) => name === `${prefix}${kind}_values`)?.first ?? 0;
      keys.forEach((key, index) =>
        found.push({
          key,
          dtype: dtypeOf(types[index] ?? 7),
          count: counts[index] ?? 1,
          isList: prefix === 'feature_list_',
          values: { node, index: first + index },
        }),
      );
    }
  }
  return found;
}

function typesOf(node: FlatNode, prefix: string, kind: (typeof KINDS)[number]): readonly number[] {
  const names =
    kind === 'dense' ? [`T${prefix}dense`, `${prefix}dense_types`] : [`${prefix}${kind}_types`, `${prefix}${kind}_value_types`];
  return names.map((name) => numbersAttr(node, name)).find((types) => types !== undefined && types.length > 0) ?? [];
}

/** A dense feature has as many values as its shape says; an unknown axis takes one. */
function denseCounts(node: FlatNode, attr: string): readonly number[] {
  const shapes = attrOf(node, attr);
  if (!Array.isArray(shapes)) return [];
  return shapes.map((dims) =>
    Array.isArray(dims)
      ? Math.min(
          dims.reduce<number>((product, size) => product * Math.max(1, Number(size)), 1),
          MOST_VALUES,
        )
      : 1,
  );
}

function keysOf(node: FlatNode, name: string): readonly string[] | undefined {
  const listed = attrOf(node, name);
  if (Array.isArray(listed)) return listed.filter((key) => typeof key === 'string');
  const keys: string[] = [];
  for (const ref of argumentTensors(node, name)) {
    const texts = constantTexts(ref);
    if (texts === undefined) return undefined;
    keys.push(...texts);
  }
  return keys;
}

/** The texts of a string constant; undefined for anything that is computed. */
export function constantTexts(ref: TensorRef): readonly string[] | undefined {
  let { node } = ref;
  for (let steps = 0; node.op === 'Identity' && node.inputs[0] !== undefined && steps < 50; steps++) node = node.inputs[0].node;
  const value = node.attr('value')?.value;
  if (node.op === 'Const' && value?.case === 'tensor') {
    const { data } = decodeTensor(value.value);
    return ArrayBuffer.isView(data) ? undefined : data.map((bytes) => new TextDecoder().decode(bytes));
  }
  return staticShape({ node, index: 0 })?.includes(0) === true ? [] : undefined;
}
