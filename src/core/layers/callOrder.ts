import type { LayerSpec, TensorUse } from './spec.ts';

/** `layer:call:tensor` → the layers that take it. */
export type Takers = ReadonlyMap<string, readonly { readonly taker: LayerSpec }[]>;

/** Which layers take each tensor of a model, as Keras' config says. */
export function takersOf(spec: LayerSpec): Takers {
  const takers = new Map<string, { taker: LayerSpec }[]>();
  for (const taker of spec.children) {
    for (const use of taker.calls?.flat() ?? []) {
      const key = `${use.layer}:${use.call}:${use.tensor}`;
      takers.set(key, [...(takers.get(key) ?? []), { taker }]);
    }
  }
  return takers;
}

/** `layer:call` → number of outputs that anything uses. */
export function countOutputs(spec: LayerSpec): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = ({ layer, call, tensor }: TensorUse): void => {
    const key = `${layer}:${call}`;
    counts.set(key, Math.max(counts.get(key) ?? 1, tensor + 1));
  };
  for (const { calls } of spec.children) calls?.flat().forEach(count);
  spec.outputs.forEach(count);
  return counts;
}

/** The calls of a Functional in an order in which arguments come first; calls in a circle (damaged config) come last. */
export function inCallOrder(spec: LayerSpec): { child: LayerSpec; index: number }[] {
  const calls = spec.children.flatMap((child) =>
    Array.from({ length: Math.max(1, child.calls?.length ?? 1) }, (_, index) => ({ child, index })),
  );
  const waiting = new Map<string, { child: LayerSpec; index: number }[]>();
  const missing = new Map<{ child: LayerSpec; index: number }, number>();
  const known = new Set(calls.map(({ child, index }) => `${child.name}:${index}`));
  const ready: { child: LayerSpec; index: number }[] = [];
  for (const call of calls) {
    const needs = new Set(
      (call.child.calls?.[call.index] ?? []).map((use) => `${use.layer}:${use.call}`).filter((key) => known.has(key)),
    );
    missing.set(call, needs.size);
    for (const key of needs) waiting.set(key, [...(waiting.get(key) ?? []), call]);
    if (needs.size === 0) ready.push(call);
  }
  for (const { child, index } of ready) {
    for (const call of waiting.get(`${child.name}:${index}`) ?? []) {
      const left = (missing.get(call) ?? 0) - 1;
      missing.set(call, left);
      if (left === 0) ready.push(call);
    }
  }
  const done = new Set(ready);
  return [...ready, ...calls.filter((call) => !done.has(call))];
}
