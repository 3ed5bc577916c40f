import type { TensorStats } from '../../src/core/run/manifest.ts';
import { finiteJson, shortJson, shortNumber } from './numbers.ts';

const WIDTH = 640;
const HEIGHT = 240;

/** Value below which a share of the counted values lies, straight inside a bin. */
function quantile(edges: readonly number[], counts: readonly number[], share: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let rest = share * total;
  for (const [bin, count] of counts.entries()) {
    const low = edges[bin] ?? 0;
    const high = edges[bin + 1] ?? low;
    if (rest <= count && count > 0) return low + ((high - low) * rest) / count;
    rest -= count;
  }
  return edges.at(-1) ?? 0;
}

/** How the values of a tensor are spread, with quantiles read off the bins. */
export function HistogramView(props: { readonly stats: TensorStats }) {
  const { histogram } = props.stats;
  if (histogram === undefined || histogram.counts.length === 0) return <p className="empty">There are no finite values to count.</p>;
  const edges = histogram.edges.map((edge) => finiteJson(edge) ?? 0);
  const most = Math.max(...histogram.counts, 1);
  const slot = WIDTH / histogram.counts.length;
  return (
    <div className="histogram">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 22}`} role="img" data-view="histogram"
        aria-label={`Histogram of ${histogram.counts.length} bins from ${shortJson(props.stats.min)} to ${shortJson(props.stats.max)}`}>
        {histogram.counts.map((count, bin) => {
          const height = count === 0 ? 0 : Math.max(1, (count / most) * (HEIGHT - 6));
          return (
            <rect key={edges[bin]} className="bar" x={bin * slot + 0.5} width={Math.max(0.5, slot - 1)} y={HEIGHT - height} height={height}>
              <title>{`${shortNumber(edges[bin] ?? 0)} to ${shortNumber(edges[bin + 1] ?? 0)}: ${count.toLocaleString()}`}</title>
            </rect>
          );
        })}
        <line className="axis" x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        <text className="tick" x={0} y={HEIGHT + 16}>{shortNumber(edges[0] ?? 0)}</text>
        <text className="tick" x={WIDTH} y={HEIGHT + 16} textAnchor="end">{shortNumber(edges.at(-1) ?? 0)}</text>
      </svg>
      <dl className="quantiles">
        {[0.01, 0.25, 0.5, 0.75, 0.99].map((share) => (
          <div key={share}><dt>{share * 100} %</dt><dd>≈ {shortNumber(quantile(edges, histogram.counts, share))}</dd></div>
        ))}
      </dl>
      <p className="dim">{histogram.sampled ? 'Bins and quantiles from an even sample of the values; minimum, maximum, mean and deviation from all of them.' : 'Bins count every finite value; quantiles are read off the bins.'}</p>
    </div>
  );
}
