import { useEffect, useState } from 'react';
import type { InputPreview, TensorSpecRow } from '../../src/rpc/modelService.ts';
import type { RunForm } from '../../src/rpc/panelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import { shapeText } from '../tensor/numbers.ts';
import { Button, Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { PreviewPicture } from './PreviewPicture.tsx';
import { SOURCE_TITLES, sourcesFor, type InputState } from './sources.ts';

interface InputRowProps {
  readonly host: Host;
  readonly input: TensorSpecRow;
  readonly state: InputState;
  readonly form: RunForm;
  readonly onChange: (state: InputState) => void;
}

interface Check {
  readonly preview: InputPreview | undefined;
  readonly problem: string | undefined;
}

/** What the model will see for the present form; asked again a moment after the last change. */
function useCheck(host: Host, form: RunForm, name: string, isAsked: boolean): Check {
  const [check, setCheck] = useState<Check>({ preview: undefined, problem: undefined });
  const key = JSON.stringify([form.entry, form.inputs, form.dims, form.batch, isAsked]);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      if (!isAsked) {
        setCheck({ preview: undefined, problem: undefined });
        return;
      }
      host.call('previewInput', { form, name }, { signal: abort.signal }).then(
        (preview) => { if (!abort.signal.aborted) setCheck({ preview, problem: undefined }); },
        (error: unknown) => { if (!abort.signal.aborted) setCheck({ preview: undefined, problem: sentenceOf(error) }); },
      );
    }, 250);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
    // The key says all of the form that matters here.
  }, [host, key, name]);
  return check;
}

/** One input of the signature: where its values come from, checked before the run. */
export function InputRow({ host, input, state, form, onChange }: InputRowProps) {
  const kinds = sourcesFor(input);
  const check = useCheck(host, form, input.name, state.kind !== 'file' || state.value !== '');
  const choose = async (): Promise<void> => {
    const picked = await host.call('pickInputFile', { name: input.name, kind: 'tensor' });
    if (picked !== undefined) onChange({ ...state, kind: 'file', value: picked.spec, label: picked.label });
  };
  const drop = async (transfer: DataTransfer): Promise<void> => {
    const uri = transfer.getData('application/vnd.code.uri-list').split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#'));
    const file = transfer.files[0];
    if (uri === undefined && file === undefined) return;
    const request = uri === undefined && file !== undefined ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : { uri: uri ?? '' };
    const dropped = await host.call('dropFile', request);
    onChange({ ...state, kind: 'file', value: dropped.spec, label: dropped.label });
  };
  return (
    <div
      className="input-row" role="group" aria-label={`Input ${input.name}`} onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => { event.preventDefault(); void drop(event.dataTransfer); }}
    >
      <span className="input-name" title={input.tensor}>{input.name}</span>
      <span className="dim input-shape">{input.dtype} {shapeText(input.shape)}</span>
      <Dropdown
        key={kinds.join()} value={state.kind} aria-label={`Source of ${input.name}`}
        onChange={(event) => {
          const kind = kinds.find((known) => known === valueOf(event)) ?? 'auto';
          onChange({ ...state, kind, value: kind === state.kind ? state.value : '', label: '' });
          if (kind === 'file') void choose();
        }}
      >
        {kinds.map((kind) => <Option key={kind} value={kind}>{SOURCE_TITLES[kind]}</Option>)}
      </Dropdown>
      {state.kind === 'file' && <Button appearance="secondary" onClick={() => void choose()} title={state.value}>{state.label === '' ? 'Choose a file…' : state.label}</Button>}
      {(state.kind === 'uniform' || state.kind === 'normal') && (
        <TextField size={4} value={String(state.seed)} aria-label={`Seed of ${input.name}`} onChange={(event) => onChange({ ...state, seed: Math.max(0, Math.trunc(Number(valueOf(event))) || 0) })}>seed</TextField>
      )}
      {(state.kind === 'json' || state.kind === 'text') && (
        <TextField
          className="grow" value={state.value} aria-label={`Values of ${input.name}`} placeholder={state.kind === 'json' ? '[[1, 2, 3]]' : 'a sentence'}
          onInput={(event) => onChange({ ...state, value: valueOf(event) })}
        />
      )}
      {check.preview !== undefined && (
        <>
          <PreviewPicture window={check.preview.window} label={`Preview of ${input.name}`} />
          <span className="dim">{shapeText(check.preview.shape)}{state.kind === 'auto' ? ` · ${check.preview.source}` : ''}</span>
        </>
      )}
      {check.problem !== undefined && <span className="problem" role="alert">{check.problem}</span>}
      {check.preview?.notes.filter(({ code }) => code !== 'input-synthesised').map((note) => <span key={note.message} className="dim">{note.message}</span>)}
    </div>
  );
}
