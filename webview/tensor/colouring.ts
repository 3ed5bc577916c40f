import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { SliceSummaries } from '../../src/rpc/tensorService.ts';
import type { ColourMap } from './colourTable.ts';
import { finiteJson } from './numbers.ts';
import { domainFor, suitableMap, type Domain, type ScaleKind } from './scale.ts';
import type { ViewSettings } from './settings.ts';
import { tensorDomain } from './tensorFacts.ts';

/** How values become colours; without a domain each map has its own. */
export interface Colouring {
  readonly mapName: ColourMap;
  readonly scale: ScaleKind;
  readonly domain: Domain | undefined;
  readonly isOwn: boolean;
}

/** Values without a place on a scale. */
export interface SpecialCounts {
  readonly nan: number;
  readonly posInf: number;
  readonly negInf: number;
}

/** The colouring that the settings ask for, given what the slice holds. */
export function colouringOf(tensor: ManifestTensor, settings: ViewSettings, slice: SliceSummaries | undefined): Colouring {
  // Statistics of complex tensors are of their absolute values; other parts have the range of the slice.
  const isPart = /^complex/.test(tensor.dtype) && settings.part !== 'abs';
  const shown = sliceDomain(slice);
  const whole = isPart ? shown : tensorDomain(tensor);
  const range = isPart && settings.range !== 'custom' && settings.range !== 'own' ? 'slice' : settings.range;
  const mapName = settings.mapName === 'auto' ? suitableMap(whole) : settings.mapName;
  const domain =
    range === 'custom'
      ? (settings.domain ?? domainFor(mapName, whole))
      : domainFor(mapName, range === 'slice' ? shown : range === 'robust' ? (robustDomain(tensor) ?? whole) : whole);
  return { mapName, scale: settings.scale, domain, isOwn: range === 'own' };
}

/** Whether a picture of these settings depends on what the slice holds, beyond its statistics. */
export function needsSummary({ dtype, stats }: ManifestTensor, { part, range }: ViewSettings): boolean {
  return range === 'slice' || stats.nan + stats.posInf + stats.negInf > 0 || (/^complex/.test(dtype) && part !== 'abs');
}

/** Finite range of a slice. */
export function sliceDomain(slice: SliceSummaries | undefined): Domain | undefined {
  if (slice === undefined) return undefined;
  const low = slice.low.reduce((least, each) => Math.min(least, each), Infinity);
  const high = slice.high.reduce((most, each) => Math.max(most, each), -Infinity);
  return low <= high ? { low, high } : undefined;
}

/** Range without the outermost percent to either side, read off the bins of the statistics. */
export function robustDomain(tensor: ManifestTensor): Domain | undefined {
  const { histogram } = tensor.stats;
  if (histogram === undefined) return undefined;
  const edges = histogram.edges.map((edge) => finiteJson(edge) ?? 0);
  const total = histogram.counts.reduce((sum, count) => sum + count, 0);
  const at = (share: number): number => {
    let rest = share * total;
    for (const [bin, count] of histogram.counts.entries()) {
      const [low = 0, high = 0] = [edges[bin], edges[bin + 1]];
      if (rest <= count && count > 0) return low + ((high - low) * rest) / count;
      rest -= count;
    }
    return edges.at(-1) ?? 0;
  };
  const domain = { low: at(0.01), high: at(0.99) };
  return domain.low < domain.high ? domain : undefined;
}

/** Special values of a slice, all parts together. */
export function specialsOf(slice: SliceSummaries | undefined): SpecialCounts {
  const sum = (counts: Float64Array | undefined): number => counts?.reduce((total, count) => total + count, 0) ?? 0;
  return { nan: sum(slice?.nan), posInf: sum(slice?.posInf), negInf: sum(slice?.negInf) };
}
