import type { Gather, TensorWindow } from '../../src/rpc/tensorService.ts';
import type { Host } from '../state/host.ts';
import type { AxisMapping } from './axes.ts';
import type { PlannedWindow } from './planWindow.ts';
import type { ViewSettings } from './settings.ts';
import { MAX_ELEMENTS } from './tensorFacts.ts';
import { useAsk, type Answer } from './useAsk.ts';

/** A window as a view wants it. */
export interface WindowQuestion {
  readonly planned: PlannedWindow;
  /** what was planned for: the picture of an answer is laid out by it, while newer questions travel */
  readonly mapping: AxisMapping;
  readonly by: 'extreme' | 'mean' | 'range';
  readonly centre?: number;
  readonly gather?: Gather;
  readonly part?: ViewSettings['part'];
  readonly most?: number;
  /** whether the slice's range and special values are wanted too: a pass over all of it */
  readonly summary?: boolean;
}

/** Asks the host for a window of a kept tensor; the newest question wins, and each answer knows which window it is. */
export function useWindow(
  host: Host,
  run: string,
  name: string,
  question: WindowQuestion | undefined,
): Answer<WindowQuestion, TensorWindow> {
  return useAsk(question, ({ by, centre = 0, gather, most, part, planned, summary = true }, signal) =>
    host.call(
      'window',
      {
        run,
        name,
        slice: planned.slice,
        maxElements: most ?? MAX_ELEMENTS,
        reduce: { blocks: planned.blocks, by, centre },
        summary,
        ...(gather === undefined ? {} : { gather }),
        ...(part === undefined ? {} : { part }),
      },
      { signal },
    ),
  );
}
