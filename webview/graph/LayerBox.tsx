import { Handle, Position, useStore, type NodeProps } from '@xyflow/react';
import { memo, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';
import { Sparkline } from '../tensor/Sparkline.tsx';
import { ActionsContext, factsOf, statsOf, titleOf, typeOf, type BoxNode } from './boxData.ts';
import { hasThumbnail, type Thumbnail } from './thumbnail.ts';

/** Below the first zoom only names are drawn, larger; below the second only colour: what cannot be read is not drawn. */
const NAMES_ONLY = 0.5;
const COLOUR_ONLY = 0.22;
type Detail = 'full' | 'names' | 'colour';

function detailOf({ transform }: { readonly transform: readonly [number, number, number] }): Detail {
  const [, , zoom] = transform;
  return zoom >= NAMES_ONLY ? 'full' : zoom >= COLOUR_ONLY ? 'names' : 'colour';
}

/** A layer, op, input or output that is not open. */
export const LayerBox = memo(({ data }: NodeProps<BoxNode>) => {
  const { box, colour, holdsChosen, tensor } = data;
  const detail = useStore(detailOf);
  const actions = useContext(ActionsContext);
  const { flag, text } = statsOf(data);
  const style = { '--kind': colour.colour ?? 'transparent' } as React.CSSProperties;
  return (
    <div
      className={`box ${box.kind} ${detail}${colour.colour === undefined ? ' unknown' : ''}${holdsChosen ? ' holds' : ''}`}
      style={style}
      title={box.path}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      {detail !== 'colour' && (
        <div className="box-text">
          <div className="box-first">
            <span className="box-name">{titleOf(box)}</span>{' '}
            {detail === 'full' && <span className="box-type">{typeOf(box)}</span>}
          </div>{' '}
          {detail === 'full' && <div className="box-facts">{factsOf(box, tensor)}</div>}{' '}
          {detail === 'full' && (box.kind === 'layer' || box.kind === 'ops') && (
            <div className="box-stats">
              <Sparkline histogram={tensor?.stats.histogram} />
              {flag !== undefined && <span className={`flag ${flag.level}`}>{flag.word}</span>} <span>{text}</span>
            </div>
          )}
        </div>
      )}
      {detail === 'full' && box.kind === 'layer' && tensor !== undefined && hasThumbnail(tensor) && <Picture tensor={tensor} />}
      {detail === 'full' && box.canOpen && <Fold isOpen={false} onToggle={() => actions.toggle(box)} />}
      <More count={box.hiddenBefore} place="before" onClick={() => actions.centreOn(box)} />
      <More count={box.hiddenAfter} place="after" onClick={() => actions.centreOn(box)} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
});

/** An open layer: a frame around what is in it. */
export const OpenFrame = memo(({ data: { box } }: NodeProps<BoxNode>) => {
  const actions = useContext(ActionsContext);
  const detail = useStore(detailOf);
  return (
    <div className={`frame ${detail}`} title={box.path}>
      {detail !== 'colour' && (
        <div className="frame-head">
          <Fold isOpen onToggle={() => actions.toggle(box)} />
          <span className="box-name">{titleOf(box)}</span> <span className="box-type">{typeOf(box)}</span>
        </div>
      )}
    </div>
  );
});

/** For the mouse; the keyboard uses Enter on the box itself, which says whether it is open. */
function Fold(props: { readonly isOpen: boolean; readonly onToggle: () => void }) {
  return (
    <span
      className="fold"
      aria-hidden="true"
      title={props.isOpen ? t('Fold') : t('Open')}
      onClick={(event) => {
        event.stopPropagation();
        props.onToggle();
      }}
    >
      {props.isOpen ? '−' : '+'}
    </span>
  );
}

function More(props: { readonly count: number; readonly place: 'before' | 'after'; readonly onClick: () => void }) {
  if (props.count === 0) return null;
  return (
    <span
      className={`more ${props.place}`}
      aria-hidden="true"
      title={t('{0} more that are not shown; click to look from here', props.count)}
      onClick={(event) => {
        event.stopPropagation();
        props.onClick();
      }}
    >
      {props.place === 'before' ? '↑' : '↓'} {props.count.toLocaleString()}
    </span>
  );
}

function Picture({ tensor }: { readonly tensor: ManifestTensor }) {
  const { thumbnails } = useContext(ActionsContext);
  const [picture, setPicture] = useState<Thumbnail>();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isGone = false;
    setPicture(undefined);
    void thumbnails?.get(tensor).then((made) => {
      if (!isGone) setPicture(made);
    });
    return () => {
      isGone = true;
    };
  }, [thumbnails, tensor]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === undefined || context === null || picture === undefined) return;
    const image = new ImageData(picture.width, picture.height);
    new Uint32Array(image.data.buffer).set(picture.pixels);
    context.putImageData(image, 0, 0);
  }, [picture]);
  return picture === undefined ? null : (
    <canvas
      ref={canvas}
      className="thumbnail"
      width={picture.width}
      height={picture.height}
      aria-hidden="true"
      title={t('channel {0}', picture.channel)}
    />
  );
}
