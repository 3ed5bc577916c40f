import { useMemo, useState } from 'react';
import type { PanelState, RunForm } from '../../src/rpc/panelService.ts';
import { specOf, type InputState } from './sources.ts';

/** What the form holds for the inputs; plain JSON, kept over reloads. */
export interface FormState {
  readonly inputs: Readonly<Record<string, InputState>>;
  readonly dims: Readonly<Record<string, number>>;
  readonly batch: number | undefined;
}

/** The form's state, how to change a part of it, and the run that it asks for. */
export interface FormControl {
  readonly state: FormState;
  readonly change: (part: Partial<FormState>) => void;
  readonly form: RunForm;
}

/** Keeps what a person filled in; `select` are the selector terms of the checked layers. */
export function useRunForm(panel: PanelState, kept: FormState | undefined, select: readonly string[]): FormControl {
  const [state, setState] = useState<FormState>({ inputs: kept?.inputs ?? {}, dims: kept?.dims ?? {}, batch: kept?.batch });
  const form = useMemo(() => formOf(panel, state, select), [panel, state, select]);
  return { state, form, change: (part) => setState((now) => ({ ...now, ...part })) };
}

function formOf({ entry, limits }: PanelState, { inputs, dims, batch }: FormState, select: readonly string[]): RunForm {
  const bindings = Object.entries(inputs).flatMap(([name, state]) => {
    const spec = specOf(state);
    return spec === undefined ? [] : [{ name, spec }];
  });
  return { entry, select, inputs: bindings, dims, ...(batch === undefined ? {} : { batch }), limits };
}
