import { constantStrings } from '../graph/stringTensor.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import type { CheckpointIndex } from '../model/types.ts';
import type { AttrValue } from '../proto/messages.ts';
import { AttrValueSchema } from '../proto/messages.ts';
import { create } from '@bufbuild/protobuf';
import { DTYPE_NUMBERS, type DType } from '../tensor/dtype.ts';
import type { Effect } from './effects.ts';
import { emittedName, type NodeEmitter } from './emitNode.ts';
import { dtypeAttr, OWN_SCOPE } from './graphDraft.ts';
import type { Initialisation, OwnRestore } from './initialisers.ts';
import { readsCheckpoint } from './restoreNodes.ts';

/** The parts of the sibling that run once after loading, and again to reset it. */
export interface InitialPart {
  /** node to run for restoring; undefined when nothing is read from the checkpoint */
  readonly restoreOp: string | undefined;
  /** `node:0`, takes the checkpoint's path */
  readonly filename: string;
  readonly initOp: string | undefined;
  /** tensors to fetch one after the other so that every variable has its stored value again */
  readonly resetProbes: readonly string[];
}

/** Emits the restore and init graphs, cut down to what the plan's resources need. */
export function emitInitialPart(
  emitter: NodeEmitter,
  initialisation: Initialisation,
  checkpoint: CheckpointIndex | undefined,
): InitialPart {
  const { draft } = emitter;
  const { restores, ownRestores, inits } = initialisation;
  const filename = `${OWN_SCOPE}/restore/prefix`;
  const resetProbes: string[] = [];
  let restoreOp: string | undefined;
  if (restores.length + ownRestores.length > 0) {
    draft.placeholder(filename, 'string', []);
    const names = new RestoreNames(emitter, filename, restores);
    const done = restores.map((effect) => emitEffect(emitter, effect, (ref) => names.of(ref)));
    if (ownRestores.length > 0 && checkpoint !== undefined)
      done.push(...emitOwnRestores(emitter, ownRestores, checkpoint, filename));
    restoreOp = draft.group(`${OWN_SCOPE}/restore/all`, done);
    resetProbes.push(`${draft.stringConstant(`${OWN_SCOPE}/restore/probe`, [''], [`^${restoreOp}`])}:0`);
  }
  let initOp: string | undefined;
  if (inits.length > 0) {
    const done = inits.map((effect) => ({ effect, name: emitEffect(emitter, effect, () => undefined) }));
    initOp = draft.group(
      `${OWN_SCOPE}/init/all`,
      done.map(({ name }) => name),
    );
    const assigned = done.filter(({ effect }) => effect.node.op.startsWith('Assign')).map(({ name }) => `^${name}`);
    if (assigned.length > 0) resetProbes.push(`${draft.stringConstant(`${OWN_SCOPE}/init/probe`, [''], assigned)}:0`);
  }
  return { restoreOp, filename: `${filename}:0`, initOp, resetProbes };
}

function emitEffect(emitter: NodeEmitter, effect: Effect, replace: (ref: TensorRef) => string | undefined): string {
  const inputs = {
    data: (ref: TensorRef): string => replace(ref) ?? `${emittedName(ref.node, 'i')}:${ref.index}`,
    control: (node: FlatNode): string | undefined => (readsCheckpoint(node) ? undefined : emittedName(node, 'i')),
  };
  for (const node of effect.closure) if (!readsCheckpoint(node)) emitter.emit(node, emittedName(node, 'i'), inputs);
  return emittedName(effect.node, 'i');
}

/** Restore nodes that read only what is needed: reading one entry less is a tensor less in memory, or a damaged one passed over. */
class RestoreNames {
  readonly #kept = new Map<FlatNode, readonly number[]>();

