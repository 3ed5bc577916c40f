import type { EngineState } from '../../src/rpc/panelService.ts';
import { t } from '../state/l10n.ts';
import { Button } from '../toolkit.ts';

/** Why nothing can be run, and the way out. */
export function EngineNotice({
  engine,
  onRuntime,
  onTrust,
}: {
  readonly engine: EngineState;
  readonly onRuntime: () => void;
  readonly onTrust: () => void;
}) {
  if (engine.kind !== 'missing' && engine.kind !== 'untrusted') return null;
  return (
    <p className="notice" role="note">
      <span>{engine.message}</span>
      {engine.kind === 'missing' ? (
        <Button appearance="secondary" onClick={onRuntime}>
          {t('Choose runtime…')}
        </Button>
      ) : (
        <Button appearance="secondary" onClick={onTrust}>
          {t('Manage trust…')}
        </Button>
      )}
    </p>
  );
}
