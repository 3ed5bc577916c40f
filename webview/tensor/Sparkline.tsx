import type { Histogram } from '../../src/core/run/manifest.ts';

/** A histogram small enough for a table cell; the numbers beside it say the same. */
export function Sparkline(props: { readonly histogram: Histogram | undefined }) {
  const counts = props.histogram?.counts ?? [];
  if (counts.length === 0) return null;
  const bins = 16;
  const per = Math.max(1, Math.ceil(counts.length / bins));
  const sums = Array.from({ length: Math.ceil(counts.length / per) }, (_, i) =>
    counts.slice(i * per, (i + 1) * per).reduce((sum, count) => sum + count, 0),
  );
  const most = Math.max(...sums, 1);
  return (
    <svg className="sparkline" width={48} height={14} viewBox="0 0 48 14" aria-hidden="true">
      {sums.map((sum, i) => {
        const height = sum === 0 ? 0 : Math.max(1, Math.sqrt(sum / most) * 14);
        return <rect key={i} x={(i * 48) / sums.length} width={48 / sums.length - 0.5} y={14 - height} height={height} />;
      })}
    </svg>
  );
}
