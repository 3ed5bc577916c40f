import type { TensorSpecRow } from '../../src/rpc/modelService.ts';
import type { Host } from '../state/host.ts';
import { InputRow } from './InputRow.tsx';
import { NO_INPUT } from './sources.ts';
import { UnknownSizes } from './UnknownSizes.tsx';
import type { FormControl } from './useRunForm.ts';

interface InputsFormProps {
  readonly host: Host;
  readonly signature: readonly TensorSpecRow[];
  readonly control: FormControl;
}

/** One row for each input of the signature, and the sizes that it leaves open. */
export function InputsForm({ host, signature, control }: InputsFormProps) {
  const { state, form, change } = control;
  return (
    <div className="inputs">
      {signature.map((input) => (
        <InputRow
          key={input.name} host={host} input={input} state={state.inputs[input.name] ?? NO_INPUT} form={form}
          onChange={(next) => change({ inputs: { ...state.inputs, [input.name]: next } })}
        />
      ))}
      <UnknownSizes inputs={signature} dims={state.dims} batch={state.batch} onDims={(dims) => change({ dims })} onBatch={(batch) => change({ batch })} />
      {signature.some((input) => input.shape !== null) && <p className="dim hint">Drop a file on an input while holding Shift, or choose “File…”.</p>}
    </div>
  );
}
