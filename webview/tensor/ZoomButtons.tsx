import { t } from '../state/l10n.ts';
import type { Zoom } from './useZoom.ts';

/** The wheel's work for those without one. */
export function ZoomButtons({ zoom }: { readonly zoom: Zoom }) {
  return (
    <span className="zoom" role="group" aria-label={t('Zoom')}>
      <button
        type="button"
        className="mini"
        aria-label={t('Zoom in')}
        title={t('Zoom in (+, wheel)')}
        onClick={() => zoom.zoom(0.5, 0.5, 0.5)}
      >
        +
      </button>
      <button
        type="button"
        className="mini"
        aria-label={t('Zoom out')}
        title={t('Zoom out (−, wheel)')}
        disabled={!zoom.isZoomed}
        onClick={() => zoom.zoom(2, 0.5, 0.5)}
      >
        −
      </button>
      <button
        type="button"
        className="mini wide"
        disabled={!zoom.isZoomed}
        title={t('Show all (0, double-click)')}
        onClick={zoom.reset}
      >
        {t('All')}
      </button>
    </span>
  );
}
