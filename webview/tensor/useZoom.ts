import { useCallback, useRef } from 'react';
import { extentOf, spreadAxes, withExtent, type AxisMapping } from './axes.ts';
import { panExtent, zoomExtent } from './fit.ts';
import type { ViewProps } from './viewProps.ts';

/** Zooming and moving on two spread axes, kept in the slice: the text shows the same part. */
export interface Zoom {
  readonly zoom: (factor: number, across: number, down: number) => void;
  readonly pan: (across: number, down: number) => void;
  readonly reset: () => void;
  readonly isZoomed: boolean;
}

type Change = (mapping: AxisMapping, axis: number, size: number, isRow: boolean) => AxisMapping;

/** `axes` are those of rows and columns. */
export function useZoom({
  onSettings,
  settings,
  tensor: { shape },
}: Pick<ViewProps, 'onSettings' | 'settings' | 'tensor'>): Zoom {
  const now = useRef(settings.mapping);
  now.current = settings.mapping;
  const change = useCallback(
    (each: Change): void => {
      const { column, row } = spreadAxes(now.current);
      let mapping = now.current;
      for (const [axis, isRow] of [
        [row, true],
        [column, false],
      ] as const)
        if (axis >= 0) mapping = each(mapping, axis, shape[axis] ?? 1, isRow);
      now.current = mapping;
      onSettings({ mapping });
    },
    [onSettings, shape],
  );
  const zoom = useCallback(
    (factor: number, across: number, down: number) =>
      change((mapping, axis, size, isRow) =>
        withExtent(mapping, axis, zoomExtent(extentOf(mapping, shape, axis), size, factor, isRow ? down : across)),
      ),
    [change, shape],
  );
  const pan = useCallback(
    (across: number, down: number) =>
      change((mapping, axis, size, isRow) => {
        const extent = extentOf(mapping, shape, axis);
        const by = (isRow ? down : across) * extent.count * Math.sign(extent.step);
        return withExtent(mapping, axis, panExtent(extent, size, Math.abs(by) > 0.5 ? Math.round(by) : Math.round(by * 2)));
      }),
    [change, shape],
  );
  const reset = useCallback(() => change((mapping, axis) => withExtent(mapping, axis, undefined)), [change]);
  const { column, row } = spreadAxes(settings.mapping);
  return { zoom, pan, reset, isZoomed: [row, column].some((axis) => axis >= 0 && settings.mapping.extents[axis] !== undefined) };
}
