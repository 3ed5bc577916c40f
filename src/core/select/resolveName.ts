import { tensorName, type TensorRef } from '../graph/types.ts';
import type { Layer } from '../layers/types.ts';
import type { SelectionScope } from './scope.ts';

/** What a name stands for, and in how many ways it could be read. */
export type Named =
  | { readonly kind: 'tensors'; readonly tensors: readonly TensorRef[] }
  | { readonly kind: 'layers'; readonly layers: readonly Layer[] };

/**
 * Tries the classes of cli.md in their order: the first with a match wins. Names below a layer and keys of the signature come last: a key
 * is often called as the layer that it is made of. Undefined when none has one.
 */
export function resolveName(name: string, scope: SelectionScope): Named | undefined {
  const canonical = scope.canonical(name);
  if (canonical !== undefined) return { kind: 'tensors', tensors: [canonical] };
  return (
    layersNamed(scope.layersAt(name)) ??
    layersNamed(scope.layersEndingIn(name)) ??
    tensorsNamed(scope.tensorsOfShortName(name)) ??
    tensorsNamed(scope.tensorsEndingIn(name)) ??
    tensorsNamed(scope.scopeOutputs(name)) ??
    tensorsNamed(scope.tensorsInside(name)) ??
    tensorsNamed(scope.tensorsBelow(name)) ??
    tensorsNamed(scope.entryTensors(name))
  );
}

function layersNamed(layers: readonly Layer[]): Named | undefined {
  return layers.length === 0 ? undefined : { kind: 'layers', layers };
}

function tensorsNamed(tensors: readonly TensorRef[]): Named | undefined {
  return tensors.length === 0 ? undefined : { kind: 'tensors', tensors };
}

/** A sentence that lists the matches of a name that has several; undefined when it has one. */
export function severalMatches(text: string, named: Named): string | undefined {
  const names = named.kind === 'layers' ? named.layers.map(({ path }) => path) : named.tensors.map(tensorName);
  if (names.length < 2) return undefined;
  const shown = names.slice(0, 10).join(', ');
  return `${text} matches ${names.length} ${named.kind}: ${shown}${names.length > 10 ? ', …' : ''}.`;
}
