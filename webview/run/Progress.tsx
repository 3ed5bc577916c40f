import type { ActiveRun } from '../../src/rpc/activity.ts';
import { t } from '../state/l10n.ts';
import { Button, ProgressRing } from '../toolkit.ts';

interface ProgressProps {
  readonly active: ActiveRun;
  readonly isStopping: boolean;
  readonly onCancel: () => void;
}

/** How far a run is; what is finished already can be looked at. */
export function Progress({ active, isStopping, onCancel }: ProgressProps) {
  const { stage, done = 0, total = 0 } = active.activity;
  const words: Readonly<Record<string, string>> = {
    open: t('Reading the model'),
    plan: t('Planning'),
    load: t('Loading weights'),
    run: t('Running'),
    verify: t('Checking that outputs are unchanged'),
    dump: t('Keeping values'),
  };
  return (
    <span className="activity">
      <span role="status">
        {isStopping
          ? t('Stopping…')
          : stage === 'run' && total > 0
            ? t('Running: {0} of {1} tensors', done, total)
            : `${words[stage] ?? stage}…`}
      </span>
      <Button appearance="secondary" disabled={isStopping} onClick={onCancel}>
        {t('Cancel')}
      </Button>
      {stage === 'run' && total > 0 ? <progress max={total} value={done} aria-label={t('Tensors finished')} /> : <ProgressRing />}
    </span>
  );
}
