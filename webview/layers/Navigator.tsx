import { lazy, Suspense, type ReactNode } from 'react';
import type { GraphPaneProps } from '../graph/GraphPane.tsx';
import { t } from '../state/l10n.ts';
import { ProgressRing } from '../toolkit.ts';
import { Tabs } from '../widgets/Tabs.tsx';
import type { NavigatorMode } from './useNavigator.ts';

const GraphPane = lazy(() => import('../graph/GraphPane.tsx'));

interface NavigatorProps {
  readonly mode: NavigatorMode;
  /** something else is looked at in the place of both */
  readonly isAway: boolean;
  readonly onMode: (mode: NavigatorMode) => void;
  readonly list: ReactNode;
  readonly graph: GraphPaneProps;
}

/** The layers, as a list or as a graph. */
export function Navigator({ graph, isAway, list, mode, onMode }: NavigatorProps) {
  return (
    <section className={`navigator as-${mode}`} aria-label={t('Layers')}>
      <Tabs
        label={t('Layers as')}
        tabs={[
          { key: 'list', title: t('List') },
          { key: 'graph', title: t('Graph') },
        ]}
        chosen={isAway ? undefined : mode}
        controls="navigator"
        onChoose={onMode}
      />
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
