import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { boxSize } from '../../core/layerGraph/boxSize.ts';
import type { GraphView } from '../../core/layerGraph/view.ts';
import type { GraphPicture, PlacedBox, PlacedEdge, Point } from '../../rpc/graphService.ts';

/** Above this many boxes fewer sweeps are made: half the time, a few more crossings. */
const CAREFUL_BOXES = 300;

const OPTIONS: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': '[top=16,left=16,bottom=16,right=16]',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.componentComponent': '40',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.considerModelOrder.strategy': 'PREFER_NODES',
};
const FAST: Readonly<Record<string, string>> = {
  'elk.layered.thoroughness': '1',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
};
/** An open box has its name above what is in it. */
const OPEN: Readonly<Record<string, string>> = { 'elk.padding': '[top=40,left=14,bottom=14,right=14]' };

/** The question to elkjs: boxes with their sizes, open ones around what is in them. */
export function toElk({ boxes, edges }: GraphView): ElkNode {
  const nodes = new Map<string, ElkNode>();
  const root: ElkNode = {
    id: 'root',
    layoutOptions: { ...OPTIONS, ...(boxes.length > CAREFUL_BOXES ? FAST : {}) },
    children: [],
  };
  for (const box of boxes) {
    const node: ElkNode = box.isOpen ? { id: box.id, layoutOptions: { ...OPEN }, children: [] } : { id: box.id, ...boxSize(box) };
    nodes.set(box.id, node);
    const parent = box.parent === undefined ? root : (nodes.get(box.parent) ?? root);
    parent.children?.push(node);
  }
  root.edges = edges.map(({ source, target }, i): ElkExtendedEdge => ({ id: String(i), sources: [source], targets: [target] }));
  return root;
}

/** Places and ways out of elkjs' answer. */
export function fromElk(view: GraphView, root: ElkNode): GraphPicture {
  const nodes = new Map<string, ElkNode>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.set(node.id, node);
    open.push(...(node.children ?? []));
  }
  const ways = new Map((root.edges ?? []).map((edge) => [edge.id, pointsOf(edge)]));
  return {
    ...view,
    boxes: view.boxes.map((box): PlacedBox => {
      const { x = 0, y = 0, width = 0, height = 0 } = nodes.get(box.id) ?? {};
      return { ...box, x, y, width, height };
    }),
    edges: view.edges.map((edge, i): PlacedEdge => ({ ...edge, points: ways.get(String(i)) ?? [] })),
    width: root.width ?? 0,
    height: root.height ?? 0,
  };
}

function pointsOf({ sections = [] }: ElkExtendedEdge): Point[] {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(({ x, y }) => ({ x, y })),
  );
}
