import type { ManifestTensor } from '../core/run/manifest.ts';
import type { RunEvent } from './modelService.ts';

/** A run on its way: how far it is, and the tensors that it has already. */
export interface Activity {
  readonly stage: string;
  readonly done?: number;
  readonly total?: number;
  readonly tensors: readonly ManifestTensor[];
}

/** A run that goes on, under the id by which its values can be asked for. */
export interface ActiveRun {
  readonly id: string;
  readonly label: string;
  readonly activity: Activity;
}

/** A run that has just begun. */
export const BEGINNING: Activity = { stage: 'open', tensors: [] };

/** How far a run is after one more event. */
export function advance(now: Activity, event: RunEvent): Activity {
  switch (event.kind) {
    case 'stage': {
      const { stage, done, total } = event;
      return { stage, tensors: now.tensors, ...(done === undefined ? {} : { done }), ...(total === undefined ? {} : { total }) };
    }
    case 'tensors':
      return { ...now, tensors: [...now.tensors, ...event.tensors] };
    default:
      return now;
  }
}
