import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { ComplexPart } from '../../src/rpc/tensorService.ts';
import type { AxisMapping } from './axes.ts';
import type { ColourMap } from './colourTable.ts';
import type { Domain, ScaleKind } from './scale.ts';
import { mappingFor, type ViewKind } from './viewKinds.ts';

/** Which values a colour scale covers: each map its own, this slice, the whole tensor, all but the outermost percent, or numbers of the person's. */
export type RangeKind = 'own' | 'slice' | 'tensor' | 'robust' | 'custom';

/** How a person wants the tensor drawn; remembered per tensor, over reloads too. Plain JSON. */
export interface ViewSettings {
  readonly kind: ViewKind;
  readonly mapping: AxisMapping;
  readonly mapName: ColourMap | 'auto';
  readonly scale: ScaleKind;
  readonly range: RangeKind;
  /** of the range `custom` */
  readonly domain: Domain | undefined;
  readonly sort: 'index' | 'energy';
  /** first map of the page */
  readonly page: number;
  /** what stands for a block of values where the screen has fewer pixels */
  readonly pooling: 'extreme' | 'mean';
  readonly part: ComplexPart;
  /** classes listed */
  readonly top: number;
  readonly isSoftmax: boolean;
  /** counts of the histogram on a logarithmic axis */
  readonly isLogCount: boolean;
  /** tensor whose argmax colours the scatter plot */
  readonly colourBy: string | undefined;
}

/** The settings of a tensor that was not looked at before. */
export function firstSettings(tensor: ManifestTensor, kind: ViewKind): ViewSettings {
  return {
    kind,
    mapping: mappingFor(kind, tensor.shape),
    mapName: 'auto',
    scale: 'linear',
    range: kind === 'maps' ? 'own' : 'tensor',
    domain: undefined,
    sort: 'index',
    page: 0,
    pooling: 'extreme',
    part: 'abs',
    top: 10,
    isSoftmax: false,
    isLogCount: false,
    colourBy: undefined,
  };
}

/** Kept settings when they suit the tensor as this run gave it; settings of another shape or version are forgotten. */
export function settingsFor(tensor: ManifestTensor, views: readonly ViewKind[], kept: ViewSettings | undefined): ViewSettings {
  const first = firstSettings(tensor, views[0] ?? 'values');
  // They come from the page's memory, which an earlier version may have written.
  const mapping: Partial<AxisMapping> | undefined = kept?.mapping;
  const { shape } = tensor;
  if (kept === undefined || mapping === undefined || !views.includes(kept.kind)) return first;
  const isOurs = [mapping.roles, mapping.indices, mapping.extents].every((list) => list?.length === shape.length);
  if (!isOurs) return first;
  const isInside = shape.every((size, axis) => {
    const extent = mapping.extents?.[axis];
    const ends = extent === undefined || extent === null ? [0] : [extent.start, extent.start + (extent.count - 1) * extent.step];
    return (mapping.indices?.[axis] ?? 0) < Math.max(1, size) && ends.every((end) => end >= 0 && end < Math.max(1, size));
  });
  if (!isInside) return first;
  // JSON, which the memory is, knows no undefined in a list.
  return { ...first, ...kept, mapping: { ...kept.mapping, extents: kept.mapping.extents.map((extent) => extent ?? undefined) } };
}

/** Another view of the same slice, as far as it can show it. */
export function withKind(settings: ViewSettings, kind: ViewKind, shape: readonly number[]): ViewSettings {
  const range = kind === 'maps' ? settings.range : settings.range === 'own' ? 'tensor' : settings.range;
  return { ...settings, kind, range, mapping: mappingFor(kind, shape, settings.mapping), page: 0 };
}
