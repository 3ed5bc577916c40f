import './panel.css';
import './header/top.css';
import './inputs/inputs.css';
import './run/run.css';
// Here, not in the graph's chunk: a chunk's style sheet is not loaded with it.
import './graph/graph.css';
import { createRoot } from 'react-dom/client';
import { createClient } from '../src/rpc/client.ts';
import type { PanelListener, PanelService, PanelServiceEvents } from '../src/rpc/panelService.ts';
import { serve } from '../src/rpc/serve.ts';
import { Root } from './Root.tsx';
import { keptState } from './state/keptState.ts';
import { setStrings } from './state/l10n.ts';
import { connectWorkbench } from './state/webviewPort.ts';

const workbench = connectWorkbench();
// A run may take as long as its own limit says; the page itself gives up on nothing.
const host = createClient<PanelService, PanelServiceEvents>(workbench.port, { timeoutMs: 0 });
const listen = (listener: PanelListener) => {
  const server = serve<PanelListener>(workbench.port, {
    runStarted: (params) => listener.runStarted(params),
    runProgress: (params) => listener.runProgress(params),
    runFinished: (params) => listener.runFinished(params),
    runShown: (params) => listener.runShown(params),
    runsChanged: (params) => listener.runsChanged(params),
    checkedChanged: (params) => listener.checkedChanged(params),
    engineChanged: (params) => listener.engineChanged(params),
    show: (params) => listener.show(params),
    stateChanged: (params) => listener.stateChanged(params),
    modelRefused: (params) => listener.modelRefused(params),
  });
  return () => server.dispose();
};

const root = document.getElementById('root');
/** English needs no texts: they are the keys. */
const isEnglish = document.documentElement.lang.startsWith('en');
const translated = isEnglish ? Promise.resolve() : host.call('strings', {}).then(setStrings, () => undefined);
void translated.then(() => {
  if (root !== null)
    createRoot(root).render(
      <Root host={host} listen={listen} kept={keptState(workbench.getState())} onKeep={workbench.setState} />,
    );
});
