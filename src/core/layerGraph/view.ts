import type { Layer } from '../layers/types.ts';
import type { Atom } from './atoms.ts';
import { cut, type Cut, type CutBox } from './cut.ts';
import { describeBox, describeEdge } from './describeBoxes.ts';
import type { LayerGraph } from './layerGraph.ts';
import { neighbourhood, type Neighbourhood } from './neighbourhood.ts';
import { openAtFirst, openTo } from './opening.ts';
import type { BoxGraph } from './types.ts';

/** Boxes drawn at most as a whole graph, and at most around one box. */
export const MOST_BOXES = 2000;
export const MOST_NEIGHBOURS = 300;
const DEFAULT_RADIUS = 3;
const WIDER_RADII = [5, 8, 12];
const ENOUGH_BOXES = 12;

/** What somebody wants to see of a graph. */
export interface ViewRequest {
  /** ids of open boxes; absent: what can be taken in at a first look */
  readonly open?: readonly string[];
  /** box, layer or tensor (`tensor:NAME`) that must have a box of its own */
  readonly reveal?: string;
  /** only what lies within so many edges of a box */
  readonly around?: { readonly id: string; readonly radius: number };
}

/** Boxes and edges to lay out, and what was left out. */
export interface GraphView extends BoxGraph {
  readonly open: readonly string[];
  /** box asked for by `reveal`, as far as it is there */
  readonly revealed: string | undefined;
  /** set when only a neighbourhood is shown */
  readonly around: { readonly id: string; readonly radius: number; readonly isComplete: boolean } | undefined;
  /** boxes that are not open, in the whole graph with this folding */
  readonly total: number;
}

/** The part of a graph that a request asks for; a graph too large to be drawn as a whole is cut to a neighbourhood. */
export function viewOf(graph: LayerGraph, request: ViewRequest): GraphView {
  const wanted = request.reveal ?? request.around?.id;
  const target = wanted === undefined ? undefined : findTarget(graph, wanted);
  const open = request.open === undefined ? openAtFirst(graph) : new Set(request.open);
  if (request.reveal !== undefined && target !== undefined) for (const id of openTo(graph, target)) open.add(id);
  const whole = cut(graph, open);
  const total = whole.boxes.filter(({ isOpen }) => !isOpen).length;
  const box =
    (wanted === undefined ? undefined : whole.boxes.find(({ id }) => id === wanted)) ??
    (target === undefined ? undefined : boxOfTarget(graph, whole, target));
  const common = { open: [...open], revealed: request.reveal === undefined ? undefined : box?.id, total };
  const centre =
    request.around === undefined && total <= MOST_BOXES
      ? undefined
      : (leafOf(whole, box) ?? whole.boxes.find(({ isOpen }) => !isOpen));
  if (centre === undefined)
    return {
      ...common,
      boxes: whole.boxes.map((each) => describeBox(each)),
      edges: whole.edges.map(describeEdge),
      around: undefined,
    };
  const { boxes, hiddenAfter, hiddenBefore, isComplete, radius } =
    request.around === undefined ? enough(whole, centre) : near(whole, centre, request.around.radius);
  const kept = new Set(boxes);
  return {
    ...common,
    boxes: boxes.map((each) => describeBox(each, hiddenBefore.get(each), hiddenAfter.get(each))),
    edges: whole.edges.filter(({ source, target: to }) => kept.has(source) && kept.has(to)).map(describeEdge),
    around: { id: centre.id, radius, isComplete },
  };
}

function near(whole: Cut, centre: CutBox, radius: number): Neighbourhood & { readonly radius: number } {
  return { ...neighbourhood(whole, centre, radius, MOST_NEIGHBOURS), radius };
}

/** The smallest neighbourhood that there is something to see in. */
function enough(whole: Cut, centre: CutBox): Neighbourhood & { readonly radius: number } {
  let found = near(whole, centre, DEFAULT_RADIUS);
  for (const radius of WIDER_RADII) {
    if (found.boxes.length >= ENOUGH_BOXES) break;
    found = near(whole, centre, radius);
  }
  return found;
}

/** The layer or atom behind an id; undefined when the graph has none. */
function findTarget({ tree, atoms }: LayerGraph, id: string): Layer | Atom | undefined {
  const name = id.slice(id.indexOf(':') + 1);
  if (id.startsWith('layer:')) return tree.all.find(({ path }) => path === name);
  if (id.startsWith('output:')) return atoms.find((atom) => atom.kind === 'output' && atom.name === name);
  const node = id.startsWith('tensor:') ? name.replace(/:\d+$/, '') : name;
  return atoms.find((atom) => atom.name === node && atom.node !== undefined);
}

/** Where a layer or atom is to be seen: its own box, or the folded one that holds it. */
function boxOfTarget(graph: LayerGraph, { boxes, boxOf }: Cut, target: Layer | Atom): CutBox | undefined {
  if ('inputs' in target && 'kind' in target) return boxOf.get(target);
  const own = boxes.find(({ content }) => 'layer' in content && content.layer === target);
  const [first] = graph.atomsIn(target);
  return own ?? (first === undefined ? undefined : boxOf.get(first));
}

/** A box that is not open: itself, or the first in it. */
function leafOf({ boxes }: Cut, box: CutBox | undefined): CutBox | undefined {
  if (box?.isOpen !== true) return box;
  return boxes.find((each) => {
    if (each.isOpen) return false;
    let up = each.parent;
    while (up !== undefined && up !== box) up = up.parent;
    return up === box;
  });
}
