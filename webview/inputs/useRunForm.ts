import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PanelState, RunForm, ShownRun } from '../../src/rpc/panelService.ts';
import { besideRun, changed, EMPTY_FORM, formOf, type FormState } from './formState.ts';

/** The form's state, how to change a part of it, and the run that it asks for. */
export interface FormControl {
  readonly state: FormState;
  readonly change: (part: Partial<FormState>) => void;
  readonly form: RunForm;
}

/** Keeps what a person filled in; `select` are the selector terms of the checked layers, `run` is the one shown. */
export function useRunForm(
  { entry }: PanelState,
  kept: FormState | undefined,
  select: readonly string[],
  run: ShownRun | undefined,
): FormControl {
  const given = run?.given;
  const [state, setState] = useState<FormState>(() => besideRun({ ...EMPTY_FORM, ...kept }, given));
  useEffect(() => setState((now) => besideRun(now, given)), [given]);
  const form = useMemo(() => formOf(entry, state, select), [entry, state, select]);
  const change = useCallback((part: Partial<FormState>) => setState((now) => changed(now, part)), []);
  return { state, form, change };
}
