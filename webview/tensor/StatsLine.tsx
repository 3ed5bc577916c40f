import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';
import { shapeText, shortJson } from './numbers.ts';

/** What is known of the whole tensor, on one line: type, shape, statistics; what is wrong stands out by a word. */
export function StatsLine({ tensor }: { readonly tensor: ManifestTensor }) {
  const { stats } = tensor;
  const zeros = stats.count > 0 ? (100 * stats.zeros) / stats.count : 0;
  const isNumeric = tensor.dtype !== 'string';
  return (
    <dl className="stats">
      <div className="kind" title={t('{0} values', stats.count.toLocaleString())}>
        <dt>{tensor.cast === undefined ? t('type') : t('type (kept as {0})', tensor.cast)}</dt>
        <dd>
          {tensor.dtype} {shapeText(tensor.shape)}
        </dd>
      </div>
      {!isNumeric && (
        <div>
          <dt>{t('strings')}</dt>
          <dd>{stats.count.toLocaleString()}</dd>
        </div>
      )}
      {isNumeric && stats.min !== undefined && (
        <>
          <div>
            <dt>{t('min')}</dt>
            <dd>{shortJson(stats.min)}</dd>
          </div>
          <div>
            <dt>{t('max')}</dt>
            <dd>{shortJson(stats.max)}</dd>
          </div>
          <div>
            <dt>{t('mean')}</dt>
            <dd>{shortJson(stats.mean)}</dd>
          </div>
          <div>
            <dt>{t('sd')}</dt>
            <dd>{shortJson(stats.std)}</dd>
          </div>
        </>
      )}
      {isNumeric && stats.count > 0 && (
        <div>
          <dt>{t('zeros')}</dt>
          <dd>{zeros.toFixed(zeros > 0 && zeros < 1 ? 2 : 0)} %</dd>
        </div>
      )}
      {stats.nan > 0 && (
        <div className="warn">
          <dt>NaN</dt>
          <dd>{stats.nan.toLocaleString()}</dd>
        </div>
      )}
      {stats.posInf + stats.negInf > 0 && (
        <div className="warn">
          <dt>±Inf</dt>
          <dd>{(stats.posInf + stats.negInf).toLocaleString()}</dd>
        </div>
      )}
    </dl>
  );
}
