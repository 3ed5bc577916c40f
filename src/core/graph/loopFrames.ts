import { textOf } from './nodeAttrs.ts';
import type { FlatGraph, FlatNode, TensorRef } from './types.ts';

/** A v1 loop: what stands between Enter and Exit nodes of one frame name. */
export interface LoopFrame {
  readonly parent: LoopFrame | undefined;
  /** one of its Enter nodes, of a loop variable where there is one */
  readonly entry: FlatNode;
  /** undefined in a damaged graph */
  readonly loopCond: FlatNode | undefined;
}

/**
 * When a tensor of a loop is there: with its condition, in every iteration and once more when that is false; in its body, in every
 * iteration; when it ends; or only before the first iteration.
 */
export type Phase = 'cond' | 'body' | 'exit' | 'entry';

const PHASES: readonly Phase[] = ['cond', 'body', 'exit', 'entry'];
const ENTER = /^(Ref)?Enter$/;
const EXIT = /^(Ref)?Exit$/;
const SWITCH = /^(Ref)?Switch$/;
const MERGE = /^(Ref)?Merge$/;

class Frame implements LoopFrame {
  readonly inner = new Map<string, Frame>();
  loopCond: FlatNode | undefined;

  constructor(
    readonly parent: Frame | undefined,
    public entry: FlatNode,
  ) {}
}

/** The loops of a graph, found in one pass in order of execution. */
export class LoopFrames {
  readonly #frames: (Frame | undefined)[] = [];
  readonly #phases: Uint8Array;
  readonly #outermost = new Map<string, Frame>();

  constructor(flat: FlatGraph) {
    this.#phases = new Uint8Array(flat.nodes.length);
    for (const node of flat.nodes) {
      const frame = this.#frameOf(node);
      this.#frames[node.id] = frame;
      if (node.op === 'LoopCond' && frame !== undefined) frame.loopCond ??= node;
      this.#phases[node.id] = this.#phaseNumber(node, frame);
    }
  }

  of(node: FlatNode): LoopFrame | undefined {
    return this.#frames[node.id];
  }

  phaseOf(ref: TensorRef): Phase {
    return PHASES[this.#tensorPhase(ref)] ?? 'cond';
  }

  #frameOf(node: FlatNode): Frame | undefined {
    let frame: Frame | undefined;
    let depth = 0;
    for (const input of earlier(node)) {
      const found = this.#frames[input.id];
      const at = depthOf(found);
      if (at > depth) [frame, depth] = [found, at];
    }
    if (EXIT.test(node.op)) return frame?.parent;
    return ENTER.test(node.op) ? this.#entered(frame, node) : frame;
  }

  #entered(parent: Frame | undefined, node: FlatNode): Frame {
    const siblings = parent?.inner ?? this.#outermost;
    const name = textOf(node, 'frame_name');
    let frame = siblings.get(name);
    if (frame === undefined) siblings.set(name, (frame = new Frame(parent, node)));
    else if (isConstant(frame.entry) && !isConstant(node)) frame.entry = node;
    return frame;
  }

  #phaseNumber(node: FlatNode, frame: Frame | undefined): number {
    if (frame === undefined) return 0;
    if (ENTER.test(node.op)) return isConstant(node) ? PHASES.indexOf('cond') : PHASES.indexOf('entry');
    const before = node.inputs.filter((input) => input.node.id < node.id);
    if (MERGE.test(node.op) && before.length < node.inputs.length) return PHASES.indexOf('cond');
    const [input] = node.inputs;
    // what a loop inside gives is there when that loop was entered
    if (EXIT.test(node.op) && input !== undefined) return this.#entryPhase(this.#frames[input.node.id]);
    const controls = node.controls.filter((control) => control.id < node.id).map((control) => this.#phases[control.id] ?? 0);
    return Math.max(0, ...before.map((ref) => this.#tensorPhase(ref)), ...controls);
  }

  #entryPhase(frame: Frame | undefined): number {
    const [value] = frame?.entry.inputs ?? [];
    return value === undefined ? 0 : this.#tensorPhase(value);
  }

  #tensorPhase({ node, index }: TensorRef): number {
    const own = this.#phases[node.id] ?? 0;
    if (!SWITCH.test(node.op) || node.inputs[1]?.node.op !== 'LoopCond') return own;
    return PHASES.indexOf(index === 0 ? 'exit' : 'body');
  }
}

function* earlier(node: FlatNode): Generator<FlatNode> {
  for (const { node: input } of node.inputs) if (input.id < node.id) yield input;
  for (const control of node.controls) if (control.id < node.id) yield control;
}

function depthOf(frame: Frame | undefined): number {
  let depth = 0;
  for (let at = frame; at !== undefined; at = at.parent) depth++;
  return depth;
}

function isConstant(node: FlatNode): boolean {
  const value = node.attr('is_constant')?.value;
  return value?.case === 'b' && value.value;
}

/** The loops around a node, from the inside out. */
export function framesAround(frame: LoopFrame | undefined): readonly LoopFrame[] {
  const frames: LoopFrame[] = [];
  for (let at = frame; at !== undefined; at = at.parent) frames.push(at);
  return frames;
}

/** What people call a loop: the scope of its condition. */
export function frameName({ entry, loopCond }: LoopFrame): string {
  const { name } = loopCond ?? entry;
  return name.slice(0, Math.max(name.lastIndexOf('/'), 0)) || name;
}
