import { ControlButton, Controls, MarkerType, Position, ReactFlow, useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { GraphPicture, PlacedBox } from '../../src/rpc/graphService.ts';
import { t } from '../state/l10n.ts';
import { ActionsContext, labelOf, type BoxData, type BoxNode, type FlowEdge, type GraphActions } from './boxData.ts';
import type { Colouring } from './colouring.ts';
import { FlowLine } from './FlowLine.tsx';
import { LayerBox, OpenFrame } from './LayerBox.tsx';
import { firstViewport, isInView, viewportKeeping } from './viewport.ts';
import { walk } from './walk.ts';

interface GraphCanvasProps {
  readonly picture: GraphPicture;
  readonly colouring: Colouring;
  readonly tensorOf: (box: PlacedBox) => ManifestTensor | undefined;
  readonly actions: GraphActions;
  /** box of the chosen row, and whether it is the row's own */
  readonly chosen: { readonly id: string; readonly isOwn: boolean } | undefined;
  /** box that stays where it is on the screen when the picture changes */
  readonly anchor: string | undefined;
  /** box to go to and focus; a new object each time */
  readonly goTo: { readonly id: string } | undefined;
  readonly onChoose: (box: PlacedBox) => void;
}

// Outside the component: a new object would make every box anew.
const nodeTypes = { box: LayerBox, frame: OpenFrame };
const edgeTypes = { flow: FlowLine };
/** From this many boxes on only those in view are in the page. */
const MANY = 120;
const QUIET_EDGE = { 'aria-hidden': true } as const;

/** Said beforehand: a box that must be measured first has no edges until then, each time that it is drawn anew. */
function knownSize({ height, width }: PlacedBox): Pick<BoxNode, 'measured' | 'handles'> {
  const handle = { x: width / 2, width: 1, height: 1 };
  return {
    measured: { width, height },
    handles: [
      { ...handle, type: 'target', position: Position.Top, y: 0 },
      { ...handle, type: 'source', position: Position.Bottom, y: height },
    ],
  };
}

function isStill(): boolean {
  return (
    window.matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion')
  );
}

/** The picture of the graph: pan, zoom, keys and focus. */
export function GraphCanvas(props: GraphCanvasProps) {
  const { picture, colouring, tensorOf, chosen, onChoose, actions } = props;
  const flow = useReactFlow<BoxNode, FlowEdge>();
  const frame = useRef<HTMLDivElement>(null);
  const before = useRef<GraphPicture>();
  const byId = useMemo(() => new Map(picture.boxes.map((box) => [box.id, box])), [picture]);
  const current = chosen?.id ?? picture.boxes.find(({ isOpen }) => !isOpen)?.id;
  const nodes = useMemo(
    () =>
      picture.boxes.map((box): BoxNode => {
        const isChosen = box.id === chosen?.id;
        const data: BoxData = { box, tensor: tensorOf(box), colour: colouring.of(box), holdsChosen: isChosen && !chosen?.isOwn };
        return {
          id: box.id,
          type: box.isOpen ? 'frame' : 'box',
          position: { x: box.x, y: box.y },
          width: box.width,
          height: box.height,
          ...knownSize(box),
          zIndex: box.isOpen ? 0 : 2,
          data,
          selected: isChosen && chosen?.isOwn,
          draggable: false,
          connectable: false,
          ariaRole: 'button',
          ariaLabel: labelOf(data),
          domAttributes: {
            tabIndex: box.id === current ? 0 : -1,
            'aria-pressed': isChosen,
            ...(box.canOpen ? { 'aria-expanded': box.isOpen } : {}),
          },
        };
      }),
    [picture, colouring, tensorOf, chosen?.id, chosen?.isOwn, current],
  );
  const edges = useMemo(
    () =>
      picture.edges.map((edge): FlowEdge => {
        const isLit = edge.source === chosen?.id || edge.target === chosen?.id;
        return {
          id: `${edge.source}\n${edge.target}`,
          source: edge.source,
          target: edge.target,
          type: 'flow',
          data: { edge, isLit },
          zIndex: 1,
          focusable: false,
          selectable: false,
          domAttributes: QUIET_EDGE,
          markerEnd: {
            type: MarkerType.ArrowClosed,
            width: 14,
            height: 14,
            color: isLit ? 'var(--vscode-focusBorder)' : 'var(--flow)',
          },
        };
      }),
    [picture, chosen?.id],
  );

  const focusBox = useCallback((id: string): void => {
    let tries = 30;
    const attempt = (): void => {
      const element = [...(frame.current?.querySelectorAll<HTMLElement>('.react-flow__node') ?? [])].find(
        (each) => each.dataset['id'] === id,
      );
      if (element !== undefined) element.focus({ preventScroll: true });
      else if (tries-- > 0) requestAnimationFrame(attempt);
    };
    attempt();
  }, []);
  const bringIntoView = useCallback(
    (id: string): void => {
      const box = byId.get(id);
      const size = frame.current?.getBoundingClientRect();
      if (box === undefined || size === undefined || isInView(box, flow.getViewport(), size)) return;
      void flow.setCenter(box.x + box.width / 2, box.y + Math.min(box.height, size.height) / 2, {
        zoom: Math.max(flow.getZoom(), 0.6),
        duration: isStill() ? 0 : 200,
      });
    },
    [byId, flow],
  );

  const look = useCallback((): void => {
    const size = frame.current?.getBoundingClientRect();
    if (size === undefined || !flow.viewportInitialized) return;
    const old = before.current;
    before.current = picture;
    const kept = old === undefined ? undefined : viewportKeeping(props.anchor, old, picture, flow.getViewport());
    void flow.setViewport(kept ?? firstViewport(picture, chosen?.id, size));
  }, [flow, picture]);
  useLayoutEffect(look, [look]);
  useEffect(() => {
    if (chosen !== undefined) bringIntoView(chosen.id);
  }, [chosen?.id, bringIntoView]);
  useEffect(() => {
    if (props.goTo === undefined) return;
    bringIntoView(props.goTo.id);
    focusBox(props.goTo.id);
  }, [props.goTo]);

  const onKey = (event: KeyboardEvent): void => {
    const at =
      event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.react-flow__node')?.dataset['id'] : undefined;
    const box = at === undefined ? undefined : byId.get(at);
    if (box === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      // Enter on what is chosen already goes on: it opens or folds.
      if (box.canOpen && (event.key === ' ' || box.isOpen || chosen?.id === box.id)) actions.toggle(box);
      else onChoose(box);
      return;
    }
    const to = walk(picture, box.id, event.key);
    if (to === undefined && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) return;
    bringIntoView(to);
    focusBox(to);
  };
  return (
    <ActionsContext.Provider value={actions}>
      <div className="graph-canvas" ref={frame} role="region" aria-label={t('Graph of layers')} onKeyDownCapture={onKey}>
        <ReactFlow<BoxNode, FlowEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          minZoom={0.05}
          maxZoom={2}
          onlyRenderVisibleElements={picture.boxes.length > MANY}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          zoomOnDoubleClick={false}
          onNodeClick={(_event, { data: { box } }) => {
            onChoose(box);
            focusBox(box.id);
          }}
          onNodeDoubleClick={(_event, { data: { box } }) => {
            if (box.canOpen) actions.toggle(box);
          }}
          ariaLabelConfig={{
            'node.a11yDescription.default': t('Enter shows the tensor, Enter again opens or folds; arrow keys follow the edges.'),
            'node.a11yDescription.keyboardDisabled': t(
              'Enter shows the tensor, Enter again opens or folds; arrow keys follow the edges.',
            ),
          }}
          proOptions={{ hideAttribution: true }}
        >
          <Controls
            showInteractive={false}
            position="bottom-right"
            orientation="horizontal"
            fitViewOptions={{ duration: 0, padding: 0.06 }}
            aria-label={t('Zoom')}
          >
            <ControlButton
              onClick={actions.foldAll}
              disabled={picture.open.length === 0}
              title={t('Fold everything')}
              aria-label={t('Fold everything')}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M3 1h10v1H3zM3 14h10v1H3zM7.5 3h1v2.2l1.1-1.1.7.7L8 7.1 5.7 4.8l.7-.7 1.1 1.1zM8 8.9l2.3 2.3-.7.7-1.1-1.1V13h-1v-2.2l-1.1 1.1-.7-.7z" />
              </svg>
            </ControlButton>
          </Controls>
        </ReactFlow>
      </div>
    </ActionsContext.Provider>
  );
}
