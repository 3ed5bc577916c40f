import type { PanelState } from '../../src/rpc/panelService.ts';
import type { NavigatorState } from '../layers/useNavigator.ts';
import type { FormState } from '../inputs/formState.ts';
import type { ViewSettings } from '../tensor/settings.ts';

/** Somebody outside the page wants a layer or tensor shown; a new object each time, so that asking twice works. */
export interface ShowRequest {
  readonly name: string;
  readonly inGraph?: boolean;
  /** the name is a stored variable's key */
  readonly isVariable?: boolean;
}

/** What survives tab switch, reload and moving the editor; plain JSON. */
export interface KeptState {
  readonly model: string;
  readonly run: string | undefined;
  readonly chosen: string | undefined;
  /** key of the stored variable that is looked at instead */
  readonly variable?: string | undefined;
  /** the statistics of all tensors are looked at instead */
  readonly isTable: boolean;
  /** the person unfolded or folded the inputs */
  readonly isInputs?: boolean | undefined;
  readonly checked: readonly string[];
  readonly navigator: NavigatorState | undefined;
  readonly form: FormState;
  readonly labels: string | undefined;
  readonly settings: readonly (readonly [string, ViewSettings])[];
  readonly entry: PanelState['entry'] | undefined;
}

/** Loading, refused, or here. */
export type Screen =
  | { readonly kind: 'loading' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'open'; readonly panel: PanelState };
