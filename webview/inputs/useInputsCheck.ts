import { useEffect, useState } from 'react';
import type { InputsCheck, ShowDocument } from '../../src/rpc/modelService.ts';
import type { RunForm } from '../../src/rpc/panelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';

const QUIET_MS = 250;

/** What is known of the inputs: each with its picture or what is wrong with it. */
export interface InputsState extends InputsCheck {
  /** the form has changed since */
  readonly isOld: boolean;
  /** why nothing could be checked at all */
  readonly failure?: string;
}

/** What the model would see for the present form; asked again a moment after the last change, the newest answer wins. */
export function useInputsCheck(host: Host, form: RunForm, model: ShowDocument): InputsState {
  const [check, setCheck] = useState<InputsState>({ inputs: [], isOld: true });
  const { entry, inputs, feeds, inputsFile, dims, batch } = form;
  const key = JSON.stringify([entry, inputs, feeds, inputsFile, dims, batch]);
  useEffect(() => {
    const abort = new AbortController();
    setCheck((now) => ({ ...now, isOld: true }));
    const timer = setTimeout(() => {
      host.call('checkInputs', form, { signal: abort.signal }).then(
        (answer) => {
          if (!abort.signal.aborted) setCheck({ ...answer, isOld: false });
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setCheck({ inputs: [], isOld: false, failure: sentenceOf(error) });
        },
      );
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
    // The key says all of the form that matters here; a model that changed on disk may want other inputs.
  }, [host, key, model]);
  return check;
}

/** Number of inputs that a run would refuse. What could not be checked is no mistake of an input: a run will say more of it. */
export function problemsOf({ inputs, dimensions, inputsFile }: InputsState): number {
  return (
    inputs.filter(({ problem }) => problem !== undefined).length +
    [dimensions, inputsFile].filter((problem) => problem !== undefined).length
  );
}
