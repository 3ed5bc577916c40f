import type { Iterations } from '../../src/core/run/iterations.ts';
import type { InputBinding, RunLimits } from '../../src/rpc/modelService.ts';
import type { RunForm, RunInputs } from '../../src/rpc/panelService.ts';
import { specOf, stateOf, type InputState } from './sources.ts';

/** A tensor inside the graph that is given a value. */
export interface FeedState {
  /** a tensor or layer by any name that a selector knows */
  readonly name: string;
  readonly state: InputState;
}

/** What the form holds; plain JSON, kept over reloads. */
export interface FormState {
  /** the person changed something about the inputs; until then the form holds what the run shown was given */
  readonly isTouched: boolean;
  readonly inputs: Readonly<Record<string, InputState>>;
  readonly feeds: readonly FeedState[];
  /** file of all inputs; what a row says comes before it */
  readonly inputsFile: string | undefined;
  readonly dims: Readonly<Record<string, number>>;
  readonly batch: number | undefined;
  /** selector terms beside the checked layers */
  readonly terms: string;
  /** what is kept of tensors inside loops */
  readonly iterations: Iterations;
  readonly limits: RunLimits;
}

/** A form that nobody filled in. */
export const EMPTY_FORM: FormState = {
  isTouched: false,
  inputs: {},
  feeds: [],
  inputsFile: undefined,
  dims: {},
  batch: undefined,
  terms: '',
  iterations: 'all',
  limits: {},
};

/** The run that the form asks for; `checked` are the selector terms of the checked layers. Limits that nobody set are those of the settings. */
export function formOf(entry: RunForm['entry'], state: FormState, checked: readonly string[]): RunForm {
  const { inputs, feeds, inputsFile, dims, batch, terms, iterations, limits } = state;
  const bound = (name: string, each: InputState): InputBinding[] => {
    const spec = specOf(each);
    return spec === undefined ? [] : [{ name, spec }];
  };
  return {
    entry,
    dims,
    select: [...checked, ...(terms.trim() === '' ? [] : [terms.trim()])],
    inputs: Object.entries(inputs).flatMap(([name, each]) => bound(name, each)),
    feeds: feeds.flatMap(({ name, state: each }) => (name.trim() === '' ? [] : bound(name.trim(), each))),
    ...(inputsFile === undefined ? {} : { inputsFile }),
    ...(batch === undefined ? {} : { batch }),
    ...(iterations === 'all' ? {} : { iterations }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

/** Parts of the form that say what a run gives, not what it is given. */
const ABOUT_RESULTS: readonly string[] = ['terms', 'iterations', 'limits'] satisfies readonly (keyof FormState)[];

/** The form after a change of a part of it. */
export function changed(state: FormState, part: Partial<FormState>): FormState {
  const isAboutInputs = Object.keys(part).some((key) => !ABOUT_RESULTS.includes(key));
  return { ...state, ...part, isTouched: state.isTouched || isAboutInputs };
}

/** What a run was given, in the form. */
function givenTo({
  batch,
  dims,
  feeds,
  inputs,
  inputsFile,
}: RunInputs): Omit<FormState, 'isTouched' | 'terms' | 'iterations' | 'limits'> {
  return {
    inputs: Object.fromEntries(inputs.map(({ name, spec }) => [name, stateOf(spec)])),
    feeds: feeds.map(({ name, spec }) => ({ name, state: stateOf(spec) })),
    inputsFile,
    dims,
    batch,
  };
}

/** The form beside a run: what the person filled in, else what the run was given, so that *Run* gives the same again. */
export function besideRun(state: FormState, given: RunInputs | undefined): FormState {
  return state.isTouched || given === undefined ? state : { ...state, ...givenTo(given) };
}

/** A run file in the form: what is filled in, and the layers (by path) that it selects outright; other terms stay terms. */
export function filledFrom(
  form: RunForm,
  paths: ReadonlySet<string>,
): { readonly state: FormState; readonly checked: readonly string[] } {
  const checked: string[] = [];
  const terms: string[] = [];
  for (const term of form.select) {
    const path = /^"(.*)"$/.exec(term)?.[1] ?? term;
    if (paths.has(path)) checked.push(path);
    else terms.push(term);
  }
  return {
    checked,
    state: {
      ...givenTo(form),
      isTouched: true,
      terms: terms.join(', '),
      iterations: form.iterations ?? 'all',
      limits: form.limits ?? {},
    },
  };
}
