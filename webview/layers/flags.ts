import { flawOf, isErroneous, type Flaw, type Judged } from '../../src/core/analysis/flaws.ts';
import { t } from '../state/l10n.ts';

/** A word for what is wrong with a tensor, and how serious it is. */
export interface Flag {
  readonly flaw: Flaw;
  readonly word: string;
  readonly level: 'error' | 'warning';
}

function wordOf(flaw: Flaw): string {
  switch (flaw) {
    case 'nan':
      return 'NaN';
    case 'inf':
      return 'Inf';
    case 'dead':
      return t('dead');
    case 'constant':
      return t('constant');
    case 'saturated':
      return t('saturated');
  }
}

/** What is wrong with a layer's output; undefined: nothing that statistics tell. */
export function flagOf(tensor: Judged | undefined): Flag | undefined {
  const flaw = flawOf(tensor);
  return flaw === undefined ? undefined : { flaw, word: wordOf(flaw), level: isErroneous(flaw) ? 'error' : 'warning' };
}
