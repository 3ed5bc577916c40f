import type { Manifest, ManifestTensor } from '../../src/core/run/manifest.ts';
import type { RunEvent } from '../../src/rpc/modelService.ts';
import type { PanelState, ShownRun } from '../../src/rpc/panelService.ts';
import type { NavigatorState } from '../layers/useNavigator.ts';
import type { FormState } from '../inputs/useRunForm.ts';
import type { ViewSettings } from '../tensor/settings.ts';

/** A run on its way. */
export interface Activity {
  readonly stage: string;
  readonly done?: number;
  readonly total?: number;
  readonly tensors: readonly ManifestTensor[];
}

/** Somebody outside the page wants a layer or tensor shown; a new object each time, so that asking twice works. */
export interface ShowRequest {
  readonly name: string;
  readonly inGraph?: boolean;
  /** the name is a stored variable's key */
  readonly isVariable?: boolean;
}

/** What survives tab switch, reload and moving the editor; plain JSON. */
export interface KeptState extends FormState {
  readonly model: string;
  readonly run: string | undefined;
  readonly chosen: string | undefined;
  /** key of the stored variable that is looked at instead */
  readonly variable?: string | undefined;
  readonly checked: readonly string[];
  readonly navigator: NavigatorState | undefined;
  readonly settings: readonly (readonly [string, ViewSettings])[];
  readonly entry: PanelState['entry'] | undefined;
}

/** Loading, refused, or here. */
export type Screen =
  | { readonly kind: 'loading' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'open'; readonly panel: PanelState };

/** Progress of a run after one more event. */
export function advance(activity: Activity | undefined, event: RunEvent): Activity {
  const now = activity ?? { stage: 'open', tensors: [] };
  if (event.kind === 'stage') {
    return {
      stage: event.stage, tensors: now.tensors,
      ...(event.done === undefined ? {} : { done: event.done }), ...(event.total === undefined ? {} : { total: event.total }),
    };
  }
  return event.kind === 'tensors' ? { ...now, tensors: [...now.tensors, ...event.tensors] } : now;
}

/** The manifest to show: that of the finished run. */
export function manifestOf(run: ShownRun | undefined): Manifest | undefined {
  return run?.manifest;
}