  constructor(
    private readonly emitter: NodeEmitter,
    private readonly filename: string,
    effects: readonly Effect[],
  ) {
    const used = new Map<FlatNode, Set<number>>();
    for (const ref of effects.flatMap((effect) => [...effect.closure].flatMap((node) => node.inputs))) {
      if (readsCheckpoint(ref.node)) used.set(ref.node, (used.get(ref.node) ?? new Set<number>()).add(ref.index));
    }
    for (const [node, indices] of used)
      this.#kept.set(
        node,
        [...indices].sort((a, b) => a - b),
      );
    [...this.#kept].forEach(([node, indices], position) => {
      this.#emit(node, indices, position);
    });
  }

  of(ref: TensorRef): string | undefined {
    const position = [...this.#kept.keys()].indexOf(ref.node);
    return position < 0 ? undefined : `${OWN_SCOPE}/restore/${position}:${this.#kept.get(ref.node)?.indexOf(ref.index) ?? 0}`;
  }

  #emit(node: FlatNode, indices: readonly number[], position: number): void {
    const name = `${OWN_SCOPE}/restore/${position}`;
    const names = constantStrings(node.inputs[1]?.node);
    const slices = constantStrings(node.inputs[2]?.node);
    const types = node.attr('dtypes')?.value;
    if (node.op !== 'RestoreV2' || names === undefined || slices === undefined || types?.case !== 'list') {
      const inputs = { data: (ref: TensorRef) => this.#beside(node, ref), control: () => undefined };
      this.emitter.emit(node, name, inputs);
      this.#kept.set(
        node,
        Array.from({ length: Math.max(...indices) + 1 }, (_, index) => index),
      );
      return;
    }
    const pick = (values: readonly string[]): string[] => indices.map((index) => values[index] ?? '');
    emitRestore(
      this.emitter,
      name,
      this.filename,
      pick(names),
      pick(slices),
      indices.map((index) => types.value.type[index] ?? 0),
    );
  }

  #beside(node: FlatNode, ref: TensorRef): string {
    if (ref === node.inputs[0]) return `${this.filename}:0`;
    this.emitter.emit(ref.node, emittedName(ref.node, 'i'), {
      data: (inner) => `${emittedName(inner.node, 'i')}:${inner.index}`,
      control: () => undefined,
    });
    return `${emittedName(ref.node, 'i')}:${ref.index}`;
  }
}

function emitRestore(
  { draft }: NodeEmitter,
  name: string,
  filename: string,
  keys: readonly string[],
  slices: readonly string[],
  types: readonly number[],
): void {
  const names = draft.stringConstant(`${name}/names`, keys);
  const specs = draft.stringConstant(`${name}/slices`, slices);
  const dtypes = create(AttrValueSchema, { value: { case: 'list', value: { type: [...types] } } });
  draft.add(name, 'RestoreV2', [`${filename}:0`, `${names}:0`, `${specs}:0`], { dtypes });
}

/** Variables that the model's own restore graph leaves out. */
function emitOwnRestores(
  emitter: NodeEmitter,
  own: readonly OwnRestore[],
  checkpoint: CheckpointIndex,
  filename: string,
): string[] {
  const name = `${OWN_SCOPE}/restore/own`;
  const dtypes = own.map(({ key }): DType => checkpoint.entries.get(key)?.dtype ?? 'float32');
  emitRestore(
    emitter,
    name,
    filename,
    own.map(({ key }) => key),
    own.map(() => ''),
    dtypes.map((dtype) => DTYPE_NUMBERS[dtype]),
  );
  return own.map(({ node }, index) => {
    const handle = emittedName(node, 'n');
    const value = `${name}:${index}`;
    const type: AttrValue = dtypeAttr(dtypes[index] ?? 'float32');
    const assign = `${name}/assign/${index}`;
    return node.op === 'VarHandleOp'
      ? emitter.draft.add(assign, 'AssignVariableOp', [handle, value], { dtype: type })
      : emitter.draft.add(assign, 'Assign', [handle, value], { T: type });
  });
}
