import type { KeptState } from './panelState.ts';

/** What an earlier page kept, when it has the form of today's; another version's state is forgotten rather than misread. */
export function keptState(state: unknown): KeptState | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const isOurs = 'checked' in state && Array.isArray(state.checked) && 'inputs' in state && typeof state.inputs === 'object'
    && 'settings' in state && Array.isArray(state.settings) && 'dims' in state;
  return isOurs ? (state as KeptState) : undefined;
}
