import type { FlatGraph, TensorRef } from '../graph/types.ts';
import { refKey } from './dataflow.ts';
import type { LayerSpec } from './spec.ts';

const PASSING: ReadonlySet<string> = new Set(['Identity', 'StopGradient']);

/** `layer:call:tensor` → the tensors that may be it: what the entry point returns under the name that Keras gives that output, and what it is copied from. */
export type ReturnedTensors = ReadonlyMap<string, ReadonlySet<string>>;

/** Which tensors a model's outputs are, by the keys of the signature; empty when the keys are not the names that Keras gives. */
export function returnedTensors(model: LayerSpec, { entry }: FlatGraph): ReturnedTensors {
  const keys = outputNames(model);
  const byKey = new Map(entry.outputs.map(({ key, ref }) => [key, ref]));
  if (keys.length !== byKey.size || !keys.every((key) => byKey.has(key))) return new Map();
  return new Map(
    model.outputs.flatMap(({ layer, call, tensor }, index) => {
      const ref = byKey.get(keys[index] ?? '');
      return ref === undefined ? [] : [[`${layer}:${call}:${tensor}`, sourcesOf(ref)] as const];
    }),
  );
}

/** Keras names an output after its layer, and numbers further ones of one layer: `lstm`, `lstm_1`. */
function outputNames(model: LayerSpec): readonly string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return model.outputs.map(({ layer }) => {
    let name = layer;
    while (taken.has(name)) {
      const count = counts.get(layer) ?? 1;
      name = `${layer}_${count}`;
      counts.set(layer, count + 1);
    }
    taken.add(name);
    return name;
  });
}

function sourcesOf(ref: TensorRef): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at: TensorRef | undefined = ref; at !== undefined && !found.has(refKey(at));) {
    found.add(refKey(at));
    at = PASSING.has(at.node.op) ? at.node.inputs[0] : undefined;
  }
  return found;
}
