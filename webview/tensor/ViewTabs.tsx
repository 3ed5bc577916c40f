import { useRef, type KeyboardEvent } from 'react';
import { t } from '../state/l10n.ts';
import { viewTitle, type ViewKind } from './viewKinds.ts';

/** One tab per view; arrow keys move between them, as tabs do everywhere. */
export function ViewTabs(props: {
  readonly views: readonly ViewKind[];
  readonly kind: ViewKind;
  readonly onChoose: (kind: ViewKind) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    const now = props.views.indexOf(props.kind);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: props.views.length - 1 }[event.key];
    const kind = next === undefined ? undefined : props.views[(next + props.views.length) % props.views.length];
    if (kind === undefined) return;
    event.preventDefault();
    props.onChoose(kind);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[props.views.indexOf(kind)]?.focus();
  };
  return (
    <div ref={list} className="views" role="tablist" aria-label={t('View')} onKeyDown={onKey}>
      {props.views.map((kind) => (
        <button
          key={kind}
          type="button"
          role="tab"
          id={`tab-${kind}`}
          aria-selected={kind === props.kind}
          aria-controls="tensor-view"
          tabIndex={kind === props.kind ? 0 : -1}
          className={kind === props.kind ? 'tab on' : 'tab'}
          onClick={() => props.onChoose(kind)}
        >
          {viewTitle(kind)}
        </button>
      ))}
    </div>
  );
}
