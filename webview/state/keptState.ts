import type { KeptState } from './panelState.ts';

/** What an earlier page kept, when it has the form of today's; another version's state is forgotten rather than misread. */
export function keptState(state: unknown): KeptState | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const form = 'form' in state ? state.form : undefined;
  const isForm =
    typeof form === 'object' &&
    form !== null &&
    'inputs' in form &&
    'feeds' in form &&
    Array.isArray(form.feeds) &&
    'dims' in form &&
    'terms' in form;
  const isOurs =
    isForm && 'checked' in state && Array.isArray(state.checked) && 'settings' in state && Array.isArray(state.settings);
  return isOurs ? (state as KeptState) : undefined;
}
