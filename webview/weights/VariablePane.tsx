import type { Manifest } from '../../src/core/run/manifest.ts';
import { WEIGHTS, type PanelState } from '../../src/rpc/panelService.ts';
import type { Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { TensorPane } from '../tensor/TensorPane.tsx';
import { ProgressRing } from '../toolkit.ts';
import type { ShownVariable } from './useVariable.ts';

type Settings = Pick<Parameters<typeof TensorPane>[0], 'settings' | 'onSettings'>;

interface VariablePaneProps extends Settings {
  readonly host: Host;
  readonly panel: PanelState;
  readonly variable: ShownVariable;
}

/** A stored variable with the views of a tensor; nothing was run for it. */
export function VariablePane({ host, onSettings, panel, settings, variable }: VariablePaneProps) {
  if (variable.kind === 'loading')
    return (
      <section className="tensor blank" aria-label={t('Tensor')} aria-busy="true">
        <ProgressRing />
      </section>
    );
  const row = panel.document.metaGraphs.flatMap(({ variables }) => variables).find(({ key }) => key === variable.key);
  const name = row?.name ?? variable.key;
  if (variable.kind === 'refused')
    return (
      <section className="tensor blank" aria-label={t('Tensor')}>
        <h2>{name}</h2>
        <p role="alert">{variable.sentence}</p>
      </section>
    );
  const subtitle = [t('variable'), row?.trainable === false ? t('not trainable') : '', t('stored value')]
    .filter((part) => part !== '')
    .join(' · ');
  return (
    <TensorPane
      key={variable.key}
      host={host}
      run={WEIGHTS}
      manifest={storedManifest(panel, variable.tensor)}
      tensors={[variable.tensor]}
      title={name}
      subtitle={subtitle}
      settings={settings}
      onSettings={onSettings}
      labels={undefined}
      onLabels={() => undefined}
    />
  );
}

/** What a run's manifest would say of a value that no run made. */
function storedManifest({ document, layers }: PanelState, tensor: Manifest['tensors'][number]): Manifest {
  return {
    schema: 1,
    tool: 'savedmodel-lens',
    version: '',
    engine: { name: '', version: '', library: '' },
    model: { path: document.path, sha256: document.sha256, producer: '' },
    tagSet: layers.tagSet,
    signature: layers.signature,
    inputs: [],
    outputs: [],
    tensors: [tensor],
    skipped: [],
    warnings: [],
    limits: {},
    partial: false,
    timings: { open: 0, plan: 0, load: 0, run: 0, verify: 0, dump: 0 },
  };
}
