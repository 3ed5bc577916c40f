import { t } from '../state/l10n.ts';
import { whenText } from '../run/whenText.ts';
import type { Coverage } from './coverage.ts';

/** Why most layers have no values in the list, and the run that has more. */
export function RunShare({ coverage, onOpenRun }: { readonly coverage: Coverage; readonly onOpenRun: (id: string) => void }) {
  const { all, fuller, shown } = coverage;
  return (
    <p className="list-note dim">
      <span>{t('{0} of {1} layers in this run', shown.toLocaleString(), all.toLocaleString())}</span>
      {fuller !== undefined && (
        <button
          type="button"
          className="link"
          title={whenText(fuller.when, new Date(), document.documentElement.lang)}
          onClick={() => onOpenRun(fuller.id)}
        >
          {t('show the run of {0}', fuller.label)}
        </button>
      )}
    </p>
  );
}
