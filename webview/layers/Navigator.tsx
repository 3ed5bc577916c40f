import { lazy, Suspense, type ReactNode } from 'react';
import type { GraphPaneProps } from '../graph/GraphPane.tsx';
import { t } from '../state/l10n.ts';
import { ProgressRing } from '../toolkit.ts';
import type { NavigatorMode } from './useNavigator.ts';

const GraphPane = lazy(() => import('../graph/GraphPane.tsx'));

interface NavigatorProps {
  readonly mode: NavigatorMode;
  readonly onMode: (mode: NavigatorMode) => void;
  readonly list: ReactNode;
  readonly graph: GraphPaneProps;
}

/** The layers, as a list or as a graph. */
export function Navigator({ graph, list, mode, onMode }: NavigatorProps) {
  const tab = (each: NavigatorMode, title: string): ReactNode => (
    <button
      type="button"
      role="tab"
      id={`tab-${each}`}
      aria-controls="navigator"
      aria-selected={mode === each}
      className={mode === each ? 'tab on' : 'tab'}
      onClick={() => onMode(each)}
    >
      {title}
    </button>
  );
  return (
    <section className={`navigator as-${mode}`} aria-label={t('Layers')}>
      <div className="views" role="tablist" aria-label={t('Layers as')}>
        {tab('list', t('List'))}
        {tab('graph', t('Graph'))}
      </div>
      <div className="navigator-body" id="navigator" role="tabpanel" aria-labelledby={`tab-${mode}`}>
        {mode === 'list' ? (
          list
        ) : (
          <Suspense
            fallback={
              <p className="graph-wait" role="status">
                <ProgressRing /> {t('Loading the graph…')}
              </p>
            }
          >
            <GraphPane {...graph} />
          </Suspense>
        )}
      </div>
    </section>
  );
}
