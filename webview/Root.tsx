import { useRef, useState } from 'react';
import type { PanelListener, PanelState } from '../src/rpc/panelService.ts';
import { App } from './App.tsx';
import type { FillForm } from './header/useFormActions.ts';
import { sentenceOf, type Host } from './state/host.ts';
import { t } from './state/l10n.ts';
import type { KeptState } from './state/panelState.ts';
import { useNews } from './state/useNews.ts';
import { ProgressRing } from './toolkit.ts';

interface RootProps {
  readonly host: Host;
  /** Registers what the host may tell us; answers how to stop listening. */
  readonly listen: (listener: PanelListener) => () => void;
  readonly kept: KeptState | undefined;
  readonly onKeep: (state: KeptState) => void;
}

const keyOf = (entry: PanelState['entry'] | undefined): string => JSON.stringify(entry ?? null);

/** Loads the model's state, then shows the panel; each entry point keeps its own form. */
export function Root({ host, listen, kept, onKeep }: RootProps) {
  const news = useNews(host, listen, kept);
  const memory = useRef(new Map(kept === undefined ? [] : [[keyOf(kept.entry), kept]]));
  const [fillings, setFillings] = useState(0);
  const { screen } = news;
  if (screen.kind === 'loading')
    return (
      <main className="blank" aria-busy="true">
        <ProgressRing /> <p>{t('Reading the model…')}</p>
      </main>
    );
  if (screen.kind === 'refused')
    return (
      <main className="blank">
        <h1>{t('This model cannot be opened')}</h1>
        <p role="alert">{screen.sentence}</p>
      </main>
    );
  const { panel } = screen;
  const key = keyOf(panel.entry);
  const onFill: FillForm = (of, form, checked) => {
    const before = memory.current.get(keyOf(of.entry));
    const blank: KeptState = {
      model: of.model,
      entry: of.entry,
      run: undefined,
      chosen: undefined,
      isTable: false,
      settings: [],
      labels: undefined,
      navigator: undefined,
      form,
      checked: [],
    };
    memory.current.set(keyOf(of.entry), { ...blank, ...before, form, checked: [] });
    // What ran since the state was read is shown on.
    if (of !== panel) news.takePanel(of);
    news.takeChecked(checked);
    host.call('setChecked', { entry: of.entry, checked }).catch((error: unknown) => news.setProblem(sentenceOf(error)));
    setFillings(fillings + 1);
  };
  const keep = (state: KeptState): void => {
    memory.current.set(keyOf(state.entry), state);
    onKeep(state);
  };
  return (
    <App
      key={`${fillings} ${key}`}
      host={host}
      panel={panel}
      news={news}
      kept={memory.current.get(key)}
      onKeep={keep}
      onFill={onFill}
    />
  );
}
