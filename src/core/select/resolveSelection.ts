import { LensError } from '../errors.ts';
import { tensorName, type TensorRef } from '../graph/types.ts';
import type { Layer } from '../layers/types.ts';
import type { Term } from './ast.ts';
import { outputsOfLayers, type Candidate, type Found } from './candidate.ts';
import { refId } from './nameIndex.ts';
import { resolveTerm } from './resolveTerm.ts';
import type { SelectionScope } from './scope.ts';

/** A tensor to fetch. */
export interface SelectedTensor {
  readonly ref: TensorRef;
  /** canonical name */
  readonly name: string;
  /** key in a dump: alias of the term, else the canonical name */
  readonly key: string;
  /** other names it has: further aliases of terms, call outputs and arguments */
  readonly aliases: readonly string[];
  readonly layer: Layer | undefined;
  /** layers it was selected through; none when it was named as a tensor */
  readonly throughLayers: readonly Layer[];
  /** named as itself, not by a pattern or a group */
  readonly outright: boolean;
}

/** What was selected and cannot be fetched. Named outright it makes the command fail; matched by a pattern it is only listed. */
export interface SkippedSelection {
  readonly name: string;
  readonly reason: string;
  readonly message: string;
  readonly outright: boolean;
}

/** A selection resolved: tensors in the order of the terms, each once. */
export interface Selection {
  readonly tensors: readonly SelectedTensor[];
  readonly skipped: readonly SkippedSelection[];
  readonly notes: readonly string[];
}

/**
 * Resolves terms against a model; no terms, or only such that take away, begin with all layers.
 * Refuses what matches nothing (`selector-no-match`, `index-out-of-range`) and an alias given to two different terms.
 */
export function resolveSelection(terms: readonly Term[], scope: SelectionScope): Selection {
  const notes: string[] = [];
  const gathered = new Gathered();
  const positive = terms.filter(({ negated }) => !negated);
  if (positive.length === 0) gathered.add(outputsOfLayers(scope.layers, false), undefined);
  checkAliases(positive);
  for (const term of positive)
    gathered.add(
      resolveTerm(term, scope, (note) => notes.push(note)),
      term.alias,
    );
  for (const term of terms) if (term.negated) gathered.remove(resolveTerm(term, scope, () => undefined));
  return { ...split(gathered, scope), notes };
}

function checkAliases(terms: readonly Term[]): void {
  const seen = new Set<string>();
  for (const { alias } of terms) {
    if (alias === undefined) continue;
    if (seen.has(alias))
      throw new LensError('selector-syntax', `The name ${alias} is given to two terms.`, 'Choose another name for one of them.');
    seen.add(alias);
  }
}

interface Entry {
  readonly ref: TensorRef;
  candidates: Candidate[];
  readonly aliases: string[];
}

/** Candidates by tensor, in the order in which they were first given. */
class Gathered {
  readonly entries = new Map<string, Entry>();
  readonly without = new Map<Layer, boolean>();

  add({ candidates, without }: Found, alias: string | undefined): void {
    const several = new Set(candidates.map(({ ref }) => refId(ref))).size > 1;
    const numbers = new Map<string, number>();
    for (const candidate of candidates) {
      const id = refId(candidate.ref);
      const entry = this.entries.get(id) ?? { ref: candidate.ref, candidates: [], aliases: [] };
      this.entries.set(id, entry);
      entry.candidates.push(candidate);
      if (alias === undefined || numbers.has(id)) continue;
      entry.aliases.push(several ? `${alias}.${numbers.size}` : alias);
      numbers.set(id, numbers.size);
    }
    for (const { layer, outright } of without) this.without.set(layer, outright || (this.without.get(layer) ?? false));
  }

  /** What was selected through a layer goes only with that layer: Dropout's output is the tensor of the layer before it. */
  remove({ candidates, without }: Found): void {
    for (const { ref, layer } of candidates) {
      const entry = this.entries.get(refId(ref));
      if (entry === undefined) continue;
      entry.candidates =
        layer === undefined
          ? []
          : entry.candidates.filter((kept) => (kept.layer === undefined ? layer.passThrough : kept.layer !== layer));
      if (entry.candidates.length === 0) this.entries.delete(refId(ref));
    }
    for (const { layer } of without) this.without.delete(layer);
  }
}

function split(gathered: Gathered, scope: SelectionScope): Pick<Selection, 'tensors' | 'skipped'> {
  const tensors: SelectedTensor[] = [];
  const skipped: SkippedSelection[] = [];
  for (const { ref, candidates, aliases } of gathered.entries.values()) {
    const outright = candidates.some((candidate) => candidate.outright);
    const infeasible = scope.infeasible(
      ref,
      candidates.every(({ asItIs }) => asItIs === true),
    );
    if (infeasible !== undefined) skipped.push({ name: tensorName(ref), ...infeasible, outright });
    else tensors.push(selected(ref, candidates, aliases, outright, scope));
  }
  for (const [layer, outright] of gathered.without) {
    skipped.push({ name: layer.path, ...whyNone(layer), outright });
  }
  return { tensors, skipped };
}

function whyNone({ path, loop }: Layer): Pick<SkippedSelection, 'reason' | 'message'> {
  if (loop === undefined) return { reason: 'no-output', message: `The layer ${path} has no output in this graph.` };
  return {
    reason: 'in-loop',
    message: `The layer ${path} runs inside the loop ${loop.name}, once for each step; show --ops lists its ops there.`,
  };
}

function selected(
  ref: TensorRef,
  candidates: readonly Candidate[],
  aliases: readonly string[],
  outright: boolean,
  scope: SelectionScope,
): SelectedTensor {
  const name = tensorName(ref);
  const [key = name, ...more] = aliases;
  const layers = candidates.flatMap(({ layer }) => layer ?? []);
  const layer = layers.find(({ passThrough }) => !passThrough) ?? layers[0] ?? scope.layerOf(ref);
  return { ref, name, key, aliases: [...new Set([...more, ...scope.aliasesOf(ref)])], layer, throughLayers: layers, outright };
}
