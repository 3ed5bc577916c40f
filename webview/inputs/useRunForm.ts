import { useCallback, useMemo, useState } from 'react';
import type { PanelState, RunForm } from '../../src/rpc/panelService.ts';
import { EMPTY_FORM, formOf, type FormState } from './formState.ts';

/** The form's state, how to change a part of it, and the run that it asks for. */
export interface FormControl {
  readonly state: FormState;
  readonly change: (part: Partial<FormState>) => void;
  readonly form: RunForm;
}

/** Keeps what a person filled in; `select` are the selector terms of the checked layers. */
export function useRunForm({ entry }: PanelState, kept: FormState | undefined, select: readonly string[]): FormControl {
  const [state, setState] = useState<FormState>({ ...EMPTY_FORM, ...kept });
  const form = useMemo(() => formOf(entry, state, select), [entry, state, select]);
  const change = useCallback((part: Partial<FormState>) => setState((now) => ({ ...now, ...part })), []);
  return { state, form, change };
}
