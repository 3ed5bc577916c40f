import type { TensorSpecRow } from '../../src/rpc/modelService.ts';
import { TextField, valueOf } from '../toolkit.ts';

interface UnknownSizesProps {
  readonly inputs: readonly TensorSpecRow[];
  readonly dims: Readonly<Record<string, number>>;
  readonly batch: number | undefined;
  readonly onDims: (dims: Readonly<Record<string, number>>) => void;
  readonly onBatch: (batch: number | undefined) => void;
}

function positive(text: string): number | undefined {
  const value = Math.trunc(Number(text));
  return text.trim() !== '' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Dimensions the signature leaves open: the batch once for all inputs, the others by name. Empty means "as fits". */
export function UnknownSizes(props: UnknownSizesProps) {
  const hasBatch = props.inputs.some((input) => input.shape !== null && input.shape[0] === -1);
  const others = props.inputs.flatMap((input) => (input.shape ?? []).flatMap((size, axis) => (size === -1 && axis > 0 ? [`${input.name}.${axis}`] : [])));
  if (!hasBatch && others.length === 0) return null;
  const setDim = (name: string, text: string): void => {
    const value = positive(text);
    const rest = Object.entries(props.dims).filter(([known]) => known !== name);
    props.onDims(Object.fromEntries(value === undefined ? rest : [...rest, [name, value]]));
  };
  return (
    <div className="input-row" role="group" aria-label="Open dimensions">
      {hasBatch && <label className="size">batch <TextField size={4} placeholder="1" value={props.batch === undefined ? '' : String(props.batch)} onChange={(event) => props.onBatch(positive(valueOf(event)))} /></label>}
      {others.map((name) => (
        <label key={name} className="size">{name} <TextField size={5} placeholder="auto" value={props.dims[name] === undefined ? '' : String(props.dims[name])} onChange={(event) => setDim(name, valueOf(event))} /></label>
      ))}
    </div>
  );
}
